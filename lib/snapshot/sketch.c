/*
 * Shifting an index to a coarser scale is an arithmetic shift, so that the
 * order of adding does not show.
 */
#include <math.h>

#include "series/expindex.h"
#include "snapshot/sketch.h"

/* i >> shift, also for what is negative. */
static int64_t
coarser(int64_t i, int shift)
{
	if (shift > 62)
		return i < 0 ? -1 : 0;
	return i >= 0 ? i >> shift : ~(~i >> shift);
}

/* The first and the last index in use at the scale; false: there is none. */
static bool
span(const struct snap_side *s, int shift, int64_t *lo, int64_t *hi)
{
	size_t from = 0, to = s->n;

	while (from < to && !s->counts[from])
		from++;
	while (to > from && !s->counts[to - 1])
		to--;
	*lo = coarser((int64_t)s->offset + (int64_t)from, shift);
	*hi = coarser((int64_t)s->offset + (int64_t)to - 1, shift);
	return from < to;
}

/* What both sides use at that scale. */
static bool
span_both(const struct snap_sketch *a, const struct snap_sketch *b,
    bool positive, int scale, int64_t *lo, int64_t *hi)
{
	const struct snap_side *x = positive ? &a->positive : &a->negative;
	const struct snap_side *y = positive ? &b->positive : &b->negative;
	int64_t lo2, hi2;
	bool any = span(x, a->scale - scale, lo, hi);

	if (!span(y, b->scale - scale, &lo2, &hi2))
		return any;
	if (!any || lo2 < *lo)
		*lo = lo2;
	if (!any || hi2 > *hi)
		*hi = hi2;
	return true;
}

static bool
fits(const struct snap_sketch *a, const struct snap_sketch *b, int scale,
    size_t max)
{
	int64_t lo, hi;

	for (int k = 0; k < 2; k++)
		if (span_both(a, b, k, scale, &lo, &hi) &&
		    (uint64_t)(hi - lo) >= max)
			return false;
	return true;
}

static void
pour(uint64_t *room, int64_t lo, const struct snap_side *s, int shift)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->counts[i])
			room[coarser((int64_t)s->offset + (int64_t)i,
			    shift) - lo] += s->counts[i];
}

/* Where bucket i begins. */
static double
lower_end(int64_t i, int scale)
{
	return i > INT32_MAX ? INFINITY : expindex_bound((int32_t)i, scale);
}

/* Buckets at the lower end whose values are below the threshold. */
static void
sink(struct sketch *to, struct snap_side *side)
{
	while (side->n && lower_end(side->offset, to->s.scale) <
	    to->s.zero_threshold) {
		double end = lower_end((int64_t)side->offset + 1,
		    to->s.scale);

		if (side->counts[0] && end > to->s.zero_threshold)
			to->s.zero_threshold = end;
		to->s.zero_count += side->counts[0];
		side->counts++;
		side->offset++;
		side->n--;
	}
	while (side->n && !side->counts[0]) {
		side->counts++;
		side->offset++;
		side->n--;
	}
	if (!side->n)
		side->offset = 0;
}

static void
add_side(struct sketch *to, const struct snap_sketch *a,
    const struct snap_sketch *b, bool positive)
{
	struct snap_side *side = positive ? &to->s.positive :
	    &to->s.negative;
	uint64_t *room = to->room[positive];
	int64_t lo, hi;

	*side = (struct snap_side){ .counts = room };
	if (!span_both(a, b, positive, to->s.scale, &lo, &hi))
		return;
	side->offset = (int32_t)lo;
	side->n = (size_t)(hi - lo) + 1;
	memset(room, 0, side->n * sizeof(*room));
	pour(room, lo, positive ? &a->positive : &a->negative,
	    a->scale - to->s.scale);
	pour(room, lo, positive ? &b->positive : &b->negative,
	    b->scale - to->s.scale);
}

bool
sketch_add(struct sketch *to, const struct snap_sketch *a,
    const struct snap_sketch *b, size_t max)
{
	int scale = a->scale < b->scale ? a->scale : b->scale;

	while (scale > SNAP_SCALE_MIN && !fits(a, b, scale, max))
		scale--;
	if (!fits(a, b, scale, SNAP_SIDE_MAX))
		return false;
	to->s = (struct snap_sketch){ .scale = scale,
		.zero_count = a->zero_count + b->zero_count,
		.zero_threshold = a->zero_threshold > b->zero_threshold ?
		    a->zero_threshold : b->zero_threshold };
	add_side(to, a, b, true);
	add_side(to, a, b, false);
	if (a->zero_threshold != b->zero_threshold) {
		sink(to, &to->s.positive);
		sink(to, &to->s.negative);
		sink(to, &to->s.positive);
	}
	return true;
}

/* Without what the side of `a` counts; false when that is more. */
static bool
take_off(struct snap_side *side, uint64_t *room, const struct snap_side *a,
    int shift)
{
	for (size_t i = 0; i < a->n; i++) {
		int64_t at = coarser((int64_t)a->offset + (int64_t)i, shift) -
		    side->offset;

		if (!a->counts[i])
			continue;
		if (at < 0 || at >= (int64_t)side->n ||
		    room[at] < a->counts[i])
			return false;
		room[at] -= a->counts[i];
	}
	while (side->n && !room[side->n - 1])
		side->n--;
	while (side->n && !side->counts[0]) {
		side->counts++;
		side->offset++;
		side->n--;
	}
	if (!side->n)
		side->offset = 0;
	return true;
}

bool
sketch_subtract(struct sketch *to, const struct snap_sketch *b,
    const struct snap_sketch *a)
{
	const struct snap_sketch none = { .scale = b->scale,
		.zero_threshold = b->zero_threshold };
	int shift = a->scale - b->scale;

	if (shift < 0 || a->zero_count > b->zero_count ||
	    a->zero_threshold > b->zero_threshold)
		return false;
	if (!sketch_add(to, b, &none, SNAP_SIDE_MAX))
		return false;
	to->s.zero_count -= a->zero_count;
	return to->s.scale == b->scale &&
	    take_off(&to->s.positive, to->room[1], &a->positive, shift) &&
	    take_off(&to->s.negative, to->room[0], &a->negative, shift);
}

static uint64_t
total(const struct snap_side *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->counts[i];
	return n;
}

/* About the middle of the bucket with the rank'th value from 0 upwards. */
static double
value_at(const struct snap_side *s, int scale, uint64_t rank)
{
	size_t i = 0;
	double lo, hi;

	while (i + 1 < s->n && rank >= s->counts[i])
		rank -= s->counts[i++];
	lo = lower_end((int64_t)s->offset + (int64_t)i, scale);
	hi = lower_end((int64_t)s->offset + (int64_t)i + 1, scale);
	return isinf(hi) ? lo : lo + (hi - lo) * (lo / (lo + hi));
}

double
sketch_quantile(const struct snap_sketch *s, double q, double min, double max)
{
	uint64_t below = total(&s->negative);
	uint64_t n = below + s->zero_count + total(&s->positive), rank;
	double v = 0;

	if (!n)
		return NAN;
	rank = q * (double)(n - 1) >= (double)(n - 1) ? n - 1 :
	    (uint64_t)(q * (double)(n - 1));
	if (rank < below)
		v = -value_at(&s->negative, s->scale, below - 1 - rank);
	else if (rank - below >= s->zero_count)
		v = value_at(&s->positive, s->scale,
		    rank - below - s->zero_count);
	return v < min ? min : v > max ? max : v;
}
