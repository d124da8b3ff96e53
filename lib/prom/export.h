/*
 * A snapshot as a text for stdout or for node_exporter's textfile collector.
 */
#ifndef PROM_EXPORT_H
#define PROM_EXPORT_H

#include "prom/source.h"

/*
 * Writes the exposition of the source to path, or to stdout when path is NULL
 * or "-"; stdout is closed. A regular file is replaced as a whole and can be
 * read by all (mode 0644), as the collector needs it (protocols.md 5);
 * anything else is written in place. Nothing is written when the source
 * cannot be shown.
 */
bool export_text(const struct source *src, const char *path,
    struct fault *f);

#endif
