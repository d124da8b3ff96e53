/*
 * Two-sum and what follows from it. Needs each result rounded to a double:
 * where expressions are evaluated in wider registers, memory does that.
 *
 * What logs are full of is neither huge nor tiny: such values are added as
 * whole numbers of 128 bits, and join the terms when the sum is asked for.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "series/sum.h"

#if FLT_EVAL_METHOD == 0
#define ROUNDED
#else
#define ROUNDED volatile
#endif

/* *sum + *err is exactly a + b, *sum correctly rounded (Knuth). */
static inline void
two_sum(double a, double b, double *sum, double *err)
{
	ROUNDED double s = a + b;
	ROUNDED double bv = s - a;
	ROUNDED double av = s - bv;

	*sum = s;
	*err = (a - av) + (b - bv);
}

static double *
terms_of(struct sum *s)
{
	return s->more ? s->more : s->in;
}

/* The 128 bits as doubles whose sum they are. */
static void
near_pieces(const struct sum *s, double piece[SUM_NEAR_PIECES])
{
	uint64_t sign = 0 - (s->high >> 63);
	uint64_t lo = (s->low ^ sign) - sign;
	uint64_t hi = (s->high ^ sign) + (sign & (lo == 0));

	piece[0] = (double)(lo & 0xffffffff);
	piece[1] = (double)(lo >> 32);
	piece[2] = (double)(hi & 0xffffffff);
	piece[3] = (double)(hi >> 32);
	for (int i = 0; i < SUM_NEAR_PIECES; i++)
		piece[i] = ldexp(sign ? -piece[i] : piece[i],
		    SUM_NEAR_UNIT + 32 * i);
}

/* Adds x to the n terms at p, smallest first; returns the new count. */
static unsigned
grow(double *p, unsigned n, double x)
{
	unsigned kept = 0;
	double hi, err;

	for (unsigned i = 0; i < n; i++) {
		two_sum(p[i], x, &hi, &err);
		if (err != 0)
			p[kept++] = err;
		x = hi;
	}
	if (x != 0 || kept == 0)
		p[kept++] = x;
	return kept;
}

/*
 * The terms from the largest down until the rounding shows; then ties are
 * settled by the sign of what is below.
 */
static double
rounded(const double *p, unsigned n)
{
	double hi, lo = 0, x, y;

	if (n == 0)
		return 0;
	hi = p[--n];
	while (n > 0) {
		x = hi;
		y = p[--n];
		two_sum(x, y, &hi, &lo);
		if (lo != 0)
			break;
	}
	if (n > 0 && ((lo < 0 && p[n - 1] < 0) || (lo > 0 && p[n - 1] > 0))) {
		ROUNDED double twice = lo * 2, x2 = hi + twice;
		ROUNDED double back = x2 - hi;

		if (back == twice)
			hi = x2;
	}
	return hi;
}

/*
 * The canonical terms of the n ones at p, which has room for one more and is
 * used up.
 */
static size_t
canonical(double *p, unsigned n, double term[SUM_TERMS_MAX])
{
	size_t k = 0;

	do {
		double v = rounded(p, n);

		term[k++] = v;
		if (!isfinite(v))
			break;
		n = grow(p, n, -v);
	} while (k < SUM_TERMS_MAX && n && p[n - 1] != 0);
	return k;
}

/* The same terms in their canonical form, of which there are few. */
static void
compress(struct sum *s)
{
	double left[SUM_TERMS_MAX + 1], term[SUM_TERMS_MAX], *p = terms_of(s);
	size_t n;

	memcpy(left, p, s->n * sizeof(*left));
	n = canonical(left, s->n, term);
	for (size_t i = 0; i < n; i++)
		p[i] = term[n - 1 - i];
	s->n = (unsigned)n;
}

/*
 * Terms do not overlap, but input may be such that each holds a bit or two:
 * nothing else keeps them few.
 */
static void
make_room(struct sum *s)
{
	unsigned cap = s->more ? s->cap : SUM_INLINE;

	if (s->n == SUM_TERMS_MAX)
		compress(s);
	if (s->n + 1 <= cap)
		return;
	cap *= 2;
	if (s->more) {
		s->more = mem_resize(s->more, cap, sizeof(double));
	} else {
		s->more = mem_resize(NULL, cap, sizeof(double));
		memcpy(s->more, s->in, sizeof(s->in));
	}
	s->cap = cap;
}

/* The usual sum has a term or two, before and after; else false. */
static bool
add_quickly(struct sum *s, double x)
{
	double hi, lo, err;

	if (s->n <= 1) {
		two_sum(s->in[0], x, &hi, &err);
		if (err != 0 || !isfinite(hi))
			return false;
		s->in[0] = hi + 0.0;
		s->n = 1;
		return true;
	}
	two_sum(s->in[0], x, &lo, &err);
	if (err != 0)
		return false;
	two_sum(s->in[1], lo, &hi, &err);
	if (err == 0 || !isfinite(hi))
		return false;
	s->in[0] = err;
	s->in[1] = hi;
	return true;
}

bool
sum_add_far(struct sum *s, double x)
{
	double *p;

	if (s->n == 1 && !isfinite(s->in[0]))
		return true;
	if (!s->more && add_quickly(s, x))
		return true;
	make_room(s);
	p = terms_of(s);
	s->n = grow(p, s->n, x);
	if (isfinite(p[s->n - 1]))
		return true;
	x = x > 0 ? HUGE_VAL : -HUGE_VAL;
	sum_free(s);
	s->in[0] = x;
	s->n = 1;
	return false;
}

bool
sum_pour(struct sum *s)
{
	double piece[SUM_NEAR_PIECES];
	bool ok = true;

	near_pieces(s, piece);
	s->low = s->high = 0;
	for (int i = 0; i < SUM_NEAR_PIECES; i++)
		ok = sum_add_far(s, piece[i]) && ok;
	return ok;
}

/* All there is, as terms: returns how many. An infinite sum is one. */
static unsigned
all_terms(const struct sum *s, double p[SUM_TERMS_MAX + SUM_NEAR_PIECES + 1])
{
	double piece[SUM_NEAR_PIECES];
	unsigned n = s->n;

	if (n)
		memcpy(p, s->more ? s->more : s->in, n * sizeof(*p));
	if (n == 1 && !isfinite(p[0]))
		return n;
	near_pieces(s, piece);
	for (int i = 0; i < SUM_NEAR_PIECES; i++)
		if (piece[i] != 0)
			n = grow(p, n, piece[i]);
	return n;
}

double
sum_value(const struct sum *s)
{
	double all[SUM_TERMS_MAX + SUM_NEAR_PIECES + 1] = { 0 };
	unsigned n = all_terms(s, all);

	return rounded(all, n);
}

size_t
sum_terms(const struct sum *s, double term[SUM_TERMS_MAX])
{
	double all[SUM_TERMS_MAX + SUM_NEAR_PIECES + 1] = { 0 };

	return canonical(all, all_terms(s, all), term);
}

bool
sum_restore(struct sum *s, const double *term, size_t n)
{
	if (n == 1 && isinf(term[0])) {
		s->in[0] = term[0];
		s->n = 1;
		return true;
	}
	/* The smallest come last: so no partial sum is out of range. */
	for (size_t i = n; i-- > 0;)
		if (!isfinite(term[i]) || !sum_add(s, term[i]))
			return false;
	return true;
}

void
sum_free(struct sum *s)
{
	mem_free(s->more);
	*s = (struct sum){ .n = 0 };
}
