/*
 * A snapshot as a table for people and less(1), at most 80 columns where the
 * labels allow: series aligned, numbers to the right, histograms as bars with
 * p50, p90 and p99.
 */
#ifndef SNAPSHOT_TABULAR_H
#define SNAPSHOT_TABULAR_H

#include "base/buf.h"
#include "snapshot/snap.h"

/* Appends the table. No control characters of the snapshot get into it. */
void tabular_write(struct buf *b, const struct snap *s);

#endif
