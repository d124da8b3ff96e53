/*
 * Snapshot to OTLP metrics. Each point is made once and its size taken; a
 * request only lines points up, so that cutting one again (413) is cheap.
 * Nothing is sent here.
 */
#include <math.h>

#include "base/mem.h"
#include "otlp/metrics.h"
#include "otlp/msg.h"

enum {
	/*
	 * Bytes that a message within another costs at most besides its own:
	 * a tag of one byte (all field numbers in use are below 16) and its
	 * length, below 2^35.
	 */
	NEST = 6,
};

struct point {
	size_t family;		/* index into families */
	void *msg;		/* NumberDataPoint or HistogramDataPoint */
	size_t size;		/* encoded, as a part of its list */
};

struct family {
	char *name, *unit, *help;
	enum snap_type type;
	size_t size;		/* of its Metric without points, at most */
};

struct metrics {
	struct arena arena;
	Otlp__Resource *resource;
	Otlp__InstrumentationScope *scope;
	struct family *families;
	struct point *points;
	size_t npoints;
	size_t base;		/* bytes of a request without metrics */
};

/* OTLP has unsigned times and 0 for none. */
static uint64_t
unix_nano(int64_t ns)
{
	return ns == STAMP_NONE || ns < 0 ? 0 : (uint64_t)ns;
}

static uint64_t
start_nano(const struct snap_series *s, uint64_t time)
{
	uint64_t start = unix_nano(s->start);

	return start < time ? start : time;
}

static void *
number_point(struct arena *a, const struct snap_family *f,
    const struct snap_series *s, uint64_t time)
{
	Otlp__NumberDataPoint *p;

	p = msg_new(a, &otlp__number_data_point__descriptor);
	if (f->type == SNAP_COUNTER)
		p->start_time_unix_nano = start_nano(s, time);
	p->time_unix_nano = time;
	p->value_case = OTLP__NUMBER_DATA_POINT__VALUE_AS_DOUBLE;
	p->as_double = s->value;
	p->n_attributes = s->nlabels;
	p->attributes = msg_attributes(a, s->labels, s->nlabels);
	return p;
}

/* Of what may be negative there is no sum; that of an exposition may be
 * missing, and so are least and greatest then. */
static bool
summed(const struct snap_series *s)
{
	return !isnan(s->value) && !(s->count > 0 && s->min < 0);
}

static void
put_buckets(struct arena *a, Otlp__HistogramDataPoint *p,
    const struct snap_family *f, const struct snap_series *s)
{
	p->n_explicit_bounds = f->nbounds;
	p->explicit_bounds = arena_new(a, f->nbounds, sizeof(double));
	for (size_t i = 0; i < f->nbounds; i++)
		p->explicit_bounds[i] = f->bounds[i];
	p->n_bucket_counts = f->nbounds + 1;
	p->bucket_counts = arena_new(a, f->nbounds + 1, sizeof(uint64_t));
	for (size_t i = 0; i <= f->nbounds; i++)
		p->bucket_counts[i] = s->counts[i];
}

static void *
histogram_point(struct arena *a, const struct snap_family *f,
    const struct snap_series *s, uint64_t time)
{
	Otlp__HistogramDataPoint *p;

	p = msg_new(a, &otlp__histogram_data_point__descriptor);
	p->start_time_unix_nano = start_nano(s, time);
	p->time_unix_nano = time;
	p->count = s->count;
	if (summed(s)) {
		p->optional_sum_case =
		    OTLP__HISTOGRAM_DATA_POINT__OPTIONAL_SUM_SUM;
		p->sum = s->value;
	}
	if (s->count > 0 && !isnan(s->min)) {
		p->optional_min_case =
		    OTLP__HISTOGRAM_DATA_POINT__OPTIONAL_MIN_MIN;
		p->min = s->min;
		p->optional_max_case =
		    OTLP__HISTOGRAM_DATA_POINT__OPTIONAL_MAX_MAX;
		p->max = s->max;
	}
	put_buckets(a, p, f, s);
	p->n_attributes = s->nlabels;
	p->attributes = msg_attributes(a, s->labels, s->nlabels);
	return p;
}

