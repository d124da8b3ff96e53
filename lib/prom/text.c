/*
 * A snapshot as Prometheus text 0.0.4. Not for OpenMetrics, whose counters,
 * numbers and order differ.
 */
#include "base/num.h"
#include "prom/claims.h"
#include "prom/labels.h"
#include "prom/text.h"
#include "snapshot/names.h"

struct text {
	struct buf *b;
	struct buf name;	/* of the family, mapped */
	struct buf labels;	/* of the series, without braces */
	struct buf tmp;
	struct claims claims;	/* sample names, and label sets in doubt */
};

/* What a histogram's samples are called; the first is all others' own. */
static const struct str suffix[] = {
	{ "", 0 }, { "_bucket", 7 }, { "_sum", 4 }, { "_count", 6 },
};

static size_t
nsuffix(enum snap_type type)
{
	return type == SNAP_HISTOGRAM ? sizeof(suffix) / sizeof(*suffix) : 1;
}

static struct str
reserved(const struct snap_family *f)
{
	return f->type == SNAP_HISTOGRAM ? STR("le") : (struct str){ 0 };
}

static void
put_help(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_lit(b, "\\n");
		else if (s.p[i] == '\\')
			buf_lit(b, "\\\\");
		else
			buf_putc(b, s.p[i]);
	}
}

static struct str
sample_name(struct text *t, struct str end)
{
	buf_reset(&t->tmp);
	buf_puts(&t->tmp, buf_str(&t->name));
	buf_puts(&t->tmp, end);
	return buf_str(&t->tmp);
}

/* Takes the names of the family's samples, all of them or none. */
static bool
claim(struct text *t, enum snap_type type)
{
	for (size_t i = 0; i < nsuffix(type); i++) {
		if (claims_has(&t->claims, sample_name(t, suffix[i])))
			return false;
	}
	for (size_t i = 0; i < nsuffix(type); i++)
		claims_add(&t->claims, sample_name(t, suffix[i]));
	return true;
}

static void
left_out(struct text *t, const char *what, struct str name)
{
	buf_printf(t->b, "# left out: %s ", what);
	put_help(t->b, name);
	buf_lit(t->b, ", which would appear twice\n");
}

static void
meta(struct text *t, enum snap_type type, struct str help)
{
	if (help.n) {
		buf_lit(t->b, "# HELP ");
		buf_puts(t->b, buf_str(&t->name));
		buf_putc(t->b, ' ');
		put_help(t->b, help);
		buf_putc(t->b, '\n');
	}
	buf_lit(t->b, "# TYPE ");
	buf_puts(t->b, buf_str(&t->name));
	buf_printf(t->b, " %s\n", snap_type_name[type]);
}

/* The sample up to its value; le is the bound of a bucket, or empty. */
static void
sample(struct text *t, struct str end, struct str le)
{
	buf_puts(t->b, buf_str(&t->name));
	buf_puts(t->b, end);
	if (t->labels.n || le.n) {
		buf_putc(t->b, '{');
		buf_puts(t->b, buf_str(&t->labels));
		if (t->labels.n && le.n)
			buf_putc(t->b, ',');
		if (le.n) {
			buf_lit(t->b, "le=\"");
			buf_puts(t->b, le);
			buf_putc(t->b, '"');
		}
		buf_putc(t->b, '}');
	}
	buf_putc(t->b, ' ');
}

static void
sample_count(struct text *t, struct str end, struct str le, uint64_t n)
{
	sample(t, end, le);
	num_put_uint64(t->b, n);
	buf_putc(t->b, '\n');
}

static void
sample_value(struct text *t, struct str end, double v)
{
	sample(t, end, (struct str){ 0 });
	num_put_double(t->b, v);
	buf_putc(t->b, '\n');
}

static void
histogram(struct text *t, const struct snap_family *f,
    const struct snap_series *s)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < f->nbounds; i++) {
		sum += s->counts[i];
		buf_reset(&t->tmp);
		num_put_double(&t->tmp, f->bounds[i]);
		sample_count(t, suffix[1], buf_str(&t->tmp), sum);
	}
	sample_count(t, suffix[1], STR("+Inf"), s->count);
	sample_value(t, suffix[2], s->value);
	sample_count(t, suffix[3], (struct str){ 0 }, s->count);
}

/* Whether two label sets of the family could become the same text. */
static bool
in_doubt(const struct snap_family *f)
{
	for (size_t i = 0; i < f->nseries; i++) {
		if (!labels_plain(f->series[i].labels, f->series[i].nlabels,
		    reserved(f)))
			return true;
	}
	return false;
}

static bool
claim_series(struct text *t)
{
	sample_name(t, STR("{"));
	buf_puts(&t->tmp, buf_str(&t->labels));
	return claims_add(&t->claims, buf_str(&t->tmp));
}

static void
family(struct text *t, const struct snap_family *f)
{
	bool doubt = in_doubt(f);

	meta(t, f->type, f->help);
	for (size_t i = 0; i < f->nseries; i++) {
		const struct snap_series *s = &f->series[i];

		buf_reset(&t->labels);
		labels_put(&t->labels, s->labels, s->nlabels, reserved(f));
		if (doubt && !claim_series(t))
			left_out(t, "a series of", f->name);
		else if (f->type == SNAP_HISTOGRAM)
			histogram(t, f, s);
		else
			sample_value(t, suffix[0], s->value);
	}
}

static void
target_info(struct text *t, const struct snap *s)
{
	if (s->nresource == 0)
		return;
	buf_reset(&t->name);
	buf_lit(&t->name, "target_info");
	claim(t, SNAP_GAUGE);
	meta(t, SNAP_GAUGE, STR("What the metrics are about"));
	buf_reset(&t->labels);
	labels_put(&t->labels, s->resource, s->nresource, (struct str){ 0 });
	sample_value(t, suffix[0], 1);
}

void
text_write(struct buf *b, const struct snap *s)
{
	struct text t = { .b = b };

	target_info(&t, s);
	for (size_t i = 0; i < s->nfamilies; i++) {
		const struct snap_family *f = &s->families[i];

		if (!snap_exported(f) || f->nseries == 0)
			continue;
		buf_reset(&t.name);
		names_metric(&t.name, f->name);
		if (claim(&t, f->type))
			family(&t, f);
		else
			left_out(&t, "family", f->name);
	}
	buf_free(&t.name);
	buf_free(&t.labels);
	buf_free(&t.tmp);
	claims_free(&t.claims);
}
