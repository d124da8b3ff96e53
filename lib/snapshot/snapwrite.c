/*
 * A snapshot as text: sorted NDJSON, its checksum behind it.
 */
#include <inttypes.h>

#include "base/hash.h"
#include "base/num.h"
#include "json/jwrite.h"
#include "snapshot/snapfile.h"

static void
put_labels(struct buf *b, const struct snap_label *l, size_t n)
{
	buf_putc(b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		jwrite_string(b, l[i].name);
		buf_putc(b, ':');
		jwrite_string(b, l[i].value);
	}
	buf_putc(b, '}');
}

static void
put_text(struct buf *b, const char *name, struct str text)
{
	buf_printf(b, ",\"%s\":", name);
	jwrite_string(b, text);
}

static void
put_double(struct buf *b, const char *name, double v)
{
	buf_printf(b, ",\"%s\":", name);
	num_put_json(b, v);
}

static void
put_time(struct buf *b, const char *name, int64_t ns)
{
	if (ns == STAMP_NONE)
		return;
	buf_printf(b, ",\"%s\":\"", name);
	stamp_put(b, ns);
	buf_putc(b, '"');
}

static void
put_doubles(struct buf *b, const char *name, const double *v, size_t n)
{
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		num_put_json(b, v[i]);
	}
	buf_putc(b, ']');
}

static void
put_uints(struct buf *b, const char *name, const uint64_t *v, size_t n)
{
	buf_printf(b, "\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		num_put_uint64(b, v[i]);
	}
	buf_putc(b, ']');
}

static void
put_int(struct buf *b, const char *name, int64_t v)
{
	buf_printf(b, "\"%s\":%" PRId64, name, v);
}

static void
put_side(struct buf *b, const char *name, const struct snap_side *s)
{
	buf_printf(b, ",\"%s\":{", name);
	put_int(b, "offset", s->offset);
	buf_putc(b, ',');
	put_uints(b, "counts", s->counts, s->n);
	buf_putc(b, '}');
}

static void
put_sketch(struct buf *b, const struct snap_sketch *s)
{
	buf_putc(b, ',');
	put_int(b, "scale", s->scale);
	buf_printf(b, ",\"zero_count\":%" PRIu64, s->zero_count);
	put_double(b, "zero_threshold", s->zero_threshold);
	put_side(b, "positive", &s->positive);
	put_side(b, "negative", &s->negative);
}

static void
put_quantiles(struct buf *b, const struct snap_quantile *q, size_t n)
{
	buf_lit(b, ",\"quantiles\":[");
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? STR(",[") : STR("["));
		num_put_json(b, q[i].quantile);
		buf_putc(b, ',');
		num_put_json(b, q[i].value);
		buf_putc(b, ']');
	}
	buf_putc(b, ']');
}

static void
put_exemplars(struct buf *b, const struct snap_exemplar *e, size_t n)
{
	buf_lit(b, ",\"exemplars\":[");
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? STR(",{\"labels\":") : STR("{\"labels\":"));
		put_labels(b, e[i].labels, e[i].nlabels);
		put_double(b, "value", e[i].value);
		put_time(b, "time", e[i].time);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void
put_observations(struct buf *b, const struct snap_family *f,
    const struct snap_series *s)
{
	buf_lit(b, ",\"count\":");
	num_put_uint64(b, s->count);
	put_double(b, "sum", s->value);
	if (s->nrest)
		put_doubles(b, "rest", s->rest, s->nrest);
	if (s->count) {
		put_double(b, "min", s->min);
		put_double(b, "max", s->max);
	}
	if (snap_shape[f->type] == SNAP_BUCKETS) {
		put_doubles(b, "bounds", f->bounds, f->nbounds);
		buf_putc(b, ',');
		put_uints(b, "counts", s->counts, f->nbounds + 1);
	}
}

static void
put_extra(struct buf *b, const struct snap_extra *e)
{
	if (e->sketch)
		put_sketch(b, e->sketch);
	if (e->nquantiles)
		put_quantiles(b, e->quantiles, e->nquantiles);
	if (e->nexemplars)
		put_exemplars(b, e->exemplars, e->nexemplars);
}

static void
put_series(struct buf *b, const struct snap_family *f,
    const struct snap_series *s)
{
	buf_lit(b, "{\"name\":");
	jwrite_string(b, f->name);
	buf_lit(b, ",\"labels\":");
	put_labels(b, s->labels, s->nlabels);
	if (snap_shape[f->type] == SNAP_NUMBER) {
		put_double(b, "value", s->value);
		if (s->nrest)
			put_doubles(b, "rest", s->rest, s->nrest);
	} else {
		put_observations(b, f, s);
	}
	if (s->extra)
		put_extra(b, s->extra);
	put_time(b, "start", s->start);
	put_time(b, "time", s->time);
	buf_lit(b, "}\n");
}

static void
put_family(struct buf *b, const struct snap_family *f)
{
	buf_lit(b, "{\"family\":");
	jwrite_string(b, f->name);
	put_text(b, "type", str_c(snap_type_name[f->type]));
	put_text(b, "kind", f->kind);
	if (f->mode.n)
		put_text(b, "mode", f->mode);
	put_text(b, "rule", f->rule);
	put_text(b, "unit", f->unit);
	put_text(b, "help", f->help);
	if (snap_shape[f->type] == SNAP_BUCKETS)
		put_doubles(b, "bounds", f->bounds, f->nbounds);
	if (f->statements.n) {
		buf_lit(b, ",\"statements\":");
		buf_puts(b, f->statements);
	}
	buf_lit(b, "}\n");
	for (size_t i = 0; i < f->nseries; i++)
		put_series(b, f, &f->series[i]);
	for (size_t i = 0; i < f->nparts; i++) {
		buf_lit(b, "{\"@mlog\":\"part\",\"family\":");
		jwrite_string(b, f->name);
		buf_putc(b, ',');
		buf_puts(b, f->parts[i]);
		buf_lit(b, "}\n");
	}
}

void
snapfile_write(struct buf *b, const struct snap *s)
{
	size_t from = b->n, lines = 1;

	buf_printf(b, "{\"@mlog\":\"snapshot\",\"version\":%d",
	    SNAPFILE_VERSION);
	put_time(b, "time", s->time);
	if (s->generation)
		buf_printf(b, ",\"generation\":%" PRIu64, s->generation);
	if (s->stream != SNAP_ANY)
		put_text(b, "stream", str_c(snap_stream_name[s->stream]));
	put_time(b, "latest", s->latest);
	buf_lit(b, ",\"resource\":");
	put_labels(b, s->resource, s->nresource);
	buf_lit(b, "}\n");
	for (size_t i = 0; i < s->ninputs; i++) {
		buf_lit(b, "{\"@mlog\":\"input\",");
		position_put(b, &s->inputs[i]);
		buf_lit(b, "}\n");
	}
	lines += s->ninputs;
	for (size_t i = 0; i < s->nfamilies; i++) {
		put_family(b, &s->families[i]);
		lines += 1 + s->families[i].nseries +
		    s->families[i].nparts;
	}
	buf_printf(b, "{\"@mlog\":\"end\",\"lines\":%zu,\"xxh64\":\"%016"
	    PRIx64 "\"}\n", lines,
	    hash_fixed(str_of(b->p + from, b->n - from)));
}
