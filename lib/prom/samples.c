/*
 * The sample lines of one series, by its type. Names, metadata and what may
 * appear only once are in lines.c.
 */
#include <math.h>

#include "base/num.h"
#include "prom/lines.h"

static const struct str none;

static void
end_count(struct lines *l, uint64_t n)
{
	num_put_uint64(l->b, n);
	buf_putc(l->b, '\n');
}

static void
end_value(struct lines *l, double v)
{
	num_put_double(l->b, v);
	buf_putc(l->b, '\n');
}

static void
end_with(struct lines *l, const struct snap_exemplar *e)
{
	if (e && l->dialect->exemplar)
		l->dialect->exemplar(l, e);
	buf_putc(l->b, '\n');
}

static void
created(struct lines *l, const struct snap_series *s)
{
	if (l->dialect->created && l->form->created && s->start >= 0)
		l->dialect->created(l, s);
}

static void
number(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	(void)f;
	lines_sample(l, none, none, none);
	end_value(l, s->value);
}

static void
counter(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	(void)f;
	if (l->dialect->strict && !(s->value >= 0))
		return;
	lines_sample(l, none, none, none);
	num_put_double(l->b, s->value);
	end_with(l, shape_exemplar(s, -INFINITY, INFINITY));
	created(l, s);
}

static void
info(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	(void)f;
	(void)s;
	lines_sample(l, none, none, none);
	buf_lit(l->b, "1\n");
}

/*
 * OpenMetrics has no sum of what may be negative, and no count without it,
 * but of a gauge histogram with a negative bound. Where the sum is not known
 * there is none.
 */
static bool
summed(const struct lines *l, const struct snap_series *s)
{
	const struct classic *c = &l->classic;
	bool negative = c->n && c->bucket[0].bound < 0;

	if (!l->dialect->strict)
		return !isnan(s->value);
	if (l->naming.type == SNAP_GAUGEHISTOGRAM)
		return s->value >= 0 || (s->value < 0 && negative);
	return s->value >= 0 && !negative;
}

static void
sum_and_count(struct lines *l, const struct snap_series *s)
{
	bool now = l->naming.type == SNAP_GAUGEHISTOGRAM && l->dialect->strict;

	if (summed(l, s)) {
		lines_sample(l, now ? STR("_gsum") : STR("_sum"), none, none);
		end_value(l, s->value);
	} else if (l->dialect->strict) {
		return;
	}
	lines_sample(l, now ? STR("_gcount") : STR("_count"), none, none);
	end_count(l, s->count);
}

static void
histogram(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	const struct classic *c = &l->classic;
	double low = -INFINITY;

	classic_of(&l->classic, f, s);
	for (size_t i = 0; i < c->n; i++) {
		buf_reset(&l->tmp);
		l->dialect->bound(&l->tmp, c->bucket[i].bound);
		lines_sample(l, STR("_bucket"), STR("le"), buf_str(&l->tmp));
		num_put_uint64(l->b, c->bucket[i].count);
		end_with(l, shape_exemplar(s, low, c->bucket[i].bound));
		low = c->bucket[i].bound;
	}
	lines_sample(l, STR("_bucket"), STR("le"), STR("+Inf"));
	num_put_uint64(l->b, s->count);
	end_with(l, shape_exemplar(s, low, INFINITY));
	sum_and_count(l, s);
	created(l, s);
}

static void
summary(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	size_t n = s->extra ? s->extra->nquantiles : 0;

	(void)f;
	for (size_t i = 0; i < n; i++) {
		const struct snap_quantile *q = &s->extra->quantiles[i];

		if (l->dialect->strict && q->value < 0)
			continue;
		buf_reset(&l->tmp);
		l->dialect->bound(&l->tmp, q->quantile);
		lines_sample(l, none, STR("quantile"), buf_str(&l->tmp));
		end_value(l, q->value);
	}
	if (l->dialect->strict ? s->value >= 0 : !isnan(s->value)) {
		lines_sample(l, STR("_sum"), none, none);
		end_value(l, s->value);
	}
	lines_sample(l, STR("_count"), none, none);
	end_count(l, s->count);
	created(l, s);
}

static void (*const put[SNAP_NTYPES])(struct lines *l,
    const struct snap_family *f, const struct snap_series *s) = {
	[SNAP_COUNTER] = counter,
	[SNAP_GAUGE] = number,
	[SNAP_HISTOGRAM] = histogram,
	[SNAP_EXPHISTOGRAM] = histogram,
	[SNAP_SUMMARY] = summary,
	[SNAP_STATESET] = number,
	[SNAP_INFO] = info,
	[SNAP_UNKNOWN] = number,
	[SNAP_GAUGEHISTOGRAM] = histogram,
};

void
samples_put(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	put[l->naming.type](l, f, s);
}
