/*
 * Numbers from text, without locale: whole numbers, sizes and correctly
 * rounded doubles. The way back is num_put.c; instants are base/stamp's.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/num.h"

enum {
	/*
	 * No double, and no point halfway between two, has more than 767
	 * significant digits, so behind that many only "is there anything
	 * else" matters.
	 */
	DIGITS_KEPT = 768,
	DIGITS_EXACT = 19,	/* as many nines fit a uint64_t */
	POW10_EXACT = 22,	/* 10^22 is the last power that is a double */
	EXP_FAR = 100000,	/* decimal exponent far out of any range */
};

#define EXP_LIMIT INT64_C(100000000000000000)

static const double pow10_exact[POW10_EXACT + 1] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static bool
cut_sign(struct str *s)
{
	bool negative = s->n && *s->p == '-';

	if (negative || (s->n && *s->p == '+'))
		*s = str_from(*s, 1);
	return negative;
}

static bool
magnitude(struct str s, uint64_t *v)
{
	uint64_t m = 0;

	if (s.n == 0 || str_digits(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t d = (uint64_t)(s.p[i] - '0');

		if (m > (UINT64_MAX - d) / 10)
			return false;
		m = m * 10 + d;
	}
	*v = m;
	return true;
}

bool
num_int64(struct str s, int64_t *v)
{
	bool negative = cut_sign(&s);
	uint64_t m;

	if (!magnitude(s, &m) || m > (uint64_t)INT64_MAX + negative)
		return false;
	if (negative)
		*v = m ? -(int64_t)(m - 1) - 1 : 0;
	else
		*v = (int64_t)m;
	return true;
}

bool
num_uint64(struct str s, uint64_t *v)
{
	bool negative = cut_sign(&s);
	uint64_t m;

	if (!magnitude(s, &m) || (negative && m))
		return false;
	*v = m;
	return true;
}

struct str
num_digits(struct str s, bool *negative)
{
	*negative = cut_sign(&s);
	if (s.n == 0 || str_digits(s) != s.n)
		return (struct str){ NULL, 0 };
	while (s.n > 1 && s.p[0] == '0')
		s = str_from(s, 1);
	*negative = *negative && s.p[0] != '0';
	return s;
}

static bool
split_exponent(struct str s, int64_t *exp)
{
	bool negative = cut_sign(&s);
	int64_t e = 0;

	if (s.n == 0 || str_digits(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n && e < EXP_LIMIT; i++)
		e = e * 10 + (s.p[i] - '0');
	*exp = negative ? -e : e;
	return true;
}

bool
num_split(struct str s, struct num_parts *v)
{
	size_t n;

	v->negative = cut_sign(&s);
	n = str_digits(s);
	v->whole = str_of(s.p, n);
	v->frac = str_of(s.p, 0);
	v->exp = 0;
	if (n == 0)
		return false;
	s = str_from(s, n);
	if (s.n && *s.p == '.') {
		s = str_from(s, 1);
		n = str_digits(s);
		if (n == 0)
			return false;
		v->frac = str_of(s.p, n);
		s = str_from(s, n);
	}
	if (s.n == 0)
		return true;
	if (*s.p != 'e' && *s.p != 'E')
		return false;
	return split_exponent(str_from(s, 1), &v->exp);
}

static uint64_t
more_digits(uint64_t m, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		m = m * 10 + (uint64_t)(s.p[i] - '0');
	return m;
}

/*
 * Where mantissa and power of ten are both exact doubles, one operation
 * rounds once, and so correctly (W. D. Clinger, How to Read Floating Point
 * Numbers Accurately, 1990). Wider intermediate results would round twice.
 */
static bool
quick_double(const struct num_parts *v, double *d)
{
	int64_t exp = v->exp - (int64_t)v->frac.n;
	uint64_t m;

	if (FLT_EVAL_METHOD != 0 || exp < -POW10_EXACT || exp > POW10_EXACT ||
	    v->whole.n + v->frac.n > DIGITS_EXACT)
		return false;
	m = more_digits(more_digits(0, v->whole), v->frac);
	if (m > UINT64_C(1) << 53)
		return false;
	*d = exp < 0 ? (double)m / pow10_exact[-exp] :
	    (double)m * pow10_exact[exp];
	return true;
}

/* Significant digits of a number, the first DIGITS_KEPT of them. */
struct kept {
	char text[DIGITS_KEPT + 32];
	size_t n;
	size_t dropped;
	bool more;		/* one of the dropped ones is not 0 */
};

static void
keep(struct kept *k, struct str s)
{
	size_t i = 0, fit;

	while (k->n == 0 && i < s.n && s.p[i] == '0')
		i++;
	s = str_from(s, i);
	fit = DIGITS_KEPT - k->n < s.n ? DIGITS_KEPT - k->n : s.n;
	memcpy(k->text + k->n, s.p, fit);
	k->n += fit;
	k->dropped += s.n - fit;
	for (i = fit; i < s.n && !k->more; i++)
		k->more = s.p[i] != '0';
}

/* strtod(3) on digits and an exponent only: no point, so no locale. */
static double
slow_double(const struct num_parts *v)
{
	struct kept k;
	int64_t exp;

	k.n = k.dropped = 0;
	k.more = false;
	keep(&k, v->whole);
	keep(&k, v->frac);
	if (k.n == 0)
		return 0;
	exp = v->exp - (int64_t)v->frac.n + (int64_t)k.dropped;
	if (k.more) {
		k.text[k.n++] = '1';
		exp--;
	}
	if (exp > EXP_FAR)
		exp = EXP_FAR;
	else if (exp < -EXP_FAR)
		exp = -EXP_FAR;
	snprintf(k.text + k.n, sizeof(k.text) - k.n, "e%d", (int)exp);
	return strtod(k.text, NULL);
}

/* n <= 8 bytes, the first one lowest, at the upper end of a word. */
static inline uint64_t
load_upper(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	uint64_t a, b;

	if (n < 4) {
		a = (uint64_t)u[0] | (uint64_t)u[n / 2] << n / 2 * 8 |
		    (uint64_t)u[n - 1] << (n - 1) * 8;
		return a << (8 - n) * 8;
	}
	a = (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	    (uint64_t)u[3] << 24;
	u += n - 4;
	b = (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	    (uint64_t)u[3] << 24;
	return b << 32 | a << (8 - n) * 8;
}

/* Eight digits, the first one lowest, as a number below 10^8. */
static inline uint64_t
join_digits(uint64_t x)
{
	x = (x * 10 + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x * 100 + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
	return (x * 10000 + (x >> 32)) & 0xffffffff;
}

/*
 * At most eight digits with at most one point between them, all at once.
 * False for anything else.
 */
static inline bool
short_double(struct str s, double *v)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t x, other, point, below;
	unsigned digits;

	if (FLT_EVAL_METHOD != 0 || s.n - 1 >= 8)
		return false;
	/* Zeros stand in front, where no bytes are. */
	x = load_upper(s.p, s.n) ^ (each * '0' << (8 - s.n) * 8);
	other = ((x + each * 0x76) | x) & each * 0x80;
	if (!other) {
		*v = (double)join_digits(x);
		return true;
	}
	point = other & (0 - other);
	digits = 7 - bits_low(point) / 8;
	/* Not the first byte and not the last, and the only one. */
	if (other != point || !digits || digits + 1 == s.n ||
	    (x & (point >> 7) * 0xff) != (point >> 7) * ('.' ^ '0'))
		return false;
	below = (point >> 7) - 1;
	x = (x & below) << 8 | (x & ~(below << 8 | 0xff));
	*v = (double)join_digits(x) / pow10_exact[digits];
	return true;
}

/* The numbers that logs are full of, in one go: no exponent, few digits. */
static bool
plain_double(struct str s, double *v)
{
	size_t i = s.n && s.p[0] == '-', from = i, point = s.n, digits;
	uint64_t m = 0;
	double d;

	if (FLT_EVAL_METHOD != 0 || s.n > DIGITS_EXACT - 3)
		return false;
	for (; i < s.n; i++) {
		unsigned c = (unsigned char)s.p[i] - (unsigned)'0';

		if (c <= 9)
			m = m * 10 + c;
		else if (s.p[i] == '.' && point == s.n && i > from)
			point = i;
		else
			return false;
	}
	digits = point == s.n ? 0 : s.n - point - 1;
	if (i == from || (point < s.n && !digits))
		return false;
	d = (double)m / pow10_exact[digits];
	*v = from ? -d : d;
	return true;
}

/* Apart, so that the usual number needs no room for digits. */
__attribute__((noinline)) static bool
any_double(struct str s, double *v)
{
	struct num_parts parts;
	double d;

	if (!num_split(s, &parts))
		return false;
	if (!quick_double(&parts, &d))
		d = slow_double(&parts);
	*v = parts.negative ? -d : d;
	return true;
}

bool
num_double(struct str s, double *v)
{
	return short_double(s, v) || plain_double(s, v) || any_double(s, v);
}

bool
num_double_special(struct str s, double *v)
{
	bool negative;

	if (num_double(s, v))
		return true;
	if (str_ieq(s, STR("nan"))) {
		*v = (double)NAN;
		return true;
	}
	negative = cut_sign(&s);
	if (!str_ieq(s, STR("inf")) && !str_ieq(s, STR("infinity")))
		return false;
	*v = negative ? -HUGE_VAL : HUGE_VAL;
	return true;
}

size_t
num_span(struct str s)
{
	size_t i = s.n && s.p[0] == '-', n = str_digits(str_from(s, i));

	if (n == 0)
		return 0;
	i += s.p[i] == '0' ? 1 : n;
	if (i < s.n && s.p[i] == '.') {
		n = str_digits(str_from(s, i + 1));
		if (n == 0)
			return 0;
		i += 1 + n;
	}
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		n = str_digits(str_from(s, i));
		return n ? i + n : 0;
	}
	return i;
}

bool
num_size(struct str s, uint64_t *v)
{
	unsigned shift = 0;
	uint64_t m;

	if (s.n && !str_is_digit(s.p[s.n - 1])) {
		switch (s.p[s.n - 1]) {
		case 'K': case 'k': shift = 10; break;
		case 'M': case 'm': shift = 20; break;
		case 'G': case 'g': shift = 30; break;
		default: return false;
		}
		s.n--;
	}
	if (!magnitude(s, &m) || m > UINT64_MAX >> shift)
		return false;
	*v = m << shift;
	return true;
}
