/*
 * The metrics of a snapshot as OTLP requests (proto/otlp.proto): counters are
 * cumulative monotonic sums, gauges gauges, histograms explicit-bounds ones.
 * Names, units and help go as they are written. Values are sent as doubles,
 * which are exact for integers below 2^53.
 */
#ifndef OTLP_METRICS_H
#define OTLP_METRICS_H

#include "otlp/source.h"
#include "snapshot/snap.h"

struct metrics_setup {
	const struct snap_label *resource;	/* see resource.h */
	size_t nresource;
	const char *version;	/* of the scope "mlog" */
	int64_t now;		/* ns: the time when the snapshot has none */
};

struct metrics;

/*
 * Makes the points of all exported families. The snapshot and the setup's
 * strings may go afterwards. Every point carries the snapshot's time, and the
 * start of its series where that is known. A histogram's sum is left out when
 * a negative value was observed, as OTLP asks (its sum would not be monotonic).
 */
struct metrics *metrics_new(const struct snap *s,
    const struct metrics_setup *setup);
void metrics_destroy(struct metrics *m);

/* The points as a source; valid as long as m. */
struct source metrics_source(const struct metrics *m);

#endif
