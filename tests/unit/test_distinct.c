/*
 * Different values: exact while few, then within 2 % and a standard error of
 * less than 1 %, and nothing but the set of values shows.
 */
#include <math.h>
#include <stdlib.h>

#include "series/distinct.h"
#include "unit.h"

static void
add(struct distinct *d, const char *prefix, unsigned i)
{
	char text[32];

	snprintf(text, sizeof(text), "%s%u", prefix, i);
	distinct_add(d, str_c(text));
}

/* Each value twice. */
static void
grows_to(unsigned end)
{
	struct distinct d = { 0 };
	unsigned next = 10;

	for (unsigned i = 0; i < end; i++) {
		add(&d, "user-", i);
		add(&d, "user-", i / 2);
		if (i + 1 != next)
			continue;
		if (next <= DISTINCT_SPARSE_MAX)
			CHECK_INT(distinct_count(&d), next);
		CHECK_ROW(next, fabs(distinct_count(&d) - next) <=
		    0.02 * next);
		next += next / 3;
	}
	distinct_free(&d);
}

static void
standard_error(void)
{
	enum { SETS = 100, SIZE = 20000 };
	double squares = 0, sum = 0;
	char prefix[16];

	for (unsigned s = 0; s < SETS; s++) {
		struct distinct d = { 0 };
		double e;

		snprintf(prefix, sizeof(prefix), "%u/", s);
		for (unsigned i = 0; i < SIZE; i++)
			add(&d, prefix, i);
		e = distinct_count(&d) / SIZE - 1;
		sum += e;
		squares += e * e;
		distinct_free(&d);
	}
	CHECK(sqrt(squares / SETS) < 0.01);
	CHECK(fabs(sum / SETS) < 0.003);
}

static bool
same(const struct distinct *a, const struct distinct *b)
{
	size_t na, nb;
	uint64_t *ha = distinct_hashes(a, &na), *hb = distinct_hashes(b, &nb);
	bool eq = na == nb && memcmp(ha, hb, na * sizeof(*ha)) == 0 &&
	    !a->rank == !b->rank;

	if (eq && a->rank)
		eq = memcmp(a->rank, b->rank, DISTINCT_REGISTERS) == 0;
	free(ha);
	free(hb);
	return eq;
}

static void
merges(unsigned n, unsigned overlap)
{
	struct distinct a = { 0 }, b = { 0 }, all = { 0 }, ba = { 0 };

	for (unsigned i = 0; i < n; i++) {
		add(&a, "", i);
		add(&b, "", n - overlap + i);
	}
	for (unsigned i = 2 * n - overlap; i-- > 0;)
		add(&all, "", i);
	distinct_merge(&ba, &b);
	distinct_merge(&ba, &a);
	distinct_merge(&a, &b);
	CHECK_ROW(n, same(&a, &all));
	CHECK_ROW(n, same(&ba, &all));
	distinct_free(&a);
	distinct_free(&b);
	distinct_free(&ba);
	distinct_free(&all);
}

int
main(void)
{
	struct distinct none = { 0 };

	CHECK(distinct_count(&none) == 0);
	distinct_add(&none, STR(""));
	distinct_add(&none, STR(""));
	CHECK_INT(distinct_count(&none), 1);
	distinct_free(&none);
	grows_to(getenv("LONG") ? 11000000 : 1100000);
	standard_error();
	merges(5, 2);
	merges(600, 200);
	merges(512, 0);
	merges(DISTINCT_SPARSE_MAX, 1);
	merges(3000, 700);
	UNIT_END;
}
