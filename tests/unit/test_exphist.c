/*
 * Exponential histograms: exact bounds, the form that OTLP wants, the same
 * result in any order, and quantiles within the error that was asked for.
 */
#include <math.h>
#include <stdlib.h>

#include "series/exphist.h"
#include "series/expindex.h"
#include "unit.h"

enum { NVALUES = 1000000 };

/*
 * The doubles next to a bound that are hardest to tell from it, with the
 * index that 50 decimal digits give.
 */
static const struct {
	double v;
	int32_t index;
} hard[] = {
	{ 0x1.39d283c3ba2a7p+0, 308076 },
	{ 0x1.82cbdda791601p+0, 624353 },
	{ 0x1.1ab2362691fe7p+0, 150060 },
	{ 0x1.55b6682f95586p+0, 436877 },
	{ 0x1.cda3e3e495771p+0, 891944 },
	{ 0x1.8e3d16129bb42p+0, 668456 },
	{ 0x1.60a9cf36099abp+0, 484596 },
	{ 0x1.f7d40f5fa2fedp+0, 1024237 },
	{ 1, -1 }, { 2, (1 << 20) - 1 }, { 4, (2 << 20) - 1 },
	{ 0.5, -(1 << 20) - 1 }, { 0x1.0000000000001p+0, 0 },
	{ 0x1.fffffffffffffp+0, (1 << 20) - 1 },
	{ 0x1p-1074, -1074 * (1 << 20) - 1 },
	{ 0x1p-1022, -1022 * (1 << 20) - 1 },
	{ 0x1.8p-1073, -1073 * (1 << 20) + 613377 },
	{ 0x1.fffffffffffffp+1023, 1024 * (1 << 20) - 1 },
};

static void
hard_bounds(void)
{
	for (size_t i = 0; i < sizeof(hard) / sizeof(*hard); i++)
		CHECK_ROW(i, expindex(hard[i].v) == hard[i].index);
}

/* A bound's nearest double is in one of its two buckets, its neighbours are
 * in theirs. */
static void
random_bounds(void)
{
	uint64_t seed = 11;

	for (size_t i = 0; i < 100000; i++) {
		int32_t k = (int32_t)(unit_random(&seed) % (1u << 31)) -
		    (1 << 30);
		double b = expindex_bound(k, 20);
		int32_t at = expindex(b);

		if (b < 0x1p-1000)
			continue;
		CHECK_ROW(i, (at == k || at == k - 1) &&
		    expindex(nextafter(b, HUGE_VAL)) == k &&
		    expindex(nextafter(b, 0)) == k - 1);
	}
	CHECK(expindex_bound(3, 0) == 8 && expindex_bound(-2, 1) == 0.5);
	CHECK(expindex_bound(1, -10) == HUGE_VAL);
	CHECK(expindex_bound(-2, -10) == 0);
	CHECK(expindex_bound(0, -10) == 1);
}

static uint64_t
total(const struct exphist *h)
{
	const uint64_t *c = NULL;
	uint64_t sum = h->zero;
	size_t n = exphist_side(&h->positive, &c);

	for (size_t i = 0; i < n; i++)
		sum += c[i];
	n = exphist_side(&h->negative, &c);
	for (size_t i = 0; i < n; i++)
		sum += c[i];
	return sum;
}

static bool
same_side(const struct exphist_side *a, const struct exphist_side *b)
{
	const uint64_t *ca = NULL, *cb = NULL;
	size_t na = exphist_side(a, &ca), nb = exphist_side(b, &cb);

	return na == nb && (!na || (a->first == b->first &&
	    memcmp(ca, cb, na * sizeof(*ca)) == 0));
}

static bool
same(const struct exphist *a, const struct exphist *b)
{
	return a->down == b->down && a->zero == b->zero &&
	    same_side(&a->positive, &b->positive) &&
	    same_side(&a->negative, &b->negative);
}

/* The layout of the specification's own cases. */
static void
layout(void)
{
	const struct exphist_form form = { 20, EXPHIST_BUCKETS };
	struct exphist h = { 0 };
	const uint64_t *c = NULL;

	CHECK(isnan(exphist_quantile(&h, &form, 0.5, 0, 0)));
	exphist_add(&h, &form, 1);
	CHECK_INT(exphist_scale(&h, &form), 20);
	CHECK_INT(h.positive.first, -1);
	exphist_add(&h, &form, 2);
	exphist_add(&h, &form, 4);
	exphist_add(&h, &form, 0);
	exphist_add(&h, &form, -4);
	/* log2 1 to 4 are two octaves: 160 buckets take 2^6 an octave. */
	CHECK_INT(exphist_scale(&h, &form), 6);
	CHECK_INT(exphist_side(&h.positive, &c), 129);
	CHECK_INT(h.positive.first, -1);
	CHECK(c[0] == 1 && c[64] == 1 && c[128] == 1);
	CHECK_INT(exphist_side(&h.negative, &c), 1);
	CHECK_INT(h.negative.first, 127);
	CHECK_INT(total(&h), 5);
	exphist_add(&h, &form, 0x1p-1074);
	exphist_add(&h, &form, 0x1.fffffffffffffp+1023);
	CHECK_INT(exphist_scale(&h, &form), -4);
	CHECK_INT(total(&h), 7);
	exphist_free(&h);
}

