/*
 * What a family needs to go on and to be merged, and does not show: windows,
 * entities, open pairs, the inside of estimates (mlog-snapshot.5, "Parts").
 */
#ifndef SNAPSHOT_PARTS_H
#define SNAPSHOT_PARTS_H

#include "series/aggregate.h"
#include "snapshot/build.h"

/* Adds the parts of a metric to its family, which is the one at hand. */
void parts_put(struct build *b, const struct aggregate *a,
    const struct metric *m);

#endif
