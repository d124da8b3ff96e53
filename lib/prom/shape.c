/*
 * The table of metric types. How their samples are spelt is each form's own.
 */
#include "prom/shape.h"
#include "snapshot/names.h"

#define NAMED(lit) { lit, sizeof(lit) - 1 }

const struct shape shapes[SNAP_NTYPES] = {
	[SNAP_COUNTER] = { .end = NAMED("_total"), .united = true,
	    .counts = true },
	[SNAP_GAUGE] = { .united = true },
	[SNAP_HISTOGRAM] = { .reserved = NAMED("le"), .united = true,
	    .suffix = { NAMED("_bucket"), NAMED("_sum"), NAMED("_count") },
	    .counts = true },
	[SNAP_EXPHISTOGRAM] = { .reserved = NAMED("le"), .united = true,
	    .suffix = { NAMED("_bucket"), NAMED("_sum"), NAMED("_count") },
	    .counts = true },
	[SNAP_SUMMARY] = { .reserved = NAMED("quantile"), .united = true,
	    .suffix = { NAMED("_sum"), NAMED("_count") }, .counts = true },
	[SNAP_STATESET] = { .united = false },
	[SNAP_INFO] = { .end = NAMED("_info") },
	[SNAP_UNKNOWN] = { .united = true },
	[SNAP_GAUGEHISTOGRAM] = { .reserved = NAMED("le"), .united = true,
	    .suffix = { NAMED("_bucket"), NAMED("_gsum"), NAMED("_gcount"),
	    NAMED("_sum"), NAMED("_count") } },
};

struct snap_family
shape_resource(const struct snap *s, struct snap_series *series)
{
	*series = (struct snap_series){ .labels = s->resource,
	    .nlabels = s->nresource, .start = STAMP_NONE, .time = STAMP_NONE,
	    .value = 1 };
	return (struct snap_family){ .name = STR("target"),
	    .type = SNAP_INFO, .help = STR("What the metrics are about"),
	    .series = series, .nseries = 1 };
}

void
shape_name(struct buf *b, const struct snap_family *f, enum snap_type type)
{
	names_family(b, f->name, shapes[type].united ? f->unit :
	    (struct str){ 0 }, shapes[type].end);
}

const struct snap_exemplar *
shape_exemplar(const struct snap_series *s, double low, double high)
{
	const struct snap_exemplar *e, *best = NULL;
	size_t n = s->extra ? s->extra->nexemplars : 0;

	for (size_t i = 0; i < n; i++) {
		e = &s->extra->exemplars[i];
		if (e->value > low && e->value <= high &&
		    (!best || e->time >= best->time))
			best = e;
	}
	return best;
}
