/*
 * Exact sums of doubles: an expansion of non-overlapping terms (Shewchuk), so
 * that neither the order of adding nor of merging shows.
 */
#ifndef SERIES_SUM_H
#define SERIES_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/*
 * Adds a finite x. A sum that leaves the range of doubles becomes infinite
 * and stays so; false when that happens (the first time only).
 */
bool sum_add(struct sum *s, double x);
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
