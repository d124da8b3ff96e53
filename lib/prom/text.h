/*
 * The Prometheus text exposition format, version 0.0.4 (protocols.md 4.1).
 */
#ifndef PROM_TEXT_H
#define PROM_TEXT_H

#include "base/buf.h"
#include "snapshot/snap.h"

/* What http and the textfile collector are told that this is. */
#define TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/*
 * Appends the exposition of s: families in the snapshot's order, each with
 * HELP (where there is one), TYPE and its samples, names mapped to the legacy
 * alphabet, no timestamps. The resource, if any, comes first as target_info.
 * Hidden families (snap_exported) and families without series are left out.
 * Of two families whose samples would bear one name the first is written, the
 * second is named in a comment; likewise two series of a family whose labels
 * become the same. An empty snapshot appends nothing, which is a valid text.
 */
void text_write(struct buf *b, const struct snap *s);

#endif
