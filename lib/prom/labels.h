/*
 * Label sets as the text formats write them: a="x",b="y", without braces.
 */
#ifndef PROM_LABELS_H
#define PROM_LABELS_H

#include "base/buf.h"
#include "snapshot/snap.h"

/*
 * Appends the n labels of l, values escaped (protocols.md 4.1). Labels whose
 * names become one are joined: their values, in order, with ';' between
 * (protocols.md 6). A name that Prometheus reserves is moved out of the way:
 * "__x" is written key__x, and `reserved` ("le" on a histogram, or "") is
 * written exported_le.
 */
void labels_put(struct buf *b, const struct snap_label *l, size_t n,
    struct str reserved);

/* Whether labels_put would write every one of the n names as it is. */
bool labels_plain(const struct snap_label *l, size_t n, struct str reserved);

#endif