/* Any order, and any way of splitting and merging, gives the same. */
static void
orders(void)
{
	const struct exphist_form form = { 12, EXPHIST_BUCKETS };
	uint64_t seed = 5;
	double v[500];

	for (size_t i = 0; i < 500; i++)
		v[i] = (unit_random(&seed) % 4 ? 1 : -1) * (i % 50 == 0 ? 0 :
		    ldexp(1 + (double)(unit_random(&seed) % 4096) / 4096,
		    (int)(unit_random(&seed) % (i + 1)) / 8 - 20));
	for (size_t round = 0; round < 50; round++) {
		struct exphist once = { 0 }, a = { 0 }, b = { 0 };
		size_t cut = unit_random(&seed) % 500;

		for (size_t i = 0; i < 500; i++)
			exphist_add(&once, &form, v[i]);
		for (size_t i = 499; i > 0; i--) {
			size_t k = unit_random(&seed) % (i + 1);
			double t = v[i];

			v[i] = v[k];
			v[k] = t;
		}
		for (size_t i = 0; i < 500; i++)
			exphist_add(i < cut ? &a : &b, &form, v[i]);
		exphist_merge(&a, &form, &b);
		CHECK_ROW(round, same(&a, &once));
		CHECK_ROW(round, total(&a) == 500);
		exphist_free(&once);
		exphist_free(&a);
		exphist_free(&b);
	}
}

/* Of each scale, whether the error it stands for is what was asked. */
static void
errors(void)
{
	static const double want[] = { 0.5, 0.1, 0.05, 0.01, 0.001, 1e-6 };

	CHECK_INT(exphist_scale_for(0.01), 6);
	CHECK_INT(exphist_scale_for(1e-9), 20);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		int scale = exphist_scale_for(want[i]);
		double base = exp2(ldexp(1, -scale));
		double wider = base * base;

		CHECK_ROW(i, (base - 1) / (base + 1) <= want[i]);
		CHECK_ROW(i, (wider - 1) / (wider + 1) > want[i]);
	}
}

static double
uniform(uint64_t *seed)
{
	return ((double)(unit_random(seed) >> 11) + 0.5) * 0x1p-53;
}

/* Four distributions: flat, exponential, log-normal, a heavy tail. */
static double
draw(int which, uint64_t *seed)
{
	double u = uniform(seed);

	switch (which) {
	case 0:
		return u * 100 - 20;
	case 1:
		return -log(u) * 0.2;
	case 2:
		return exp(sqrt(-2 * log(u)) *
		    cos(6.283185307179586 * uniform(seed)) * 2 - 3);
	default:
		return pow(u, -1 / 1.1);
	}
}

static int
cmp(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
quantiles(double error)
{
	static const double q[] = { 0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75,
		0.9, 0.99, 0.999, 0.9999, 1 };
	struct exphist_form form = { exphist_scale_for(error),
		EXPHIST_SKETCH_BUCKETS };
	double *v = malloc(NVALUES * sizeof(*v));
	uint64_t seed = 42;

	for (int which = 0; v && which < 4; which++) {
		struct exphist h = { 0 };

		for (size_t i = 0; i < NVALUES; i++) {
			v[i] = draw(which, &seed);
			exphist_add(&h, &form, v[i]);
		}
		qsort(v, NVALUES, sizeof(*v), cmp);
		for (size_t i = 0; i < sizeof(q) / sizeof(*q); i++) {
			double want = v[(size_t)(q[i] * (NVALUES - 1))];
			double got = exphist_quantile(&h, &form, q[i], v[0],
			    v[NVALUES - 1]);

			CHECK_ROW(i, fabs(got - want) <= error * fabs(want));
		}
		CHECK_INT(exphist_scale(&h, &form), form.scale);
		CHECK_INT(total(&h), NVALUES);
		exphist_free(&h);
	}
	CHECK(v != NULL);
	free(v);
}

int
main(void)
{
	hard_bounds();
	random_bounds();
	layout();
	orders();
	errors();
	quantiles(0.01);
	quantiles(0.05);
	UNIT_END;
}
