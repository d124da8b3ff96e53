/*
 * A snapshot as protobuf-c's messages, a family at a time: they point into the
 * snapshot and an arena, and are never given to protobuf-c's free functions.
 */
#include <math.h>

#include "base/mem.h"
#include "prom/classic.h"
#include "prom/naming.h"
#include "prom/native.h"
#include "prom/protobuf.h"
#include "prometheus.pb-c.h"

#define ZERO_THRESHOLD 1e-128	/* of a sketch that has none (protocols 9) */

struct writer {
	struct buf *b;
	struct naming naming;
	struct arena arena;	/* of the family's messages */
	struct classic classic;
	struct native_side side;
};

static void *
message(struct writer *w, const ProtobufCMessageDescriptor *d)
{
	ProtobufCMessage *m = arena_new(&w->arena, 1, d->sizeof_message);

	protobuf_c_message_init(d, m);
	return m;
}

static ProtobufCBinaryData
bytes(struct str s)
{
	return (ProtobufCBinaryData){ s.n, (uint8_t *)(uintptr_t)s.p };
}

/* A copy, where the view does not last. */
static ProtobufCBinaryData
copied(struct writer *w, struct str s)
{
	return bytes(arena_str(&w->arena, s));
}

static Prometheus__LabelPair **
label_pairs(struct writer *w, const struct snap_label *l, size_t n,
    bool lasting)
{
	Prometheus__LabelPair **list = arena_new(&w->arena, n, sizeof(*list));

	for (size_t i = 0; i < n; i++) {
		list[i] = message(w, &prometheus__label_pair__descriptor);
		list[i]->name = lasting ? bytes(l[i].name) :
		    copied(w, l[i].name);
		list[i]->value = lasting ? bytes(l[i].value) :
		    copied(w, l[i].value);
	}
	return list;
}

static Prometheus__Timestamp *
timestamp(struct writer *w, int64_t ns)
{
	Prometheus__Timestamp *t;

	if (ns < 0)
		return NULL;
	t = message(w, &prometheus__timestamp__descriptor);
	t->seconds = ns / STAMP_SEC;
	t->nanos = (int32_t)(ns % STAMP_SEC);
	return t;
}

static Prometheus__Exemplar *
exemplar(struct writer *w, const struct snap_exemplar *from)
{
	struct labels map = { .way = w->naming.form->names };
	const struct snap_label *l;
	Prometheus__Exemplar *e;

	e = message(w, &prometheus__exemplar__descriptor);
	l = labels_map(&map, from->labels, from->nlabels, (struct str){ 0 },
	    &e->n_label);
	e->label = label_pairs(w, l, e->n_label, false);
	e->value = from->value;
	e->timestamp = timestamp(w, from->time);
	labels_free(&map);
	return e;
}

/* The latest in (low, high], or NULL. */
static Prometheus__Exemplar *
exemplar_in(struct writer *w, const struct snap_series *s, double low,
    double high)
{
	const struct snap_exemplar *e = shape_exemplar(s, low, high);

	return e ? exemplar(w, e) : NULL;
}

static void
gauge(struct writer *w, Prometheus__Metric *m, const struct snap_family *f,
    const struct snap_series *s)
{
	m->gauge = message(w, &prometheus__gauge__descriptor);
	m->gauge->value = f->type == SNAP_INFO ? 1 : s->value;
}

static void
counter(struct writer *w, Prometheus__Metric *m, const struct snap_family *f,
    const struct snap_series *s)
{
	(void)f;
	m->counter = message(w, &prometheus__counter__descriptor);
	m->counter->value = s->value;
	m->counter->exemplar = exemplar_in(w, s, -INFINITY, INFINITY);
	m->counter->created_timestamp = timestamp(w, s->start);
}

static void
untyped(struct writer *w, Prometheus__Metric *m, const struct snap_family *f,
    const struct snap_series *s)
{
	(void)f;
	m->untyped = message(w, &prometheus__untyped__descriptor);
	m->untyped->value = s->value;
}

