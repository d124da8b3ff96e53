/*
 * What came since the snapshot before: series less what they were then.
 */
#ifndef OTLP_DELTA_H
#define OTLP_DELTA_H

#include "snapshot/snap.h"

/* One family against what it was; series are asked for in their order. */
struct delta {
	const struct snap_family *before;	/* NULL: it was not there */
	size_t next;		/* of its series */
	struct arena arena;
	struct snap_series series;
	struct snap_extra extra;
	struct snap_sketch sketch;
};

/* before may be NULL. A family of another rule, type or bounds is new. */
void delta_begin(struct delta *d, const struct snap *before,
    const struct snap_family *family);
void delta_end(struct delta *d);

/*
 * The increase of s, a series of the family, since the snapshot before;
 * valid until delta_end or the next call. s itself where that is all of it:
 * it was not there, or has begun anew (another start, or less than it was).
 */
const struct snap_series *delta_of(struct delta *d,
    const struct snap_family *family, const struct snap_series *s);

#endif
