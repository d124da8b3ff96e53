/*
 * Exact sums: the order of adding does not show, the canonical terms are all
 * of the sum, what cannot be represented is said once.
 */
#include <float.h>
#include <math.h>

#include "series/sum.h"
#include "unit.h"

enum { NVALUES = 400 };

static void
shuffle(double *v, size_t n, uint64_t *seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = unit_random(seed) % i;
		double t = v[i - 1];

		v[i - 1] = v[k];
		v[k] = t;
	}
}

static bool
add_all(struct sum *s, const double *v, size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		ok &= sum_add(s, v[i]);
	return ok;
}

/* Same doubles, bit for bit but for the sign of 0. */
static bool
same_terms(const struct sum *a, const struct sum *b)
{
	double x[SUM_TERMS_MAX], y[SUM_TERMS_MAX];
	size_t n = sum_terms(a, x);

	if (sum_terms(b, y) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (x[i] != y[i])
			return false;
	return true;
}

/* The terms are canonical: a sum made of them has the same ones. */
static bool
rebuilds(const struct sum *s)
{
	double term[SUM_TERMS_MAX];
	size_t n = sum_terms(s, term);
	struct sum again = { 0 };
	bool ok = n > 0 && term[0] == sum_value(s);

	for (size_t i = n; i > 0; i--)
		ok &= sum_add(&again, term[i - 1]);
	ok &= same_terms(s, &again);
	for (size_t i = 1; i < n; i++)
		ok &= term[i] != 0 && fabs(term[i]) < fabs(term[i - 1]) &&
		    term[i - 1] + term[i] == term[i - 1];
	sum_free(&again);
	return ok;
}

/* Values of all sizes, few of one, or cents. */
static double
random_value(int form, uint64_t *seed)
{
	double d = (double)(int64_t)unit_random(seed);

	switch (form) {
	case 0:
		return ldexp(d, (int)(unit_random(seed) % 1800) - 1000);
	case 1:
		return ldexp(d, (int)(unit_random(seed) % 200) - 160);
	case 2:
		return (double)(unit_random(seed) % 100000) / 100;
	case 3:
		return ldexp(1, (int)(unit_random(seed) % 2000) - 1050) *
		    (unit_random(seed) % 2 ? 1 : -1);
	}
	return (double)(int64_t)(unit_random(seed) % 2001) - 1000;
}

static void
orders(void)
{
	double v[NVALUES];
	uint64_t seed = 11;

	for (size_t row = 0; row < 150; row++) {
		size_t n = 1 + unit_random(&seed) % NVALUES;
		struct sum first = { 0 };

		for (size_t i = 0; i < n; i++)
			v[i] = random_value((int)(row % 5), &seed);
		CHECK_ROW(row, add_all(&first, v, n));
		CHECK_ROW(row, rebuilds(&first));
		for (int k = 0; k < 5; k++) {
			struct sum other = { 0 };

			shuffle(v, n, &seed);
			CHECK_ROW(row, add_all(&other, v, n));
			CHECK_ROW(row, same_terms(&first, &other));
			sum_free(&other);
		}
		/* Everything taken back leaves nothing. */
		shuffle(v, n, &seed);
		for (size_t i = 0; i < n; i++)
			sum_add(&first, -v[i]);
		CHECK_ROW(row, sum_value(&first) == 0);
		sum_free(&first);
	}
}

static void
known(void)
{
	double term[SUM_TERMS_MAX];
	struct sum s = { 0 };

	CHECK(sum_value(&s) == 0);
	CHECK(sum_terms(&s, term) == 1 && term[0] == 0 && !signbit(term[0]));
	for (int i = 0; i < 10; i++)
		sum_add(&s, 0.1);
	CHECK(sum_value(&s) == 1);
	CHECK(sum_terms(&s, term) == 2 && term[0] == 1 &&
	    term[1] == 5.551115123125783e-17);
	sum_free(&s);
	sum_add(&s, 1e100);
	sum_add(&s, 1);
	sum_add(&s, -1e100);
	CHECK(sum_value(&s) == 1);
	CHECK(sum_terms(&s, term) == 1);
	sum_free(&s);
	/* A tie is settled by what lies below it. */
	sum_add(&s, 1);
	sum_add(&s, DBL_EPSILON / 2);
	CHECK(sum_value(&s) == 1);
	sum_add(&s, 0x1p-1074);
	CHECK(sum_value(&s) == 1 + DBL_EPSILON);
	sum_free(&s);
	sum_add(&s, 0x1p53);
	for (int i = 0; i < 1000; i++)
		sum_add(&s, 1);
	CHECK(sum_value(&s) == 9007199254741992.0);
	sum_free(&s);
	sum_add(&s, -0.0);
	CHECK(sum_terms(&s, term) == 1 && term[0] == 0 && !signbit(term[0]));
	sum_free(&s);
}

static void
overflows(void)
{
	double term[SUM_TERMS_MAX];
	struct sum s = { 0 };

	CHECK(sum_add(&s, DBL_MAX));
	CHECK(sum_add(&s, 1));
	CHECK(!sum_add(&s, DBL_MAX));
	CHECK(isinf(sum_value(&s)) && sum_value(&s) > 0);
	CHECK(sum_add(&s, -DBL_MAX));
	CHECK(sum_add(&s, -DBL_MAX));
	CHECK(sum_value(&s) > DBL_MAX);
	CHECK(sum_terms(&s, term) == 1 && isinf(term[0]));
	sum_free(&s);
	CHECK(sum_add(&s, -DBL_MAX));
	CHECK(!sum_add(&s, -DBL_MAX));
	CHECK(sum_value(&s) < -DBL_MAX);
	CHECK(sum_add(&s, DBL_MAX));
	sum_free(&s);
	CHECK(sum_value(&s) == 0);
}

/*
 * Values chosen so that many small terms are left, each as near to the next
 * as may be: with more of them than a canonical sum ever has, memory must
 * hold, and the sum must still be exact.
 */
static void
many_terms(void)
{
	struct sum s = { 0 }, plain = { 0 };

	for (int e = -1000; e < 900; e += 3) {
		double big = ldexp(1, e + 54), bit = ldexp(1, e + 2);

		CHECK(sum_add(&s, big));
		CHECK(sum_add(&s, -(big - bit)));
		sum_add(&plain, bit);
	}
	CHECK(s.n <= SUM_TERMS_MAX);
	CHECK(rebuilds(&s));
	CHECK(same_terms(&s, &plain));
	sum_free(&s);
	sum_free(&plain);
}

/*
 * Values at both ends of what is added as a whole number, more of them than
 * its bits hold: the sum is that of the same values times 2^300, which none
 * of its bits reach.
 */
static void
near_ends(void)
{
	static const int ends[] = { -34, -33, -32, -31, 38, 39, 40, 41 };
	uint64_t seed = 5;

	for (size_t row = 0; row < 8; row++) {
		struct sum s = { 0 }, scaled = { 0 };
		double a, b, term[SUM_TERMS_MAX], far[SUM_TERMS_MAX];
		size_t n;

		for (int i = 0; i < 20000; i++) {
			double x = ldexp((double)(unit_random(&seed) >> 11 |
			    UINT64_C(1) << 52), ends[row] - 53);

			if (i % 3 == (int)row % 3)
				x = -x;
			CHECK_ROW(row, sum_add(&s, x));
			/* The same sum far away. */
			CHECK_ROW(row, sum_add(&scaled, ldexp(x, 300)));
		}
		n = sum_terms(&s, term);
		CHECK_ROW(row, sum_terms(&scaled, far) == n);
		for (size_t i = 0; i < n; i++)
			CHECK_ROW(row, ldexp(term[i], 300) == far[i]);
		CHECK_ROW(row, rebuilds(&s));
		a = sum_value(&s);
		b = sum_value(&scaled);
		CHECK_ROW(row, a != 0 && ldexp(a, 300) == b);
		sum_free(&s);
		sum_free(&scaled);
	}
}

int
main(void)
{
	known();
	near_ends();
	overflows();
	many_terms();
	orders();
	UNIT_END;
}