static void
summary(struct writer *w, Prometheus__Metric *m, const struct snap_family *f,
    const struct snap_series *s)
{
	size_t n = s->extra ? s->extra->nquantiles : 0;
	Prometheus__Summary *to;

	(void)f;
	to = m->summary = message(w, &prometheus__summary__descriptor);
	to->sample_count = s->count;
	to->sample_sum = s->value;
	to->created_timestamp = timestamp(w, s->start);
	to->n_quantile = n;
	to->quantile = arena_new(&w->arena, n, sizeof(*to->quantile));
	for (size_t i = 0; i < n; i++) {
		to->quantile[i] = message(w,
		    &prometheus__quantile__descriptor);
		to->quantile[i]->quantile = s->extra->quantiles[i].quantile;
		to->quantile[i]->value = s->extra->quantiles[i].value;
	}
}

static void
classic(struct writer *w, Prometheus__Histogram *h,
    const struct snap_series *s)
{
	const struct classic *c = &w->classic;
	double low = -INFINITY;

	h->n_bucket = c->n + 1;
	h->bucket = arena_new(&w->arena, h->n_bucket, sizeof(*h->bucket));
	for (size_t i = 0; i <= c->n; i++) {
		Prometheus__Bucket *b;

		b = message(w, &prometheus__bucket__descriptor);
		b->upper_bound = i < c->n ? c->bucket[i].bound : INFINITY;
		b->cumulative_count = i < c->n ? c->bucket[i].count : s->count;
		b->exemplar = exemplar_in(w, s, low, b->upper_bound);
		low = b->upper_bound;
		h->bucket[i] = b;
	}
}

/* One side as spans, *nspans of them, and deltas. */
static Prometheus__BucketSpan **
side(struct writer *w, size_t *nspans, size_t *ndeltas, int64_t **deltas)
{
	const struct native_side *s = &w->side;
	Prometheus__BucketSpan **list;

	list = arena_new(&w->arena, s->nspans, sizeof(*list));
	for (size_t i = 0; i < s->nspans; i++) {
		list[i] = message(w, &prometheus__bucket_span__descriptor);
		list[i]->offset = s->span[i].offset;
		list[i]->length = s->span[i].length;
	}
	*nspans = s->nspans;
	*ndeltas = s->ndeltas;
	*deltas = arena_new(&w->arena, s->ndeltas, sizeof(**deltas));
	if (s->ndeltas)
		memcpy(*deltas, s->delta, s->ndeltas * sizeof(**deltas));
	return list;
}

static void
native(struct writer *w, Prometheus__Histogram *h,
    const struct snap_series *s)
{
	const struct snap_sketch *k = s->extra->sketch;
	size_t n = s->extra->nexemplars;

	if (!native_schema(k, &h->schema)) {
		h->schema = 0;
		return;
	}
	h->zero_count = k->zero_count;
	h->zero_threshold = k->zero_threshold > 0 ? k->zero_threshold :
	    ZERO_THRESHOLD;
	native_side(&w->side, &k->positive, k->scale, h->schema);
	h->positive_span = side(w, &h->n_positive_span, &h->n_positive_delta,
	    &h->positive_delta);
	native_side(&w->side, &k->negative, k->scale, h->schema);
	h->negative_span = side(w, &h->n_negative_span, &h->n_negative_delta,
	    &h->negative_delta);
	h->exemplars = arena_new(&w->arena, n, sizeof(*h->exemplars));
	for (size_t i = 0; i < n; i++) {
		/* A native histogram's are told apart by their times. */
		if (s->extra->exemplars[i].time >= 0)
			h->exemplars[h->n_exemplars++] = exemplar(w,
			    &s->extra->exemplars[i]);
	}
}

