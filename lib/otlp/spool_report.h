/*
 * A spool in words, for people.
 */
#ifndef OTLP_SPOOL_REPORT_H
#define OTLP_SPOOL_REPORT_H

#include "otlp/spool.h"

/*
 * Appends a line for what waits, was refused and was damaged (files, bytes,
 * the oldest), the counts of all runs, and until when each signal's collector
 * is left alone.
 */
bool spool_report(struct buf *b, const struct spool *s, struct fault *f);

#endif
