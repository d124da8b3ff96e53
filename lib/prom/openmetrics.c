/*
 * A snapshot as OpenMetrics: the dialect with units, exemplars and starts.
 */
#include <inttypes.h>

#include "base/num.h"
#include "prom/lines.h"
#include "prom/openmetrics.h"

static void
meta(struct lines *l, struct str help, struct str unit)
{
	lines_meta(l, "TYPE");
	buf_puts(l->b, str_c(l->dialect->type[l->naming.type]));
	buf_putc(l->b, '\n');
	if (unit.n) {
		lines_meta(l, "UNIT");
		buf_puts(l->b, unit);
		buf_putc(l->b, '\n');
	}
	if (help.n) {
		lines_meta(l, "HELP");
		lines_text(l->b, help, true);
		buf_putc(l->b, '\n');
	}
}

/* The canonical spelling always has a point or an exponent. */
static void
bound(struct buf *b, double v)
{
	size_t from = b->n;

	num_put_double(b, v);
	for (size_t i = from; i < b->n; i++) {
		if (!str_is_digit(b->p[i]) && b->p[i] != '-')
			return;
	}
	buf_lit(b, ".0");
}

/* Seconds, without an exponent and without zeros at the end. */
static void
seconds(struct buf *b, int64_t ns)
{
	buf_printf(b, "%" PRId64 ".%09" PRId64, ns / STAMP_SEC,
	    ns % STAMP_SEC);
	while (b->p[b->n - 1] == '0' && b->p[b->n - 2] != '.')
		b->n--;
}

static size_t
characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void
exemplar(struct lines *l, const struct snap_exemplar *e)
{
	struct labels map = { .way = l->form->names };
	const struct snap_label *label;
	size_t n, all = 0;

	label = labels_map(&map, e->labels, e->nlabels, (struct str){ 0 },
	    &n);
	for (size_t i = 0; i < n; i++)
		all += characters(label[i].name) + characters(label[i].value);
	if (all <= OPENMETRICS_EXEMPLAR_MAX) {
		buf_lit(l->b, " # {");
		labels_put(l->b, label, n, false);
		buf_lit(l->b, "} ");
		num_put_double(l->b, e->value);
		if (e->time >= 0) {
			buf_putc(l->b, ' ');
			seconds(l->b, e->time);
		}
	}
	labels_free(&map);
}

static void
created(struct lines *l, const struct snap_series *s)
{
	lines_sample(l, STR("_created"), (struct str){ 0 },
	    (struct str){ 0 });
	seconds(l->b, s->start);
	buf_putc(l->b, '\n');
}

static const struct lines_dialect openmetrics = {
	.type = {
		[SNAP_COUNTER] = "counter",
		[SNAP_GAUGE] = "gauge",
		[SNAP_HISTOGRAM] = "histogram",
		[SNAP_EXPHISTOGRAM] = "histogram",
		[SNAP_SUMMARY] = "summary",
		[SNAP_STATESET] = "stateset",
		[SNAP_INFO] = "info",
		[SNAP_UNKNOWN] = "unknown",
		[SNAP_GAUGEHISTOGRAM] = "gaugehistogram",
	},
	.strict = true,
	.meta = meta,
	.bound = bound,
	.exemplar = exemplar,
	.created = created,
};

void
openmetrics_write(struct buf *b, const struct snap *s,
    const struct form *form)
{
	lines_write(b, s, form, &openmetrics);
	buf_lit(b, "# EOF\n");
}
