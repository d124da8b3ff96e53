/*
 * Snapshot to OTLP metrics: one row for each type of the snapshot says how
 * its points are written and what is around them. What a delta is made of is
 * delta.c's.
 */
#include <math.h>

#include "otlp/attributes.h"
#include "otlp/delta.h"
#include "otlp/exemplars.h"
#include "otlp/metrics.h"
#include "otlp/wire.h"

enum {
	DELTA = 1, CUMULATIVE = 2,	/* AggregationTemporality */
	/* Metric.data */
	GAUGE = 5, SUM = 7, HISTOGRAM = 9, EXPONENTIAL = 10, SUMMARY = 11,
	METADATA = 12,
};

/* What a point is written from: its series, or what a delta makes of it. */
struct point {
	const struct snap_family *family;
	const struct snap_series *series;
	uint64_t start, time;	/* unix nanoseconds, 0: unknown */
	int64_t since;		/* of its exemplars, or STAMP_NONE */
	bool delta;
};

static void
put_number(struct buf *b, const struct point *p)
{
	if (p->start && p->family->type == SNAP_COUNTER)
		wire_fixed64(b, 2, p->start);
	wire_fixed64(b, 3, p->time);
	wire_double(b, 4, p->series->value);
	exemplars_put(b, 5, p->series, p->since);
	attributes_labels(b, 7, p->series->labels, p->series->nlabels);
}

/* Start, time, count and sum, whose numbers all histograms share. */
static void
put_count(struct buf *b, const struct point *p)
{
	const struct snap_series *s = p->series;

	if (p->start)
		wire_fixed64(b, 2, p->start);
	wire_fixed64(b, 3, p->time);
	if (s->count)
		wire_fixed64(b, 4, s->count);
	/* Of what may be negative there is no sum; an exposition may have none,
	 * nor a least value. */
	if (!isnan(s->value) && !(s->count && s->min < 0))
		wire_double(b, 5, s->value);
}

static void
put_range(struct buf *b, unsigned field, const struct point *p)
{
	if (p->series->count == 0 || p->delta || isnan(p->series->min))
		return;
	wire_double(b, field, p->series->min);
	wire_double(b, field + 1, p->series->max);
}

static void
put_histogram(struct buf *b, const struct point *p)
{
	const struct snap_family *f = p->family;
	const struct snap_series *s = p->series;

	put_count(b, p);
	wire_tag(b, 6, WIRE_BYTES);
	wire_varint(b, (f->nbounds + 1) * 8);
	for (size_t i = 0; i <= f->nbounds; i++)
		wire_raw64(b, s->counts[i]);
	if (f->nbounds) {
		wire_tag(b, 7, WIRE_BYTES);
		wire_varint(b, f->nbounds * 8);
	}
	for (size_t i = 0; i < f->nbounds; i++)
		wire_raw64(b, wire_bits(f->bounds[i]));
	exemplars_put(b, 8, s, p->since);
	attributes_labels(b, 9, s->labels, s->nlabels);
	put_range(b, 11, p);
}

static void
put_side(struct buf *b, unsigned field, const struct snap_side *s)
{
	size_t at = wire_open(b, field), counts;

	if (s->offset)
		wire_sint(b, 1, s->offset);
	if (s->n) {
		counts = wire_open(b, 2);
		for (size_t i = 0; i < s->n; i++)
			wire_varint(b, s->counts[i]);
		wire_close(b, counts);
	}
	wire_close(b, at);
}

static void
put_sketch(struct buf *b, const struct point *p)
{
	const struct snap_series *s = p->series;
	const struct snap_sketch *k = s->extra->sketch;

	attributes_labels(b, 1, s->labels, s->nlabels);
	put_count(b, p);
	if (k->scale)
		wire_sint(b, 6, k->scale);
	if (k->zero_count)
		wire_fixed64(b, 7, k->zero_count);
	put_side(b, 8, &k->positive);
	put_side(b, 9, &k->negative);
	exemplars_put(b, 11, s, p->since);
	put_range(b, 12, p);
	if (k->zero_threshold != 0)
		wire_double(b, 14, k->zero_threshold);
}

static void
put_summary(struct buf *b, const struct point *p)
{
	const struct snap_series *s = p->series;
	size_t at;

	if (p->start)
		wire_fixed64(b, 2, p->start);
	wire_fixed64(b, 3, p->time);
	if (s->count)
		wire_fixed64(b, 4, s->count);
	if (s->value != 0)
		wire_double(b, 5, s->value);
	for (size_t i = 0; s->extra && i < s->extra->nquantiles; i++) {
		at = wire_open(b, 6);
		wire_double(b, 1, s->extra->quantiles[i].quantile);
		wire_double(b, 2, s->extra->quantiles[i].value);
		wire_close(b, at);
	}
	attributes_labels(b, 7, s->labels, s->nlabels);
}

