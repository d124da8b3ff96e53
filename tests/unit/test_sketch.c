/*
 * Exponential histograms added and subtracted, against counting every value
 * by itself.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/sketch.h"
#include "tests/unit/unit.h"

enum { NVALUES = 200, FINEST = 12 };

/* Indices at the finest scale, of values counted by hand. */
struct values {
	int32_t index[NVALUES];
	bool negative[NVALUES];
	size_t n;
};

/* What counting the values from..to gives, as fine as `scale`. */
static void
count(struct sketch *to, const struct values *v, size_t from, size_t end,
    int scale)
{
	for (;; scale--) {
		bool fits = true;

		for (int p = 0; p < 2; p++) {
			struct snap_side *side = p ? &to->s.positive :
			    &to->s.negative;
			int64_t lo = 0, hi = -1;

			for (size_t i = from; i < end; i++) {
				int64_t at = v->index[i] >> (FINEST - scale);

				if (v->negative[i] == p)
					continue;
				if (hi < lo)
					lo = hi = at;
				lo = at < lo ? at : lo;
				hi = at > hi ? at : hi;
			}
			fits &= hi - lo < SKETCH_BUCKETS;
			if (hi - lo >= SKETCH_BUCKETS)
				continue;
			side->offset = (int32_t)lo;
			side->n = (size_t)(hi - lo + 1);
			side->counts = to->room[p];
			memset(to->room[p], 0, sizeof(to->room[p]));
			for (size_t i = from; i < end; i++)
				if (v->negative[i] != p)
					to->room[p][(v->index[i] >>
					    (FINEST - scale)) - lo]++;
		}
		to->s.scale = scale;
		to->s.zero_count = 0;
		to->s.zero_threshold = 0;
		if (fits)
			return;
	}
}

static bool
same_side(const struct snap_side *a, const struct snap_side *b)
{
	return a->n == b->n && a->offset == b->offset && (!a->n ||
	    memcmp(a->counts, b->counts, a->n * sizeof(*a->counts)) == 0);
}

static bool
same(const struct snap_sketch *a, const struct snap_sketch *b)
{
	return a->scale == b->scale && a->zero_count == b->zero_count &&
	    same_side(&a->positive, &b->positive) &&
	    same_side(&a->negative, &b->negative);
}

/* Three parts in both associations, the whole, and what is left of it. */
static void
parts(uint64_t seed)
{
	struct sketch *k = mem_new(8, sizeof(*k));
	struct values v = { .n = unit_random(&seed) % NVALUES };
	size_t a, b;
	uint64_t width = 1 + unit_random(&seed) % 4000;

	for (size_t i = 0; i < v.n; i++) {
		v.index[i] = (int32_t)(unit_random(&seed) % width) -
		    (int32_t)(width / 3);
		v.negative[i] = unit_random(&seed) % 3 == 0;
	}
	a = unit_random(&seed) % (v.n + 1);
	b = a + unit_random(&seed) % (v.n - a + 1);
	count(&k[0], &v, 0, a, FINEST);
	count(&k[1], &v, a, b, FINEST - (int)(unit_random(&seed) % 3));
	count(&k[2], &v, b, v.n, FINEST);
	CHECK(sketch_add(&k[3], &k[0].s, &k[1].s, SKETCH_BUCKETS));
	CHECK(sketch_add(&k[4], &k[3].s, &k[2].s, SKETCH_BUCKETS));
	CHECK(sketch_add(&k[5], &k[1].s, &k[2].s, SKETCH_BUCKETS));
	CHECK(sketch_add(&k[6], &k[0].s, &k[5].s, SKETCH_BUCKETS));
	count(&k[7], &v, 0, v.n, k[1].s.scale < FINEST ? k[4].s.scale :
	    FINEST);
	CHECK(same(&k[4].s, &k[6].s));
	CHECK(same(&k[4].s, &k[7].s));
	/* The whole less the first two parts is the third. */
	CHECK(sketch_subtract(&k[5], &k[4].s, &k[3].s));
	count(&k[7], &v, b, v.n, k[4].s.scale);
	CHECK(same(&k[5].s, &k[7].s));
	/* And a part has nothing beyond more than itself. */
	CHECK((a == 0 && b == v.n) ||
	    !sketch_subtract(&k[5], &k[1].s, &k[4].s));
	mem_free(k);
}

static void
thresholds(void)
{
	static const uint64_t counts[] = { 1, 2, 3, 4 };
	const struct snap_sketch fine = { .scale = 0,
		.positive = { -2, 4, counts } };
	const struct snap_sketch coarse = { .scale = 0, .zero_count = 5,
		.zero_threshold = 0.75 };
	struct sketch *to = mem_new(1, sizeof(*to));

	/* (0.25, 0.5] is below; (0.5, 1] has to go too, up to 1. */
	CHECK(sketch_add(to, &fine, &coarse, SKETCH_BUCKETS));
	CHECK(to->s.zero_count == 8 && to->s.zero_threshold == 1);
	CHECK(to->s.positive.offset == 0 && to->s.positive.n == 2 &&
	    to->s.positive.counts[0] == 3);
	CHECK(!sketch_subtract(to, &fine, &coarse));
	/* What is beyond all doubles fits at no scale. */
	CHECK(!sketch_add(to, &(struct snap_sketch){ .scale = -10,
	    .positive = { 1 << 30, 4, counts } }, &fine, SKETCH_BUCKETS));
	mem_free(to);
}

static void
quantiles(void)
{
	static const uint64_t up[] = { 2, 0, 6 }, down[] = { 1 };
	const struct snap_sketch s = { .scale = 0, .zero_count = 1,
		.positive = { 0, 3, up }, .negative = { 1, 1, down } };
	const struct snap_sketch none = { .scale = 0 };

	CHECK(isnan(sketch_quantile(&none, 0.5, 0, 0)));
	/* -3, 0, two in (1, 2], six in (4, 8]. */
	CHECK(sketch_quantile(&s, 0, -3, 7) < -2);
	CHECK(sketch_quantile(&s, 0.12, -3, 7) == 0);
	CHECK(sketch_quantile(&s, 0.25, -3, 7) > 1 &&
	    sketch_quantile(&s, 0.25, -3, 7) < 2);
	CHECK(sketch_quantile(&s, 0.5, -3, 7) > 4);
	CHECK(sketch_quantile(&s, 1, -3, 5) == 5);
	CHECK(sketch_quantile(&s, 0, -2.1, 7) == -2.1);
}

int
main(void)
{
	for (uint64_t seed = 1; seed <= 2000; seed++)
		parts(seed);
	thresholds();
	quantiles();
	UNIT_END;
}
