/*
 * Parts of a difference: what one snapshot keeps beyond another
 * (mlog-snapshot.5, "Parts"). For this folder only.
 */
#ifndef SNAPSHOT_KEPT_DIFF_H
#define SNAPSHOT_KEPT_DIFF_H

#include "snapshot/build.h"

/*
 * Adds to the family at hand, whose series are those of the difference, the
 * parts by which `now` differs from `old`, or all where `old` is NULL. What
 * waited in `old` only becomes a part that says so. The readings of the n
 * series in `rest`, which `old` has counted up to, begin at 0.
 */
void kept_diff(struct build *b, const struct snap_family *old,
    const struct snap_family *now, const struct snap_series *const *rest,
    size_t n);

/* The parts of `old` in *to without those that `now` says do not wait any
 * more; how many. The array is the caller's to free, the texts are old's. */
size_t kept_less(const struct snap_family *old, const struct snap_family *now,
    struct str **to);

#endif
