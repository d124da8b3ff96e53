/*
 * The one naming function of the sinks: names reach both as they are written,
 * but for what the format cannot carry (protocols.md 4.4, 6).
 */
#ifndef SNAPSHOT_NAMES_H
#define SNAPSHOT_NAMES_H

#include "base/buf.h"

/*
 * Appends a metric name in Prometheus's legacy alphabet,
 * [a-zA-Z_:][a-zA-Z0-9_:]*: each other character becomes '_', a leading
 * digit gets '_' before it.
 */
void names_metric(struct buf *b, struct str name);
/* The same for a label name, [a-zA-Z_][a-zA-Z0-9_]*. */
void names_label(struct buf *b, struct str name);

#endif
