/*
 * Exact sums of doubles: an expansion of non-overlapping terms (Shewchuk), so
 * that neither the order of adding nor of merging shows.
 */
#ifndef SERIES_SUM_H
#define SERIES_SUM_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	SUM_INLINE = 2,		/* terms without memory of their own */
	SUM_TERMS_MAX = 64,	/* of any sum of finite doubles: the range of
				 * exponents over the digits of one, and some */
};

/* A zeroed one is 0. sum_free releases what it holds. */
struct sum {
	double in[SUM_INLINE];	/* the terms, smallest first */
	double *more;		/* all of them, when they do not fit in `in` */
	unsigned n, cap;
	uint64_t low, high;	/* beside the terms: a number of 128 bits, in
				 * two's complement, of units (sum.c) */
};

/* Adds any x to the terms, as sum_add has it. */
bool sum_add_far(struct sum *s, double x);
/* Moves what was added as near to the terms; the same. */
bool sum_pour(struct sum *s);

/*
 * A double is a whole number of 53 bits, shifted. The near ones are shifted
 * by 0 to SUM_NEAR_SHIFTS places in units of 2^SUM_NEAR_UNIT, which lets them
 * end at 2^40, and their sum at 2^SUM_NEAR_TOP of the upper word, far from its
 * sign. Here, since most events add something.
 */
_Static_assert(DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024 &&
    sizeof(double) == sizeof(uint64_t), "doubles are IEEE 754's");
enum {
	SUM_MANTISSA = DBL_MANT_DIG - 1,	/* bits that are stored */
	SUM_NEAR_UNIT = -84,
	/* What is stored as the exponent of a shift by 0. */
	SUM_NEAR_EXP = SUM_NEAR_UNIT + 1023 + SUM_MANTISSA,
	SUM_NEAR_SHIFTS = 71,
	SUM_NEAR_TOP = 61,
	SUM_NEAR_PIECES = 4,
};

/* Adds a near x to the 128 bits; false, with nothing done, for another. */
static inline bool
sum_add_near(struct sum *s, double x)
{
	uint64_t bits, m, lo, hi, sign;
	unsigned shift;

	memcpy(&bits, &x, sizeof(bits));
	shift = (unsigned)(bits >> SUM_MANTISSA & 0x7ff) - SUM_NEAR_EXP;
	if (shift > SUM_NEAR_SHIFTS)
		return false;
	sign = 0 - (bits >> 63);
	m = (bits & ((UINT64_C(1) << SUM_MANTISSA) - 1)) |
	    UINT64_C(1) << SUM_MANTISSA;
	if (shift < 64) {
		lo = m << shift;
		hi = m >> 1 >> (63 - shift);
	} else {
		lo = 0;
		hi = m << (shift - 64);
	}
	/* Of a negative one, the complement and one. */
	lo = (lo ^ sign) - sign;
	hi = (hi ^ sign) + (sign & (lo == 0));
	s->low += lo;
	s->high += hi + (s->low < lo);
	return true;
}

/* Whether the upper word has come near its sign. */
static inline bool
sum_near_is_full(const struct sum *s)
{
	return s->high + (UINT64_C(1) << SUM_NEAR_TOP) >=
	    UINT64_C(2) << SUM_NEAR_TOP;
}

/*
 * Adds a finite x. A sum that leaves the range of doubles becomes infinite
 * and stays so; false when that happens (the first time only).
 */
static inline bool
sum_add(struct sum *s, double x)
{
	if (!sum_add_near(s, x))
		return sum_add_far(s, x);
	return !sum_near_is_full(s) || sum_pour(s);
}

/* The correctly rounded sum. */
double sum_value(const struct sum *s);
/*
 * The canonical terms: the correctly rounded sum, then the correctly rounded
 * rest, and so on until nothing is left. Returns how many (0 is one term, 0).
 */
size_t sum_terms(const struct sum *s, double term[SUM_TERMS_MAX]);
/*
 * The sum that has these canonical terms, into a zeroed s; false when one of
 * several is not finite, or one is NaN.
 */
bool sum_restore(struct sum *s, const double *term, size_t n);
void sum_free(struct sum *s);

#endif