static Otlp__Buckets *
side(struct arena *a, const struct snap_side *s)
{
	Otlp__Buckets *b = msg_new(a, &otlp__buckets__descriptor);

	b->offset = s->offset;
	b->n_bucket_counts = s->n;
	b->bucket_counts = arena_new(a, s->n, sizeof(uint64_t));
	if (s->n)
		memcpy(b->bucket_counts, s->counts, s->n * sizeof(uint64_t));
	return b;
}

static void *
sketch_point(struct arena *a, const struct snap_family *f,
    const struct snap_series *s, uint64_t time)
{
	const struct snap_sketch *k = s->extra->sketch;
	Otlp__ExponentialHistogramDataPoint *p;

	(void)f;
	p = msg_new(a, &otlp__exponential_histogram_data_point__descriptor);
	p->start_time_unix_nano = start_nano(s, time);
	p->time_unix_nano = time;
	p->count = s->count;
	if (summed(s)) {
		p->optional_sum_case =
		    OTLP__EXPONENTIAL_HISTOGRAM_DATA_POINT__OPTIONAL_SUM_SUM;
		p->sum = s->value;
	}
	if (s->count > 0 && !isnan(s->min)) {
		p->optional_min_case =
		    OTLP__EXPONENTIAL_HISTOGRAM_DATA_POINT__OPTIONAL_MIN_MIN;
		p->min = s->min;
		p->optional_max_case =
		    OTLP__EXPONENTIAL_HISTOGRAM_DATA_POINT__OPTIONAL_MAX_MAX;
		p->max = s->max;
	}
	p->scale = k->scale;
	p->zero_count = k->zero_count;
	p->zero_threshold = k->zero_threshold;
	p->positive = side(a, &k->positive);
	p->negative = side(a, &k->negative);
	p->n_attributes = s->nlabels;
	p->attributes = msg_attributes(a, s->labels, s->nlabels);
	return p;
}

static void *
summary_point(struct arena *a, const struct snap_family *f,
    const struct snap_series *s, uint64_t time)
{
	size_t n = s->extra ? s->extra->nquantiles : 0;
	Otlp__SummaryDataPoint *p;

	(void)f;
	p = msg_new(a, &otlp__summary_data_point__descriptor);
	p->start_time_unix_nano = start_nano(s, time);
	p->time_unix_nano = time;
	p->count = s->count;
	p->sum = s->value;
	p->n_quantile_values = n;
	p->quantile_values = arena_new(a, n, sizeof(*p->quantile_values));
	for (size_t i = 0; i < n; i++) {
		Otlp__ValueAtQuantile *v;

		v = msg_new(a, &otlp__value_at_quantile__descriptor);
		v->quantile = s->extra->quantiles[i].quantile;
		v->value = s->extra->quantiles[i].value;
		p->quantile_values[i] = v;
	}
	p->n_attributes = s->nlabels;
	p->attributes = msg_attributes(a, s->labels, s->nlabels);
	return p;
}

/*
 * A point gets into its Metric, and the list of points into its message, by
 * the kind: one row for each type of the snapshot.
 */
static void
wrap_gauge(struct arena *a, Otlp__Metric *m, void **points, size_t n)
{
	m->data_case = OTLP__METRIC__DATA_GAUGE;
	m->gauge = msg_new(a, &otlp__gauge__descriptor);
	m->gauge->n_data_points = n;
	m->gauge->data_points = (Otlp__NumberDataPoint **)points;
}

static void
wrap_sum(struct arena *a, Otlp__Metric *m, void **points, size_t n)
{
	m->data_case = OTLP__METRIC__DATA_SUM;
	m->sum = msg_new(a, &otlp__sum__descriptor);
	m->sum->n_data_points = n;
	m->sum->data_points = (Otlp__NumberDataPoint **)points;
	m->sum->is_monotonic = true;
	m->sum->aggregation_temporality =
	    OTLP__AGGREGATION_TEMPORALITY__AGGREGATION_TEMPORALITY_CUMULATIVE;
}

