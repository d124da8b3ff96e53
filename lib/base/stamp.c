/*
 * Instants and spans of time, from text and to text, by plain arithmetic on
 * the proleptic Gregorian calendar. It knows no time zone but UTC and offsets
 * written as numbers.
 */
#include <time.h>

#include "base/num.h"
#include "base/stamp.h"

enum {
	DATE_LEN = 10,		/* 2026-11-21 */
	MINUTE_LEN = 16,	/* 2026-11-21T09:24 */
	SECOND_LEN = 19,	/* 2026-11-21T09:24:11 */
	CANONICAL_MAX = 30,
	NANO_DIGITS = 9,
	UNIT_MAX = 3,		/* bytes of a unit: "\xc2\xb5s" */
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	DAYS_4Y = 4 * 365 + 1,
	DAYS_100Y = 25 * DAYS_4Y - 1,
	DAYS_400Y = 4 * DAYS_100Y + 1,
	MARCH_1970 = 719468,	/* days from 0000-03-01 to 1970-01-01 */
};

/* Two digits, or something above 99. */
static unsigned
two(const char *p)
{
	unsigned a = (unsigned)(unsigned char)p[0] - '0';
	unsigned b = (unsigned)(unsigned char)p[1] - '0';

	return a < 10 && b < 10 ? a * 10 + b : 100;
}

static unsigned
month_days(unsigned year, unsigned month)
{
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month == 2)
		return leap ? 29 : 28;
	return 30 + ((month + (month > 7)) & 1);
}

/*
 * Days from 1970-01-01. Years begin in March here, so that the leap day is
 * the last of its year and months have lengths in a row of five: 31 30 31 30
 * 31, which is 153 days.
 */
static int64_t
days_of(unsigned year, unsigned month, unsigned day)
{
	unsigned m = month > 2 ? month - 3 : month + 9;
	int64_t y = (int64_t)year - (month <= 2);

	return y * 365 + (y < 0 ? -1 : y / 4 - y / 100 + y / 400) +
	    (153 * m + 2) / 5 + day - 1 - MARCH_1970;
}

