/*
 * Label sets as Prometheus can have them: names mapped, the reserved ones
 * moved out of the way, none twice.
 */
#ifndef PROM_LABELS_H
#define PROM_LABELS_H

#include "base/buf.h"
#include "snapshot/names.h"
#include "snapshot/snap.h"

/* Zeroed but for the first two it is ready; labels_free releases it. */
struct labels {
	enum names_way way;
	const char *scope;	/* a version: otel_scope_* are added; or NULL */

	/* For its own use: the names seen last, and what was made of them. */
	const struct snap_label *last;
	size_t nlast;
	struct str reserved;
	bool plain;
	struct snap_label *list;
	size_t cap;
	struct arena texts;
	struct buf tmp;
};

/*
 * The n labels of l as they are to be written, *nout of them: a view until the
 * next call, or l itself where nothing changes. Labels whose names become one
 * are joined: their values, in order, with ';' between (protocols.md 6). A
 * name that begins with "__" gets `key` before it, and `reserved` ("le" on a
 * histogram, or "") is exported_le. l must live until the next call.
 */
const struct snap_label *labels_map(struct labels *lb,
    const struct snap_label *l, size_t n, struct str reserved, size_t *nout);

/* Whether labels_map would give l itself. */
bool labels_plain(struct labels *lb, const struct snap_label *l, size_t n,
    struct str reserved);

/* Appends a="x",b="y", values escaped (protocols.md 4.1), odd names quoted. */
void labels_put(struct buf *b, const struct snap_label *l, size_t n);
/* Appends s within double quotes, escaped. */
void labels_quote(struct buf *b, struct str s);

void labels_free(struct labels *lb);

#endif
