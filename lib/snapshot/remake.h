/*
 * Families of which numbers alone cannot be merged: those that have parts, and
 * computes. Their statements (mlog-snapshot.5) make a metric again, and that
 * does what it does with events. For merge.c only.
 */
#ifndef SNAPSHOT_REMAKE_H
#define SNAPSHOT_REMAKE_H

#include "series/aggregate.h"
#include "snapshot/build.h"

struct remake {
	struct rules *rules;
	struct aggregate *a;
	struct metric *m;
};

/*
 * The metric of a family that has statements, still without series. False for
 * statements that are not those of its rule. Close it in any case.
 */
bool remake_open(struct remake *r, const struct snap_family *family,
    struct fault *f);
void remake_close(struct remake *r);

/* One operand: its family, or NULL; whether its window is over. */
struct remake_part {
	const char *name;
	const struct snap_family *family;
	bool ended;
};

/*
 * Adds to the family at hand what comes of the two operands, of which the
 * series without a window that is over have been added up in `sum`, whose
 * untouched ones have neither start nor time. What became of events that met
 * only now is counted in the metric.
 */
bool remake_put(struct remake *r, struct build *b,
    const struct snap_family *sum, const struct remake_part part[2],
    struct fault *f);

/* Adds a compute's series to the family at hand, from the families of s, and
 * the family of its limits behind it. */
bool remake_compute(struct remake *r, struct build *b, const struct snap *s,
    struct fault *f);

#endif
