/*
 * What a family needs to go on and to be merged, and does not show: windows,
 * entities, open pairs, the inside of estimates (mlog-snapshot.5, "Parts").
 */
#ifndef SNAPSHOT_KEPT_H
#define SNAPSHOT_KEPT_H

#include "series/aggregate.h"
#include "snapshot/build.h"

/* Adds the parts of a metric to its family, which is the one at hand. */
void kept_put(struct build *b, const struct aggregate *a,
    const struct metric *m);

/*
 * The reverse: the metric, whose series are restored, goes on with what the
 * parts of its family say. False for what kept_put does not write.
 */
bool kept_restore(struct aggregate *a, struct metric *m,
    const struct snap_family *family, struct fault *f);

/*
 * What the parts of a family say beyond those that the metric has: those of a
 * snapshot that follows. The metric's series are those of both added up. Where
 * `ended`, the family's window is over: its series are not the metric's.
 */
bool kept_join(struct aggregate *a, struct metric *m,
    const struct snap_family *family, bool ended, struct fault *f);

/* The window that the series of a family are of; both ends are STAMP_NONE
 * where it has none. */
bool kept_window(const struct snap_family *family, struct window *w,
    struct fault *f);

/* The rank that a character of a part stands for; over DISTINCT_RANK_MAX for
 * none. */
unsigned kept_rank(char c);

#endif
