/*
 * The own metrics: what the pipeline says of itself (formats.md 2).
 */
#ifndef SNAPSHOT_OWN_H
#define SNAPSHOT_OWN_H

#include "series/aggregate.h"
#include "snapshot/build.h"

/* Adds their families; pipeline is a label of each. */
void own_metrics(struct build *b, const struct aggregate *a,
    const char *pipeline);

/*
 * The reverse, for a new aggregate: what s says of that pipeline goes on.
 * Rules are told by the names of their metrics.
 */
void own_restore(struct aggregate *a, const struct snap *s,
    const char *pipeline);

#endif
