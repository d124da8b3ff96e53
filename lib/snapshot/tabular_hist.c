/*
 * Observations of a series: their figures on a line or two, and a bar for
 * each bucket.
 */
#include <math.h>

#include "base/num.h"
#include "snapshot/sketch.h"
#include "snapshot/tabular_put.h"

enum {
	BAR = 36,		/* columns of the longest bar */
	ROWS_MAX = 24,		/* bars of a sketch */
};

/* A bar: what lies above `low`, up to `high`. */
struct row {
	double high;
	uint64_t count;
};

static const struct snap_sketch *
sketch_of(const struct snap_series *s)
{
	return s->extra ? s->extra->sketch : NULL;
}

static double
inside(double v, double low, double high)
{
	return v < low ? low : v > high ? high : v;
}

/*
 * The value at rank q * n of explicit buckets, taken as even within each; the
 * outer ones end at the least and the greatest value, where they are known.
 */
static double
bucket_quantile(const struct snap_family *f, const struct snap_series *s,
    double q)
{
	double rank = q * (double)s->count, below = 0, low, high;
	size_t i = 0;

	while (i < f->nbounds && (below + (double)s->counts[i] < rank ||
	    !s->counts[i]))
		below += (double)s->counts[i++];
	low = i ? f->bounds[i - 1] : s->min;
	high = i < f->nbounds ? f->bounds[i] : s->max;
	if (isnan(low))
		low = high > 0 ? 0 : high;
	if (isnan(high))
		high = low;
	if (s->counts[i])
		low += (high - low) * inside((rank - below) /
		    (double)s->counts[i], 0, 1);
	return isnan(s->min) ? low : inside(low, s->min, s->max);
}

static double
quantile(const struct snap_family *f, const struct snap_series *s, double q)
{
	const struct snap_sketch *sketch = sketch_of(s);

	if (s->count && s->counts)
		return bucket_quantile(f, s, q);
	return sketch && s->count ? sketch_quantile(sketch, q, s->min,
	    s->max) : NAN;
}

static void
figure(struct buf *b, size_t from, const char *name, double v)
{
	if (isnan(v))
		return;
	buf_puts(b, b->n > from ? STR("  ") : STR("    "));
	buf_printf(b, "%s ", name);
	tabular_number(b, v);
}

static void
quantiles(struct buf *b, const struct snap_family *f,
    const struct snap_series *s)
{
	static const struct { const char *name; double q; } usual[] = {
		{ "p50", 0.5 }, { "p90", 0.9 }, { "p99", 0.99 },
	};
	size_t from = b->n, n = s->extra ? s->extra->nquantiles : 0;

	for (size_t i = 0; i < 3 && !n; i++)
		figure(b, from, usual[i].name, quantile(f, s, usual[i].q));
	for (size_t i = 0; i < n; i++) {
		const struct snap_quantile *q = &s->extra->quantiles[i];
		struct buf name = { 0 };

		buf_putc(&name, 'p');
		num_put_double(&name, round(q->quantile * 1e8) / 1e6);
		buf_putc(&name, '\0');
		figure(b, from, name.p, q->value);
		buf_free(&name);
	}
	if (b->n > from)
		buf_putc(b, '\n');
}

static void
bars(struct buf *b, const struct row *row, size_t n)
{
	struct buf text = { 0 };
	size_t from = 0, width = 0, digits;
	uint64_t most = 0;

	while (from < n && !row[from].count)
		from++;
	while (n > from && !row[n - 1].count)
		n--;
	for (size_t i = from; i < n; i++) {
		buf_reset(&text);
		tabular_number(&text, isinf(row[i].high) && i ?
		    row[i - 1].high : row[i].high);
		width = text.n > width ? text.n : width;
		most = row[i].count > most ? row[i].count : most;
	}
	buf_reset(&text);
	num_put_uint64(&text, most);
	digits = text.n;
	for (size_t i = from; i < n; i++) {
		size_t bar = (size_t)ceil((double)row[i].count * BAR /
		    (double)most);
		bool last = isinf(row[i].high) && i;

		bar = bar > BAR ? BAR : bar;

		buf_puts(b, last ? STR("    >  ") : STR("    <= "));
		buf_reset(&text);
		tabular_number(&text, last ? row[i - 1].high : row[i].high);
		tabular_right(b, buf_str(&text), width);
		buf_lit(b, "  ");
		memset(buf_room(b, BAR), '#', bar);
		b->n += bar;
		tabular_spaces(b, BAR - bar + 2);
		buf_reset(&text);
		num_put_uint64(&text, row[i].count);
		tabular_right(b, buf_str(&text), digits);
		buf_putc(b, '\n');
	}
	buf_free(&text);
}

static double
end_of(int64_t i, int scale)
{
	return exp2(ldexp((double)(i + 1), -scale));
}

/* A side's buckets as rows at a coarser scale; *n of them are there. */
static bool
side_rows(const struct snap_side *s, int scale, int up, bool negative,
    struct row *row, size_t *n)
{
	for (size_t k = 0; k < s->n; k++) {
		size_t at = negative ? s->n - 1 - k : k;
		int64_t i = (int64_t)s->offset + (int64_t)at;
		double low, high;

		i = i >= 0 ? i >> up : ~(~i >> up);
		low = negative ? -end_of(i, scale - up) :
		    end_of(i - 1, scale - up);
		high = negative ? -end_of(i - 1, scale - up) :
		    end_of(i, scale - up);
		if (!s->counts[at])
			continue;
		if (*n && row[*n - 1].high == high) {
			row[*n - 1].count += s->counts[at];
			continue;
		}
		if (*n + 2 > ROWS_MAX)
			return false;
		/* A gap, so that a bar does not seem to be that wide. */
		if (*n && row[*n - 1].high < low)
			row[(*n)++] = (struct row){ low, 0 };
		row[(*n)++] = (struct row){ high, s->counts[at] };
	}
	return true;
}

/* At the finest scale, powers of two at best, that has few enough. */
static size_t
sketch_rows(const struct snap_sketch *s, struct row *row)
{
	size_t n;

	for (int up = s->scale > 0 ? s->scale : 0; up < 30; up++) {
		n = 0;
		if (!side_rows(&s->negative, s->scale, up, true, row, &n))
			continue;
		if (s->zero_count && n < ROWS_MAX)
			row[n++] = (struct row){ s->zero_threshold,
				s->zero_count };
		if (side_rows(&s->positive, s->scale, up, false, row, &n))
			return n;
	}
	return 0;
}

void
tabular_observations(struct buf *b, const struct snap_family *f,
    const struct snap_series *s)
{
	struct row row[SNAP_BOUNDS_MAX + 1];
	size_t n = 0, from = b->n;

	figure(b, from, "count", (double)s->count);
	figure(b, from, "sum", s->value);
	if (s->count) {
		figure(b, from, "mean", s->value / (double)s->count);
		figure(b, from, "min", s->min);
		figure(b, from, "max", s->max);
	}
	buf_putc(b, '\n');
	if (s->count || (s->extra && s->extra->nquantiles))
		quantiles(b, f, s);
	if (!s->count)
		return;
	if (s->counts) {
		for (size_t i = 0; i <= f->nbounds; i++)
			row[n++] = (struct row){ i < f->nbounds ?
			    f->bounds[i] : INFINITY, s->counts[i] };
	} else if (sketch_of(s)) {
		n = sketch_rows(sketch_of(s), row);
	}
	if (n)
		bars(b, row, n);
}