static void
histogram(struct writer *w, Prometheus__Metric *m,
    const struct snap_family *f, const struct snap_series *s)
{
	Prometheus__Histogram *h;

	h = m->histogram = message(w, &prometheus__histogram__descriptor);
	h->sample_count = s->count;
	h->sample_sum = s->value;
	h->created_timestamp = timestamp(w, s->start);
	classic_of(&w->classic, f, s);
	classic(w, h, s);
	if (s->extra && s->extra->sketch)
		native(w, h, s);
}

static const struct kind {
	Prometheus__MetricType type;
	void (*fill)(struct writer *w, Prometheus__Metric *m,
	    const struct snap_family *f, const struct snap_series *s);
} kinds[SNAP_NTYPES] = {
	[SNAP_COUNTER] = { PROMETHEUS__METRIC_TYPE__COUNTER, counter },
	[SNAP_GAUGE] = { PROMETHEUS__METRIC_TYPE__GAUGE, gauge },
	[SNAP_HISTOGRAM] = { PROMETHEUS__METRIC_TYPE__HISTOGRAM, histogram },
	[SNAP_EXPHISTOGRAM] = { PROMETHEUS__METRIC_TYPE__HISTOGRAM,
	    histogram },
	[SNAP_SUMMARY] = { PROMETHEUS__METRIC_TYPE__SUMMARY, summary },
	[SNAP_STATESET] = { PROMETHEUS__METRIC_TYPE__GAUGE, gauge },
	[SNAP_INFO] = { PROMETHEUS__METRIC_TYPE__GAUGE, gauge },
	[SNAP_UNKNOWN] = { PROMETHEUS__METRIC_TYPE__UNTYPED, untyped },
	[SNAP_GAUGEHISTOGRAM] = {
	    PROMETHEUS__METRIC_TYPE__GAUGE_HISTOGRAM, histogram },
};

static void
put(struct buf *b, const ProtobufCMessage *m)
{
	size_t n = protobuf_c_message_get_packed_size(m), rest;

	for (rest = n; rest >= 0x80; rest >>= 7)
		buf_putc(b, (char)(rest | 0x80));
	buf_putc(b, (char)rest);
	b->n += protobuf_c_message_pack(m, (uint8_t *)buf_room(b, n));
}

static void
family(struct writer *w, const struct snap_family *f)
{
	Prometheus__MetricFamily *to;
	struct buf unit = { 0 };

	if (!naming_family(&w->naming, f))
		return;
	to = message(w, &prometheus__metric_family__descriptor);
	to->name = bytes(buf_str(&w->naming.name));
	to->help = bytes(f->help);
	naming_unit(&w->naming, f, &unit);
	to->unit = copied(w, buf_str(&unit));
	to->type = kinds[f->type].type;
	to->metric = arena_new(&w->arena, f->nseries, sizeof(*to->metric));
	for (size_t i = 0; i < f->nseries; i++) {
		const struct snap_series *s = &f->series[i];
		const struct snap_label *l;
		Prometheus__Metric *m;
		size_t n;

		if (!naming_labels(&w->naming, s, &l, &n))
			continue;
		m = message(w, &prometheus__metric__descriptor);
		m->n_label = n;
		m->label = label_pairs(w, l, n, l == s->labels);
		kinds[f->type].fill(w, m, f, s);
		to->metric[to->n_metric++] = m;
	}
	put(w->b, &to->base);
	form_drain(w->naming.form, w->b);
	arena_free(&w->arena);
	buf_free(&unit);
}

void
protobuf_write(struct buf *b, const struct snap *s, const struct form *form)
{
	struct writer *w = mem_new(1, sizeof(*w));
	struct snap_series series;
	struct snap_family f;

	w->b = b;
	naming_init(&w->naming, form, false);
	if (s->nresource) {
		f = shape_resource(s, &series);
		family(w, &f);
	}
	for (size_t i = 0; i < s->nfamilies; i++) {
		if (snap_exported(&s->families[i]) && s->families[i].nseries)
			family(w, &s->families[i]);
	}
	naming_free(&w->naming);
	mem_free(w);
}