/* "2026-11-21" at p. */
static bool
parse_date(const char *p, int64_t *days)
{
	unsigned century = two(p), year = two(p + 2);
	unsigned month = two(p + 5), day = two(p + 8);

	if (century > 99 || year > 99 || p[4] != '-' || p[7] != '-')
		return false;
	year += century * 100;
	if (month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return false;
	*days = days_of(year, month, day);
	return true;
}

/* ".471234" or ",471" that s begins with, cut off; none is 0. */
static bool
cut_fraction(struct str *s, int64_t *ns)
{
	int64_t v = 0;
	size_t i = 1;

	*ns = 0;
	if (s->n == 0 || (*s->p != '.' && *s->p != ','))
		return true;
	for (; i < s->n && i <= NANO_DIGITS && str_is_digit(s->p[i]); i++)
		v = v * 10 + (s->p[i] - '0');
	if (i == 1)
		return false;
	for (size_t k = i; k <= NANO_DIGITS; k++)
		v *= 10;
	while (i < s->n && str_is_digit(s->p[i]))
		i++;
	*s = str_from(*s, i);
	*ns = v;
	return true;
}

/* The zone that is all of s, in seconds east. */
static bool
parse_zone(struct str s, int64_t *east)
{
	unsigned h, m = 0;

	*east = 0;
	if (s.n == 0 || (s.n == 1 && (*s.p == 'Z' || *s.p == 'z')))
		return true;
	if (str_eq(s, STR(" UTC")) || str_eq(s, STR(" GMT")))
		return true;
	if (*s.p == ' ')
		s = str_from(s, 1);
	if (s.n < 3 || (*s.p != '+' && *s.p != '-'))
		return false;
	h = two(s.p + 1);
	if (s.n == 5)
		m = two(s.p + 3);
	else if (s.n == 6 && s.p[3] == ':')
		m = two(s.p + 4);
	else if (s.n != 3)
		return false;
	if (h > 23 || m > 59)
		return false;
	*east = (int64_t)(h * HOUR + m * MINUTE) * (*s.p == '-' ? -1 : 1);
	return true;
}

/* sec * 10^9 + ns, 0 <= ns < 10^9, where that is an instant. */
static bool
join(int64_t sec, int64_t ns, int64_t *v)
{
	/* The first second of the range is not whole: count from its end. */
	if (sec < 0) {
		sec++;
		ns -= STAMP_SEC;
	}
	if (sec > INT64_MAX / STAMP_SEC || sec < -(INT64_MAX / STAMP_SEC))
		return false;
	sec *= STAMP_SEC;
	if (ns > 0 ? sec > INT64_MAX - ns : sec < -INT64_MAX - ns)
		return false;
	*v = sec + ns;
	return true;
}

bool
stamp_parse(struct str s, int64_t *ns)
{
	int64_t days, frac = 0, east = 0;
	unsigned h, m, sec = 0;

	if (s.n < MINUTE_LEN || !parse_date(s.p, &days) ||
	    !memchr("Tt _", s.p[DATE_LEN], 4))
		return false;
	h = two(s.p + DATE_LEN + 1);
	m = two(s.p + DATE_LEN + 4);
	if (h > 23 || m > 59 || s.p[DATE_LEN + 3] != ':')
		return false;
	if (s.n > MINUTE_LEN && s.p[MINUTE_LEN] == ':') {
		if (s.n < SECOND_LEN)
			return false;
		sec = two(s.p + MINUTE_LEN + 1);
		s = str_from(s, SECOND_LEN);
		if (sec > 60 || !cut_fraction(&s, &frac))
			return false;
	} else {
		s = str_from(s, MINUTE_LEN);
	}
	if (!parse_zone(s, &east))
		return false;
	if (sec == 60) {
		sec = 59;
		frac = STAMP_SEC - 1;
	}
	return join(days * DAY + h * HOUR + m * MINUTE + sec - east, frac,
	    ns);
}

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

bool
stamp_epoch(struct str s, int64_t *ns)
{
	struct num_parts v;
	struct walk w;
	int64_t n, t = 0;

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

static void
put_two(char *p, unsigned v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
}

/* The reverse of days_of. */
static void
spell_date(char *p, int64_t days)
{
	unsigned d = (unsigned)(days + MARCH_1970), y, m;

	y = d / DAYS_400Y * 400;
	d %= DAYS_400Y;
	m = d / DAYS_100Y;
	m -= m == 4;		/* the last day of 400 years */
	y += m * 100;
	d -= m * DAYS_100Y;
	y += d / DAYS_4Y * 4;
	d %= DAYS_4Y;
	m = d / 365;
	m -= m == 4;		/* 29 February */
	y += m;
	d -= m * 365;
	m = (5 * d + 2) / 153;
	d -= (153 * m + 2) / 5;
	y += m >= 10;
	put_two(p, y / 100);
	put_two(p + 2, y % 100);
	p[4] = p[7] = '-';
	put_two(p + 5, m < 10 ? m + 3 : m - 9);
	put_two(p + 8, d + 1);
}

static size_t
spell_fraction(char *p, unsigned ns)
{
	unsigned groups = ns == 0 ? 0 : ns % 1000000 == 0 ? 1 :
	    ns % 1000 == 0 ? 2 : 3;

	if (groups == 0)
		return 0;
	p[0] = '.';
	for (unsigned i = NANO_DIGITS; i > 0; i--) {
		p[i] = (char)('0' + ns % 10);
		ns /= 10;
	}
	return 1 + groups * 3;
}

void
stamp_put(struct buf *b, int64_t ns)
{
	int64_t sec = ns / STAMP_SEC, frac = ns % STAMP_SEC, days;
	char *p = buf_room(b, CANONICAL_MAX + 1);
	unsigned rest;
	size_t n = SECOND_LEN;

	if (frac < 0) {
		frac += STAMP_SEC;
		sec--;
	}
	days = sec >= 0 ? sec / DAY : (sec + 1) / DAY - 1;
	rest = (unsigned)(sec - days * DAY);
	spell_date(p, days);
	p[DATE_LEN] = 'T';
	put_two(p + 11, rest / HOUR);
	p[13] = p[16] = ':';
	put_two(p + 14, rest / MINUTE % 60);
	put_two(p + 17, rest % 60);
	n += spell_fraction(p + n, (unsigned)frac);
	p[n++] = 'Z';
	b->n += n;
}

bool
stamp_canonical(struct str s)
{
	int64_t ns;

	if (s.n != 20 && s.n != 24 && s.n != 27 && s.n != 30)
		return false;
	if (s.p[DATE_LEN] != 'T' || s.p[MINUTE_LEN] != ':' ||
	    s.p[17] == '6' || s.p[s.n - 1] != 'Z')
		return false;
	if (s.n > 20 && (s.p[SECOND_LEN] != '.' ||
	    memcmp(s.p + s.n - 4, "000", 3) == 0))
		return false;
	return stamp_parse(s, &ns);
}

static int64_t
clock_ns(clockid_t id)
{
	struct timespec t = { 0 };

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * STAMP_SEC + t.tv_nsec;
}

int64_t
stamp_now(void)
{
	return clock_ns(CLOCK_REALTIME);
}

int64_t
stamp_ticks(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

static const struct unit {
	char name[UNIT_MAX + 1];
	int64_t ns;
} units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "\xc2\xb5s", 1000 },	/* micro sign */
	{ "\xce\xbcs", 1000 },	/* Greek mu */
	{ "ms", 1000000 },
	{ "s", STAMP_SEC },
	{ "m", MINUTE * STAMP_SEC },
	{ "h", HOUR * STAMP_SEC },
	{ "d", DAY * STAMP_SEC },
	{ "w", 7 * DAY * STAMP_SEC },
};

/* The unit that s begins with, cut off: all up to the next digit. */
static int64_t
cut_unit(struct str *s)
{
	struct str name = str_of(s->p, 0);

	while (name.n < s->n && !str_is_digit(s->p[name.n]))
		name.n++;
	*s = str_from(*s, name.n);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (str_eq(name, str_c(units[i].name)))
			return units[i].ns;
	return 0;
}

/* One "30m" or "1.5s" that s begins with, cut off. */
static bool
cut_span(struct str *s, int64_t *ns)
{
	struct str whole = str_of(s->p, str_digits(*s));
	int64_t frac = 0, unit, n = 0;

	*s = str_from(*s, whole.n);
	if (s->n && *s->p == ',')
		return false;
	if (whole.n == 0 || !cut_fraction(s, &frac))
		return false;
	unit = cut_unit(s);
	if (unit == 0)
		return false;
	if (!num_int64(whole, &n) || n > STAMP_SPAN_MAX / unit)
		return false;
	*ns = n * unit + unit / STAMP_SEC * frac +
	    unit % STAMP_SEC * frac / STAMP_SEC;
	return true;
}

bool
stamp_duration(struct str s, int64_t *ns)
{
	int64_t sum = 0, v;

	if (str_eq(s, STR("0"))) {
		*ns = 0;
		return true;
	}
	if (s.n == 0)
		return false;
	while (s.n) {
		if (!cut_span(&s, &v) || v > STAMP_SPAN_MAX - sum)
			return false;
		sum += v;
	}
	*ns = sum;
	return true;
}