static const struct kind {
	void (*put)(struct buf *b, const struct point *p);
	unsigned data;
	bool counts;		/* has a temporality, and deltas */
	bool monotonic;
	const char *metadata;	/* prometheus.type, where data does not say */
} kinds[SNAP_NTYPES] = {
	[SNAP_COUNTER] = { put_number, SUM, true, true, NULL },
	[SNAP_GAUGE] = { put_number, GAUGE, false, false, NULL },
	[SNAP_HISTOGRAM] = { put_histogram, HISTOGRAM, true, false, NULL },
	[SNAP_GAUGEHISTOGRAM] = { put_histogram, HISTOGRAM, true, false,
	    "gaugehistogram" },
	[SNAP_EXPHISTOGRAM] = { put_sketch, EXPONENTIAL, true, false, NULL },
	[SNAP_SUMMARY] = { put_summary, SUMMARY, false, false, NULL },
	[SNAP_STATESET] = { put_number, GAUGE, false, false, "stateset" },
	[SNAP_INFO] = { put_number, GAUGE, false, false, "info" },
	[SNAP_UNKNOWN] = { put_number, GAUGE, false, false, "unknown" },
};

static void
begin_metric(struct pack *p, const struct snap_family *f, bool delta)
{
	const struct kind *k = &kinds[f->type];
	struct snap_label type = { STR("prometheus.type"),
	    str_c(k->metadata) };
	struct buf head = { 0 }, tail = { 0 };

	wire_text(&head, 1, f->name);
	if (f->help.n)
		wire_text(&head, 2, f->help);
	if (f->unit.n)
		wire_text(&head, 3, f->unit);
	if (k->metadata)
		attributes_labels(&head, METADATA, &type, 1);
	if (k->counts)
		wire_uint(&tail, 2, delta ? DELTA : CUMULATIVE);
	if (k->monotonic)
		wire_uint(&tail, 3, 1);
	pack_group(p, buf_str(&head), k->data, buf_str(&tail));
	buf_free(&head);
	buf_free(&tail);
}

/* OTLP has unsigned times and 0 for none. */
static uint64_t
unix_nano(int64_t ns)
{
	return ns == STAMP_NONE || ns < 0 ? 0 : (uint64_t)ns;
}

static bool
put_point(struct pack *p, const struct point *pt, struct fault *f)
{
	char what[128];
	struct buf words = { 0 };

	kinds[pt->family->type].put(pack_item(p), pt);
	buf_printf(&words, "a point of %.*s", STR_ARG(pt->family->name));
	words.n = words.n < sizeof(what) ? words.n : sizeof(what) - 1;
	memcpy(what, words.p, words.n);
	what[words.n] = '\0';
	buf_free(&words);
	return pack_done(p, what, f);
}

static bool
put_series(struct pack *p, const struct snap_family *family,
    const struct snap_series *s, const struct metrics_setup *setup,
    struct delta *d, uint64_t time, struct fault *f)
{
	struct point pt = { family, s, 0, time, STAMP_NONE, false };
	int64_t start = s->start;

	if (setup->before)
		pt.since = setup->before->time;
	if (setup->delta && kinds[family->type].counts &&
	    (pt.series = delta_of(d, family, s)) != s) {
		pt.delta = true;
		start = pt.since;
	}
	pt.start = unix_nano(start);
	if (pt.start > time)
		pt.start = time;
	return put_point(p, &pt, f);
}

static bool
put_family(struct pack *p, const struct snap_family *family,
    const struct metrics_setup *setup, uint64_t time, struct fault *f)
{
	struct delta d;
	bool ok = true;

	delta_begin(&d, setup->delta ? setup->before : NULL, family);
	begin_metric(p, family, setup->delta);
	for (size_t i = 0; ok && i < family->nseries; i++)
		ok = put_series(p, family, &family->series[i], setup, &d,
		    time, f);
	delta_end(&d);
	return ok;
}

bool
metrics_put(struct pack *p, const struct snap *s,
    const struct metrics_setup *setup, struct fault *f)
{
	uint64_t time = unix_nano(s->time);

	if (time == 0)
		time = unix_nano(setup->now);
	for (size_t i = 0; i < s->nfamilies; i++) {
		if (snap_exported(&s->families[i]) &&
		    !put_family(p, &s->families[i], setup, time, f))
			return false;
	}
	return true;
}
