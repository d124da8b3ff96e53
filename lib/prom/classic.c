/*
 * From sketches and explicit bounds to one kind of bucket. A sketch finer than
 * powers of two is taken together first, which loses nothing but resolution,
 * and gives bounds that are short to write and the same in every scrape.
 */
#include <math.h>

#include "prom/classic.h"

/* Where bucket i begins at the scale -shift, shift >= 0. */
static double
lower_end(int64_t i, int shift)
{
	int64_t e = i * (INT64_C(1) << shift);

	return e > 2000 ? INFINITY : e < -2000 ? 0 : ldexp(1, (int)e);
}

/* Adds a bucket unless it would not be above the one before. */
static void
add(struct classic *c, double bound, uint64_t count)
{
	if (c->n && !(c->bucket[c->n - 1].bound < bound)) {
		c->bucket[c->n - 1].count = count;
		return;
	}
	if (!isfinite(bound) || c->n == CLASSIC_MAX)
		return;
	c->bucket[c->n].bound = bound;
	c->bucket[c->n++].count = count;
}

/* i >> shift, also for what is negative. */
static int64_t
coarser(int64_t i, int shift)
{
	return i >= 0 ? i >> shift : ~(~i >> shift);
}

struct coarse {
	int up;			/* how far indices are shifted */
	int base;		/* the scale is then -base */
};

static bool
trim(const struct snap_side *s, size_t *from, size_t *to)
{
	*from = 0;
	*to = s->n;
	while (*from < *to && !s->counts[*from])
		++*from;
	while (*to > *from && !s->counts[*to - 1])
		--*to;
	return *from < *to;
}

static void
negative(struct classic *c, const struct snap_side *s, struct coarse k,
    uint64_t *sum)
{
	size_t from, to;
	int64_t i, next;

	if (!trim(s, &from, &to))
		return;
	i = coarser((int64_t)s->offset + (int64_t)to - 1, k.up);
	add(c, -lower_end(i + 1, k.base), *sum);
	for (; to > from; to--) {
		next = coarser((int64_t)s->offset + (int64_t)to - 1, k.up);
		if (next != i)
			add(c, -lower_end(i, k.base), *sum);
		for (; i > next + 1; i--)
			add(c, -lower_end(i - 1, k.base), *sum);
		i = next;
		*sum += s->counts[to - 1];
	}
	add(c, -lower_end(i, k.base), *sum);
}

/* What is positive is above 0, even where its bucket's end is too small. */
static void
add_above(struct classic *c, double bound, uint64_t count)
{
	if (bound > 0)
		add(c, bound, count);
}

static void
positive(struct classic *c, const struct snap_side *s, struct coarse k,
    uint64_t *sum)
{
	size_t from, to;
	int64_t i, next;

	if (!trim(s, &from, &to))
		return;
	i = coarser((int64_t)s->offset + (int64_t)from, k.up);
	add_above(c, lower_end(i, k.base), *sum);
	for (; from < to; from++) {
		next = coarser((int64_t)s->offset + (int64_t)from, k.up);
		for (; i < next; i++)
			add_above(c, lower_end(i + 1, k.base), *sum);
		*sum += s->counts[from];
	}
	add_above(c, lower_end(i + 1, k.base), *sum);
}

static void
of_sketch(struct classic *c, const struct snap_sketch *s)
{
	struct coarse k = { s->scale > 0 ? s->scale : 0,
		s->scale < 0 ? -s->scale : 0 };
	uint64_t sum = 0;

	negative(c, &s->negative, k, &sum);
	sum += s->zero_count;
	if (s->zero_count || sum)
		add(c, s->zero_threshold, sum);
	positive(c, &s->positive, k, &sum);
}

void
classic_of(struct classic *c, const struct snap_family *f,
    const struct snap_series *s)
{
	uint64_t sum = 0;

	c->n = 0;
	if (s->extra && s->extra->sketch) {
		of_sketch(c, s->extra->sketch);
		return;
	}
	for (size_t i = 0; i < f->nbounds; i++) {
		c->bucket[i].bound = f->bounds[i];
		c->bucket[i].count = sum += s->counts[i];
	}
	c->n = f->nbounds;
}
