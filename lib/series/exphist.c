/*
 * Two rows of counts that grow at both ends. Sums, extremes and exemplars are
 * kept by whoever keeps the histogram.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "series/exphist.h"
#include "series/expindex.h"

enum { CAP_MIN = 16 };

int
exphist_scale_for(double error)
{
	int scale = EXPHIST_SCALE_MIN;
	double base;

	for (; scale < EXPHIST_SCALE_MAX; scale++) {
		base = exp2(ldexp(1, -scale));
		if ((base - 1) / (base + 1) <= error)
			break;
	}
	return scale;
}

size_t
exphist_side(const struct exphist_side *s, const uint64_t **counts)
{
	if (!s->cap)
		return 0;
	*counts = s->counts + (s->first - s->base);
	return (size_t)(s->last - s->first) + 1;
}

/* Room for first..last, which are at most as many as a form allows. */
static void
side_room(struct exphist_side *s, int32_t first, int32_t last)
{
	uint32_t need = (uint32_t)(last - first) + 1, cap = CAP_MIN;
	const uint64_t *old = NULL;
	uint64_t *counts;
	size_t n = exphist_side(s, &old);
	int32_t base;

	while (cap < need)
		cap *= 2;
	base = first - (int32_t)((cap - need) / 2);
	counts = mem_new(cap, sizeof(*counts));
	if (n)
		memcpy(counts + (s->first - base), old, n * sizeof(*counts));
	mem_free(s->counts);
	s->counts = counts;
	s->cap = cap;
	s->base = base;
}

static bool
side_holds(const struct exphist_side *s, int64_t i)
{
	return i >= s->base && i - s->base < (int64_t)s->cap;
}

/* Right shift that rounds down, of numbers below 0 too. */
static int32_t
shifted(int32_t i, int by)
{
	const int64_t up = INT64_C(1) << 40;

	return (int32_t)(((i + up) >> by) - (up >> by));
}

static void
side_coarsen(struct exphist_side *s, int by)
{
	struct exphist_side to = { 0 };
	const uint64_t *counts = NULL;
	size_t n = exphist_side(s, &counts);

	if (!n)
		return;
	to.first = shifted(s->first, by);
	to.last = shifted(s->last, by);
	side_room(&to, to.first, to.last);
	for (size_t k = 0; k < n; k++)
		to.counts[shifted(s->first + (int32_t)k, by) - to.base] +=
		    counts[k];
	mem_free(s->counts);
	*s = to;
}

static void
coarsen(struct exphist *h, int by)
{
	if (by <= 0)
		return;
	side_coarsen(&h->positive, by);
	side_coarsen(&h->negative, by);
	h->down += by;
}

/* By how much the histogram has to become coarser for the side to take i. */
static int
excess(const struct exphist_side *s, int32_t i, uint32_t max)
{
	int32_t first = s->cap && s->first < i ? s->first : i;
	int32_t last = s->cap && s->last > i ? s->last : i;
	int by = 0;

	while ((int64_t)shifted(last, by) - shifted(first, by) >= max)
		by++;
	return by;
}

/* i is at the histogram's scale, and fits. */
static void
side_put(struct exphist_side *s, int32_t i, uint64_t n)
{
	int32_t first = s->cap && s->first < i ? s->first : i;
	int32_t last = s->cap && s->last > i ? s->last : i;

	if (!s->cap || !side_holds(s, i))
		side_room(s, first, last);
	s->first = first;
	s->last = last;
	s->counts[i - s->base] += n;
}

void
exphist_put(struct exphist *h, const struct exphist_form *form,
    bool negative, int32_t index, int scale, uint64_t n)
{
	struct exphist_side *s = negative ? &h->negative : &h->positive;
	int down = EXPHIST_SCALE_MAX - scale, by;

	if (h->down < EXPHIST_SCALE_MAX - form->scale)
		h->down = EXPHIST_SCALE_MAX - form->scale;
	coarsen(h, down - h->down);
	index = shifted(index, h->down - down);
	by = excess(s, index, form->max);
	coarsen(h, by);
	side_put(s, shifted(index, by), n);
}

void
exphist_add(struct exphist *h, const struct exphist_form *form, double v)
{
	struct exphist_side *s = v < 0 ? &h->negative : &h->positive;
	int32_t i;

	if (v == 0) {
		h->zero++;
		return;
	}
	i = expindex(fabs(v));
	if (s->cap) {
		int32_t at = shifted(i, h->down);

		if (at >= s->first && at <= s->last) {
			s->counts[at - s->base]++;
			return;
		}
	}
	exphist_put(h, form, v < 0, i, EXPHIST_SCALE_MAX, 1);
}

static void
merge_side(struct exphist *h, const struct exphist_form *form, bool negative,
    const struct exphist_side *s, int scale)
{
	const uint64_t *counts = NULL;
	size_t n = exphist_side(s, &counts);

	for (size_t k = 0; k < n; k++)
		if (counts[k])
			exphist_put(h, form, negative,
			    s->first + (int32_t)k, scale, counts[k]);
}

void
exphist_merge(struct exphist *h, const struct exphist_form *form,
    const struct exphist *other)
{
	int scale = EXPHIST_SCALE_MAX - other->down;

	h->zero += other->zero;
	merge_side(h, form, false, &other->positive, scale);
	merge_side(h, form, true, &other->negative, scale);
}

void
exphist_free(struct exphist *h)
{
	mem_free(h->positive.counts);
	mem_free(h->negative.counts);
	*h = (struct exphist){ 0 };
}

static uint64_t
side_total(const struct exphist_side *s)
{
	const uint64_t *counts = NULL;
	size_t n = exphist_side(s, &counts);
	uint64_t total = 0;

	for (size_t k = 0; k < n; k++)
		total += counts[k];
	return total;
}

/* The number that is as far from both bounds of bucket i, relatively. */
static double
middle(int32_t i, int scale)
{
	double lo = expindex_bound(i, scale);
	double hi = expindex_bound(i + 1, scale);

	if (isinf(hi))
		return lo;
	return lo + (hi - lo) * (lo / (lo + hi));
}

/* The bucket of the rank'th of the side, counted from 0 upwards. */
static int32_t
side_at(const struct exphist_side *s, uint64_t rank)
{
	int32_t i = s->first;

	for (; i < s->last && rank >= s->counts[i - s->base]; i++)
		rank -= s->counts[i - s->base];
	return i;
}

double
exphist_quantile(const struct exphist *h, const struct exphist_form *form,
    double q, double min, double max)
{
	uint64_t below = side_total(&h->negative);
	uint64_t n = below + h->zero + side_total(&h->positive), rank;
	int scale = exphist_scale(h, form);
	double v = 0;

	if (!n)
		return NAN;
	rank = (uint64_t)(q * (double)(n - 1));
	if (rank >= n)
		rank = n - 1;
	if (rank < below)
		v = -middle(side_at(&h->negative, below - 1 - rank), scale);
	else if (rank - below >= h->zero)
		v = middle(side_at(&h->positive, rank - below - h->zero),
		    scale);
	return v < min ? min : v > max ? max : v;
}
