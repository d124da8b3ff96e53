/*
 * Numbers to text and back, without locale. JSON's number syntax is RFC 8259
 * section 6; the spelling of doubles is Prometheus's (Go's strconv 'g', -1).
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

#include "base/buf.h"

/*
 * The whole of s as a decimal integer, sign optional, no space. False (and
 * *v untouched) when it is not one or does not fit.
 */
bool num_int64(struct str s, int64_t *v);
bool num_uint64(struct str s, uint64_t *v);

/*
 * The digits of the same, of any length, without zeros in front; *negative is
 * its sign, but for 0. Empty when s is no decimal integer.
 */
struct str num_digits(struct str s, bool *negative);

/*
 * The whole of s as a double, correctly rounded, in JSON's syntax, a leading
 * '+' and leading zeros allowed too. Beyond the range gives +-HUGE_VAL, as
 * strtod does. No hexadecimal, no NaN, no Infinity, no space.
 */
bool num_double(struct str s, double *v);
/* The same, and NaN, Inf, Infinity in any case, the latter two with a sign:
 * the spellings of the exposition formats. */
bool num_double_special(struct str s, double *v);

/* A decimal number taken apart: +-WHOLE.FRAC * 10^exp. */
struct num_parts {
	bool negative;
	struct str whole;	/* digits, at least one */
	struct str frac;	/* digits behind the point, may be none */
	int64_t exp;		/* beyond +-1e17 only known to be so */
};

/*
 * The whole of s in num_double's syntax, for readers that need every digit.
 * False, and *v undefined, when it is no number.
 */
bool num_split(struct str s, struct num_parts *v);

/* Length of the JSON number that s begins with (RFC 8259 section 6), 0 when
 * it begins with none. "01" gives 1, "1." gives 0, "-" gives 0. */
size_t num_span(struct str s);

void num_put_int64(struct buf *b, int64_t v);
void num_put_uint64(struct buf *b, uint64_t v);

/*
 * The shortest text that reads back as v, spelt as Prometheus's Go client
 * does: 100000, 1e+06, 1.234567e+06, 0.0001, 1e-05, NaN, +Inf, -Inf. The
 * exponent form is used when the decimal exponent is < -4 or >= 6; zero has no
 * sign, as in the Go client's writer.
 */
void num_put_double(struct buf *b, double v);
/*
 * The same for JSON and for labels, as people and jq write numbers: 1000000.5,
 * 0.00001, 1e-06, 1e+17, with an exponent when it is < -5 or >= 17; and the
 * values that JSON lacks as the strings "NaN", "+Inf", "-Inf".
 */
void num_put_json(struct buf *b, double v);

/*
 * A size: digits and an optional K, M or G in either case (powers of 1024).
 * False when it is none, or over UINT64_MAX.
 */
bool num_size(struct str s, uint64_t *v);

#endif
