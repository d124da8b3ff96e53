/*
 * Any histogram as cumulative buckets with an upper bound each, for the forms
 * that know no other.
 */
#ifndef PROM_CLASSIC_H
#define PROM_CLASSIC_H

#include "snapshot/build.h"
#include "snapshot/snap.h"

enum { CLASSIC_MAX = 2 * SNAP_SIDE_MAX + 4 };

struct classic {
	struct {
		double bound;		/* ascending, finite */
		uint64_t count;		/* of all that is not above it */
	} bucket[CLASSIC_MAX];
	size_t n;			/* without the bucket of +Inf */
};

/*
 * The buckets of a series whose family has bounds, as they are. Those of a
 * sketch end at powers of two, or, at a negative scale, of its base: the
 * zero threshold, the lower end of the lowest bucket in use and the upper ends
 * of all from there to the highest (protocols.md 9).
 */
void classic_of(struct classic *c, const struct snap_family *f,
    const struct snap_series *s);

#endif
