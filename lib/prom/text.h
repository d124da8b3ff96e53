/*
 * The Prometheus text exposition format, version 0.0.4 (protocols.md 4.1).
 */
#ifndef PROM_TEXT_H
#define PROM_TEXT_H

#include "prom/form.h"
#include "snapshot/snap.h"

/* The plain text's Content-Type. */
#define TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/*
 * Appends the exposition of s: its notes as comments, then families in the
 * snapshot's order, each with HELP (where there is one), TYPE and its samples,
 * no timestamps. The resource, if any, comes first as target_info. Hidden
 * families (snap_exported) and families without series are left out. Of two
 * families whose samples would bear one name the first is written, the second
 * is named in a comment; likewise two series of a family whose labels become
 * the same. An empty snapshot appends nothing, which is a valid text.
 */
void text_write(struct buf *b, const struct snap *s, const struct form *form);

#endif