static void
wrap_histogram(struct arena *a, Otlp__Metric *m, void **points, size_t n)
{
	m->data_case = OTLP__METRIC__DATA_HISTOGRAM;
	m->histogram = msg_new(a, &otlp__histogram__descriptor);
	m->histogram->n_data_points = n;
	m->histogram->data_points = (Otlp__HistogramDataPoint **)points;
	m->histogram->aggregation_temporality =
	    OTLP__AGGREGATION_TEMPORALITY__AGGREGATION_TEMPORALITY_CUMULATIVE;
}

static void
wrap_sketch(struct arena *a, Otlp__Metric *m, void **points, size_t n)
{
	Otlp__ExponentialHistogram *to;

	to = msg_new(a, &otlp__exponential_histogram__descriptor);
	m->data_case = OTLP__METRIC__DATA_EXPONENTIAL_HISTOGRAM;
	m->exponential_histogram = to;
	to->n_data_points = n;
	to->data_points = (Otlp__ExponentialHistogramDataPoint **)points;
	to->aggregation_temporality =
	    OTLP__AGGREGATION_TEMPORALITY__AGGREGATION_TEMPORALITY_CUMULATIVE;
}

static void
wrap_summary(struct arena *a, Otlp__Metric *m, void **points, size_t n)
{
	m->data_case = OTLP__METRIC__DATA_SUMMARY;
	m->summary = msg_new(a, &otlp__summary__descriptor);
	m->summary->n_data_points = n;
	m->summary->data_points = (Otlp__SummaryDataPoint **)points;
}

static const struct kind {
	void *(*point)(struct arena *a, const struct snap_family *f,
	    const struct snap_series *s, uint64_t time);
	void (*wrap)(struct arena *a, Otlp__Metric *m, void **points,
	    size_t n);
} kinds[SNAP_NTYPES] = {
	[SNAP_COUNTER] = { number_point, wrap_sum },
	[SNAP_GAUGE] = { number_point, wrap_gauge },
	[SNAP_HISTOGRAM] = { histogram_point, wrap_histogram },
	[SNAP_EXPHISTOGRAM] = { sketch_point, wrap_sketch },
	[SNAP_SUMMARY] = { summary_point, wrap_summary },
	[SNAP_STATESET] = { number_point, wrap_gauge },
	[SNAP_INFO] = { number_point, wrap_gauge },
	[SNAP_UNKNOWN] = { number_point, wrap_gauge },
	[SNAP_GAUGEHISTOGRAM] = { histogram_point, wrap_histogram },
};

static Otlp__Metric *
metric(struct arena *a, const struct family *f, void **points, size_t n)
{
	Otlp__Metric *m = msg_new(a, &otlp__metric__descriptor);

	m->name = f->name;
	m->description = f->help;
	m->unit = f->unit;
	kinds[f->type].wrap(a, m, points, n);
	return m;
}

static const ProtobufCMessage *
envelope(const struct metrics *m, struct arena *a, Otlp__Metric **list,
    size_t n)
{
	Otlp__ExportMetricsServiceRequest *r;
	Otlp__ResourceMetrics *rm;
	Otlp__ScopeMetrics *sm;

	r = msg_new(a, &otlp__export_metrics_service_request__descriptor);
	rm = msg_new(a, &otlp__resource_metrics__descriptor);
	sm = msg_new(a, &otlp__scope_metrics__descriptor);
	sm->scope = m->scope;
	sm->n_metrics = n;
	sm->metrics = list;
	rm->resource = m->resource;
	rm->n_scope_metrics = 1;
	rm->scope_metrics = arena_new(a, 1, sizeof(sm));
	rm->scope_metrics[0] = sm;
	r->n_resource_metrics = 1;
	r->resource_metrics = arena_new(a, 1, sizeof(rm));
	r->resource_metrics[0] = rm;
	return &r->base;
}

