/*
 * Arithmetic of exponential histograms as snapshots have them (protocols.md
 * 9): shifted to one scale, added, subtracted, asked for quantiles.
 */
#ifndef SNAPSHOT_SKETCH_H
#define SNAPSHOT_SKETCH_H

#include "snapshot/build.h"

enum { SKETCH_BUCKETS = 160 };	/* of a side, in an exported histogram */

/* A sketch with room for its counts. */
struct sketch {
	struct snap_sketch s;
	uint64_t room[2][SNAP_SIDE_MAX];
};

/*
 * *to becomes a and b together: at the finest scale that both can be shifted
 * to and where neither side has more than max (at most SNAP_SIDE_MAX)
 * buckets; the threshold is the larger one, and what is then wholly below it
 * counts as zero. False when they have buckets for what no double is, so that
 * it cannot be done.
 */
bool sketch_add(struct sketch *to, const struct snap_sketch *a,
    const struct snap_sketch *b, size_t max);

/*
 * *to becomes what b counts beyond a, at the scale of b. False when a counts
 * what b does not: b began anew.
 */
bool sketch_subtract(struct sketch *to, const struct snap_sketch *b,
    const struct snap_sketch *a);

/*
 * An estimate of the value at rank q * (n - 1), rounded down, of the n values
 * counted: about the middle of its bucket, within min to max. NaN when
 * nothing was counted.
 */
double sketch_quantile(const struct snap_sketch *s, double q, double min,
    double max);

#endif
