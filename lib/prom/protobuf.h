/*
 * The protobuf exposition: io.prometheus.client.MetricFamily, each with its
 * length before it (protocols.md 4.5).
 */
#ifndef PROM_PROTOBUF_H
#define PROM_PROTOBUF_H

#include "prom/form.h"
#include "snapshot/snap.h"

/*
 * Appends the exposition of s. Names are those of the text form, and what that
 * leaves out is left out. Exponential histograms are native ones, at a schema
 * of at most 8, and have classic buckets beside, for scrapers that know or
 * want no other; below schema -4 these are all.
 */
void protobuf_write(struct buf *b, const struct snap *s,
    const struct form *form);

#endif
