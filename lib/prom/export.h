/*
 * A snapshot in one of its forms: for an answer, for stdout, or for
 * node_exporter's textfile collector.
 */
#ifndef PROM_EXPORT_H
#define PROM_EXPORT_H

#include "base/fault.h"
#include "prom/form.h"
#include "snapshot/snap.h"

/*
 * Appends s in that form, packed if form->gzip says so; form_type says what it
 * then is. Only gzip can fail (over 2 GiB).
 */
bool export_render(struct buf *b, const struct snap *s,
    const struct form *form, struct fault *f);

/*
 * Writes s in that form to path, or to stdout when path is NULL or "-"; stdout
 * is closed. A regular file is replaced as a whole and can be read by all
 * (mode 0644), as the collector needs it (protocols.md 5); anything else is
 * written in place.
 */
bool export_file(const struct snap *s, const struct form *form,
    const char *path, struct fault *f);

#endif
