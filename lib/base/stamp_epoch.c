/*
 * Instants from numbers since the epoch, digit by digit: no double holds the
 * nanoseconds of this century.
 */
#include "base/num.h"
#include "base/stamp.h"

enum {
	SEC_DIGITS = 10,	/* of a number of seconds in this century */
	SAFE_DIGITS = 18,	/* as many as cannot overflow an int64_t */
};

static const int64_t pow10[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	1000000000,
};

/* The digits of a number behind its leading zeros, one by one. */
struct walk {
	struct str whole, frac;
};

static void
walk_init(struct walk *w, struct num_parts *v)
{
	w->whole = v->whole;
	w->frac = v->frac;
	while (w->whole.n && *w->whole.p == '0')
		w->whole = str_from(w->whole, 1);
	if (w->whole.n)
		return;
	while (w->frac.n && *w->frac.p == '0') {
		w->frac = str_from(w->frac, 1);
		v->exp--;
	}
}

/* The next digit; noughts without end behind the last. */
static unsigned
walk_next(struct walk *w)
{
	struct str *s = w->whole.n ? &w->whole : &w->frac;
	unsigned d;

	if (s->n == 0)
		return 0;
	d = (unsigned)(*s->p - '0');
	*s = str_from(*s, 1);
	return d;
}

/* The power of ten that makes nanoseconds of a number with n whole digits. */
static int
epoch_scale(int64_t n)
{
	return n <= 11 ? 9 : n <= 14 ? 6 : n <= 17 ? 3 : 0;
}

/* Digits alone, or with a fraction, of a usual length. */
static inline bool
parse_plain(struct str s, int64_t *ns)
{
	/* What has room for a fraction too, in ns, us, ms and s. */
	static const int64_t last[] = { INT64_MAX, INT64_MAX / 1000,
	    INT64_MAX / 1000000, INT64_MAX / STAMP_SEC };
	int64_t t = 0, d;
	size_t i = 0, unit, stop;

	for (; i < s.n && i < SAFE_DIGITS && str_is_digit(s.p[i]); i++)
		t = t * 10 + (s.p[i] - '0');
	if (s.p[0] == '0' || i < SEC_DIGITS)
		return false;
	unit = (size_t)epoch_scale((int64_t)i);
	if (t >= last[unit / 3])
		return false;
	if (i < s.n) {
		if (s.p[i++] != '.' || i == s.n)
			return false;
		for (stop = i + unit; i < s.n && i < stop; i++, unit--) {
			d = (unsigned char)s.p[i] - '0';
			if (d < 0 || d > 9)
				return false;
			t = t * 10 + d;
		}
		if (i < s.n && str_digits(str_from(s, i)) != s.n - i)
			return false;
	}
	*ns = t * pow10[unit];
	return true;
}

bool
stamp_epoch(struct str s, int64_t *ns)
{
	struct num_parts v;
	struct walk w;
	int64_t n, t = 0;

	if (s.n >= SEC_DIGITS && parse_plain(s, ns))
		return true;
	if (!num_split(s, &v))
		return false;
	walk_init(&w, &v);
	if (w.whole.n + w.frac.n == 0) {
		*ns = 0;
		return true;
	}
	n = (int64_t)w.whole.n + v.exp;
	n += epoch_scale(n);
	if (n > 19)
		return false;
	while (n-- > 0) {
		unsigned d = walk_next(&w);

		if (t > (INT64_MAX - (int64_t)d) / 10)
			return false;
		t = t * 10 + (int64_t)d;
	}
	*ns = v.negative ? -t : t;
	return true;
}

