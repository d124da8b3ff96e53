/*
 * Exemplars of a series: labels that are trace context become that.
 */
#ifndef OTLP_EXEMPLARS_H
#define OTLP_EXEMPLARS_H

#include "base/buf.h"
#include "snapshot/snap.h"

/*
 * Appends an Exemplar in `field` for each one of s that is later than since
 * (STAMP_NONE: all). One without a time is left out: OTLP asks for it. The
 * labels trace_id and span_id go into the fields of that name where they are
 * valid, all others are filtered attributes.
 */
void exemplars_put(struct buf *b, unsigned field, const struct snap_series *s,
    int64_t since);

#endif
