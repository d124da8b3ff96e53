/*
 * Numbers to text: whole ones, and doubles in the fewest digits that read
 * back, in two spellings: they differ in when an exponent is written, and in
 * what JSON lacks.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"

enum {
	DECIMALS_MAX = 9,	/* decimals tried without printf */
	DIGITS_MAX = 20,	/* of a uint64_t */
	SHORTEST_MAX = 17,	/* digits that spell any double */
};

#define INT_EXACT 9007199254740992.0	/* 2^53 */

/* The digits of v, right-aligned before end: their start. */
static char *
digits_before(char *end, uint64_t v)
{
	do {
		*--end = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	return end;
}

void
num_put_uint64(struct buf *b, uint64_t v)
{
	char text[DIGITS_MAX], *p = digits_before(text + sizeof(text), v);

	buf_put(b, p, (size_t)(text + sizeof(text) - p));
}

void
num_put_int64(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_putc(b, '-');
	num_put_uint64(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

/* A positive number as 0.DDD * 10^point, without zeros at either end. */
struct decimal {
	char text[DIGITS_MAX];
	int n;
	int point;
};

static void
drop_zeros(struct decimal *d)
{
	while (d->n > 1 && d->text[d->n - 1] == '0')
		d->n--;
}

static void
from_uint(struct decimal *d, uint64_t v, int decimals)
{
	char text[DIGITS_MAX], *end = text + sizeof(text);
	char *p = digits_before(end, v);

	d->n = (int)(end - p);
	d->point = d->n - decimals;
	memcpy(d->text, p, (size_t)d->n);
	drop_zeros(d);
}

/*
 * The few decimals that measured values mostly have: the scaled value is
 * rounded, and dividing the two exact doubles again proves the guess. At most
 * 15 digits, so the first that holds is the shortest of all.
 */
static bool
short_decimal(struct decimal *d, double v)
{
	double pow10 = 1;

	for (int k = 1; k <= DECIMALS_MAX; k++) {
		double scaled = v * (pow10 *= 10) + 0.5;
		uint64_t m;

		if (FLT_EVAL_METHOD != 0 || scaled >= 1e15)
			return false;
		m = (uint64_t)scaled;
		if ((double)m / pow10 == v) {
			from_uint(d, m, k);
			return true;
		}
	}
	return false;
}

/* v rounded to n significant digits; whether that reads back as v. */
static bool
rounded(struct decimal *d, double v, int n)
{
	char text[40];

	snprintf(text, sizeof(text), "%.*e", n - 1, v);
	d->text[0] = text[0];
	if (n > 1)
		memcpy(d->text + 1, text + 2, (size_t)n - 1);
	d->n = n;
	d->point = 1 + (int)strtol(text + (n > 1 ? n + 2 : 2), NULL, 10);
	return strtod(text, NULL) == v;
}

/* Whether the digits of d with one more in the last place read back as v. */
static bool
next_up(struct decimal *d, double v)
{
	char text[40];
	int i = d->n - 1;

	while (i > 0 && d->text[i] == '9')
		d->text[i--] = '0';
	if (d->text[i] == '9')
		return false;
	d->text[i]++;
	snprintf(text, sizeof(text), "%.*se%d", d->n, d->text,
	    d->point - d->n);
	return strtod(text, NULL) == v;
}

/*
 * A decimal of at most 15 digits survives the way through a normal double, so
 * rounding to 15 finds it. A subnormal has fewer digits. Below a power of two
 * the doubles lie twice as close, so there the nearest 16 digits may belong
 * to the neighbour while the next ones up do not.
 */
static void
shortest(struct decimal *d, double v)
{
	int n = v < DBL_MIN ? 1 : DBL_DIG, exp;

	for (; n < SHORTEST_MAX; n++)
		if (rounded(d, v, n) || (n > DBL_DIG &&
		    frexp(v, &exp) == 0.5 && next_up(d, v)))
			break;
	if (n == SHORTEST_MAX)
		rounded(d, v, n);
	drop_zeros(d);
}

static void
put_zeros(struct buf *b, int n)
{
	while (n-- > 0)
		buf_putc(b, '0');
}

static void
put_exponent(struct buf *b, int e)
{
	unsigned v = (unsigned)(e < 0 ? -e : e);

	buf_putc(b, 'e');
	buf_putc(b, e < 0 ? '-' : '+');
	if (v < 10)
		buf_putc(b, '0');
	num_put_uint64(b, v);
}

/* A spelling: the decimal exponents, from..to, that are written out. */
struct spelling {
	double plain;		/* integers below are in digits only */
	int from, to;
};

static const struct spelling go = { 1e6, -4, 5 };
static const struct spelling json = { INT_EXACT, -5, 16 };

static void
put_decimal(struct buf *b, const struct decimal *d, const struct spelling *s)
{
	int whole = d->point, exp = d->point - 1;
	bool far = exp < s->from || exp > s->to;

	if (far)
		whole = 1;
	if (whole <= 0) {
		buf_lit(b, "0.");
		put_zeros(b, -whole);
		buf_put(b, d->text, (size_t)d->n);
	} else if (whole >= d->n) {
		buf_put(b, d->text, (size_t)d->n);
		put_zeros(b, whole - d->n);
	} else {
		buf_put(b, d->text, (size_t)whole);
		buf_putc(b, '.');
		buf_put(b, d->text + whole, (size_t)(d->n - whole));
	}
	if (far)
		put_exponent(b, exp);
}

static bool
put_special(struct buf *b, double v)
{
	if (isnan(v))
		buf_lit(b, "NaN");
	else if (isinf(v))
		buf_puts(b, v < 0 ? STR("-Inf") : STR("+Inf"));
	else
		return false;
	return true;
}

static void
put_finite(struct buf *b, double v, const struct spelling *s)
{
	struct decimal d;

	if (v < 0) {
		buf_putc(b, '-');
		v = -v;
	}
	if (v < INT_EXACT && v == (double)(uint64_t)v) {
		if (v < s->plain) {
			num_put_uint64(b, (uint64_t)v);
			return;
		}
		from_uint(&d, (uint64_t)v, 0);
	} else if (!short_decimal(&d, v)) {
		shortest(&d, v);
	}
	put_decimal(b, &d, s);
}

void
num_put_double(struct buf *b, double v)
{
	if (!put_special(b, v))
		put_finite(b, v, &go);
}

void
num_put_json(struct buf *b, double v)
{
	if (isfinite(v)) {
		put_finite(b, v, &json);
		return;
	}
	buf_putc(b, '"');
	put_special(b, v);
	buf_putc(b, '"');
}