/* What a message of n bytes costs within another one, exactly. */
static size_t
nested(size_t n)
{
	size_t all = 2 + n;

	for (size_t rest = n >> 7; rest; rest >>= 7)
		all++;
	return all;
}

static size_t
count_series(const struct snap *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nfamilies; i++) {
		if (snap_exported(&s->families[i]))
			n += s->families[i].nseries;
	}
	return n;
}

static void
add_family(struct metrics *m, const struct snap_family *f, size_t index,
    uint64_t time)
{
	struct family *to = &m->families[index];
	struct arena *a = &m->arena;
	struct point *p;

	to->name = msg_text(a, f->name);
	to->unit = msg_text(a, f->unit);
	to->help = msg_text(a, f->help);
	to->type = f->type;
	to->size = NEST + NEST + protobuf_c_message_get_packed_size(
	    &metric(a, to, NULL, 0)->base);
	for (size_t i = 0; i < f->nseries; i++) {
		p = &m->points[m->npoints++];
		p->family = index;
		p->msg = kinds[f->type].point(a, f, &f->series[i], time);
		p->size = nested(protobuf_c_message_get_packed_size(p->msg));
	}
}

struct metrics *
metrics_new(const struct snap *s, const struct metrics_setup *setup)
{
	struct metrics *m = mem_new(1, sizeof(*m));
	struct arena *a = &m->arena;
	uint64_t time = unix_nano(s->time);

	if (time == 0)
		time = unix_nano(setup->now);
	m->resource = msg_resource(a, setup->resource, setup->nresource);
	m->scope = msg_scope(a, setup->version);
	m->base = 2 * NEST +
	    protobuf_c_message_get_packed_size(envelope(m, a, NULL, 0));
	m->families = arena_new(a, s->nfamilies, sizeof(*m->families));
	m->points = arena_new(a, count_series(s), sizeof(*m->points));
	for (size_t i = 0; i < s->nfamilies; i++) {
		if (snap_exported(&s->families[i]))
			add_family(m, &s->families[i], i, time);
	}
	return m;
}

void
metrics_destroy(struct metrics *m)
{
	if (!m)
		return;
	arena_free(&m->arena);
	mem_free(m);
}

static size_t
fit(const void *data, size_t from, const struct source_limits *lim)
{
	const struct metrics *m = data;
	size_t bytes = m->base, n = 0;

	for (size_t i = from; i < m->npoints && n < lim->items; i++, n++) {
		const struct point *p = &m->points[i];

		if (i == from || p[-1].family != p->family)
			bytes += m->families[p->family].size;
		bytes += p->size;
		if (bytes > lim->bytes)
			break;
	}
	return n;
}

/* How many of the n points from p on are of one family. */
static size_t
run(const struct point *p, size_t n)
{
	size_t k = 1;

	while (k < n && p[k].family == p->family)
		k++;
	return k;
}

static const ProtobufCMessage *
request(const void *data, size_t from, size_t n, struct arena *a)
{
	const struct metrics *m = data;
	Otlp__Metric **list = arena_new(a, n, sizeof(*list));
	size_t nlist = 0, k;

	for (size_t i = from; i < from + n; i += k) {
		const struct point *p = &m->points[i];
		void **points;

		k = run(p, from + n - i);
		points = arena_new(a, k, sizeof(*points));
		for (size_t j = 0; j < k; j++)
			points[j] = p[j].msg;
		list[nlist++] = metric(a, &m->families[p->family], points, k);
	}
	return envelope(m, a, list, nlist);
}

static void
describe(const void *data, size_t i, struct buf *b)
{
	const struct metrics *m = data;

	buf_puts(b, STR("a point of "));
	buf_puts(b, str_c(m->families[m->points[i].family].name));
}

struct source
metrics_source(const struct metrics *m)
{
	return (struct source){ m, m->npoints, "data point", fit, request,
	    describe };
}
