/*
 * The metrics of a snapshot as data points (lib/proto/otlp.proto): counters
 * are monotonic sums, gauges gauges, histograms those of explicit bounds or
 * exponential ones, summaries summaries. Names, units and help go as they are
 * written. Values are sent as doubles, which are exact for integers below
 * 2^53.
 */
#ifndef OTLP_METRICS_H
#define OTLP_METRICS_H

#include "otlp/pack.h"
#include "snapshot/snap.h"

struct metrics_setup {
	int64_t now;		/* ns: the time when the snapshot has none */
	/*
	 * Temporality delta: what was sent last, or NULL when nothing was.
	 * Counters and histograms have it taken away, where it is of the same
	 * run of counting.
	 */
	bool delta;
	const struct snap *before;
};

/*
 * Packs the points of all exported families. Every point carries the
 * snapshot's time, and the start of its series where that is known; of a
 * delta, the time of the snapshot before. A histogram's sum is left out when
 * a negative value was observed, as OTLP asks (it would not be monotonic),
 * and in a delta its minimum and maximum are, which are not known. Exemplars
 * are those of the time since the snapshot before. False when the sink says
 * so.
 */
bool metrics_put(struct pack *p, const struct snap *s,
    const struct metrics_setup *setup, struct fault *f);

#endif
