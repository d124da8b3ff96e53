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

/* The rank that a character of a part stands for; over DISTINCT_RANK_MAX for
 * none. */
unsigned kept_rank(char c);

#endif
