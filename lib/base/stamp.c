/*
 * Instants from text, by plain arithmetic on the proleptic Gregorian calendar.
 * Numbers since the epoch are stamp_epoch.c's, the way back stamp_put.c's,
 * spans of time stamp_span.c's.
 */
#include "base/stamp.h"
#include "base/stamp_cut.h"

enum {
	DATE_LEN = 10,		/* 2026-11-21 */
	LOG_DATE_LEN = 11,	/* 21/Nov/2026 */
	MINUTE_LEN = 5,		/* 09:24 */
	SECOND_LEN = 8,		/* 09:24:11 */
	PLAIN_MIN = 20,		/* 2026-11-21T09:24:11Z */
	PLAIN_MAX = 30,
	YEAR_MIN = 1678,	/* the years that are whole within the range */
	YEAR_MAX = 2261,
	NANO_DIGITS = 9,
	QUARTER = 15 * 60,
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	MARCH_1970 = 719468,	/* days from 0000-03-01 to 1970-01-01 */
};

static const unsigned char days_in[] = {
	0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
};

/*
 * Abbreviations, in quarters of an hour east: Universal Time and the American
 * ones of RFC 5322 section 4.3, and such of the time zone database as name a
 * single offset. IST, which three countries share, is none of them.
 */
static const struct zone {
	char name[5];
	signed char east;
} zones[] = {
	{ "UTC", 0 }, { "GMT", 0 }, { "Z", 0 }, { "UT", 0 }, { "CET", 4 },
	{ "CEST", 8 }, { "WET", 0 }, { "WEST", 4 }, { "BST", 4 },
	{ "EET", 8 }, { "EEST", 12 }, { "MSK", 12 }, { "EST", -20 },
	{ "EDT", -16 }, { "CST", -24 }, { "CDT", -20 }, { "MST", -28 },
	{ "MDT", -24 }, { "PST", -32 }, { "PDT", -28 }, { "AKST", -36 },
	{ "AKDT", -32 }, { "HST", -40 }, { "NST", -14 }, { "NDT", -10 },
	{ "AST", -16 }, { "ADT", -12 }, { "JST", 36 }, { "KST", 36 },
	{ "HKT", 32 }, { "PKT", 20 }, { "WIB", 28 }, { "SAST", 8 },
	{ "CAT", 8 }, { "EAT", 12 }, { "WAT", 4 }, { "AWST", 32 },
	{ "ACST", 38 }, { "ACDT", 42 }, { "AEST", 40 }, { "AEDT", 44 },
	{ "NZST", 48 }, { "NZDT", 52 },
};

/* Two digits, or something above 99. */
static inline unsigned
two(const char *p)
{
	unsigned a = (unsigned)(unsigned char)p[0] - '0';
	unsigned b = (unsigned)(unsigned char)p[1] - '0';

	return a < 10 && b < 10 ? a * 10 + b : 100;
}

/*
 * Days from 1970-01-01. Years begin in March here, so that the leap day is
 * the last of its year and months have lengths in a row of five: 31 30 31 30
 * 31, which is 153 days.
 */
static inline int64_t
days_of(unsigned year, unsigned month, unsigned day)
{
	unsigned m = month > 2 ? month - 3 : month + 9;
	int64_t y = (int64_t)year - (month <= 2);

	return y * 365 + (y < 0 ? -1 : y / 4 - y / 100 + y / 400) +
	    (153 * m + 2) / 5 + day - 1 - MARCH_1970;
}

static bool
count_days(unsigned century, unsigned year, unsigned month, unsigned day,
    int64_t *days)
{
	bool leap;

	if (century > 99 || year > 99 || month < 1 || month > 12)
		return false;
	leap = year % 4 == 0 && (year || century % 4 == 0);
	if (day < 1 || day > days_in[month] + (unsigned)(leap && month == 2))
		return false;
	*days = days_of(century * 100 + year, month, day);
	return true;
}

/* The number of the English abbreviation at p, or 0. */
static unsigned
month_named(const char *p)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (unsigned m = 0; m < 12; m++)
		if (memcmp(p, names + (size_t)m * 3, 3) == 0)
			return m + 1;
	return 0;
}

/* The date that s begins with and what parts it from the time, cut off. */
static bool
cut_date(struct str *s, int64_t *days)
{
	const char *p = s->p;
	size_t n = DATE_LEN;

	if (s->n < LOG_DATE_LEN + 1 + MINUTE_LEN && s->n != DATE_LEN + 1 +
	    MINUTE_LEN)
		return false;
	if (p[2] == '/') {
		n = LOG_DATE_LEN;
		if (p[6] != '/' || p[n] != ':' || !count_days(two(p + 7),
		    two(p + 9), month_named(p + 3), two(p), days))
			return false;
	} else if ((p[4] != '-' && p[4] != '/') || p[7] != p[4] ||
	    !(p[n] == 'T' || p[n] == ' ' || p[n] == 't' || p[n] == '_') ||
	    !count_days(two(p), two(p + 2), two(p + 5), two(p + 8), days)) {
		return false;
	}
	*s = str_from(*s, n + 1);
	return true;
}

bool
stamp_cut_fraction(struct str *s, int64_t *ns)
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

static bool
zone_named(struct str name, int64_t *east)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (str_eq(name, str_c(zones[i].name))) {
			*east = zones[i].east * QUARTER;
			return true;
		}
	}
	return false;
}

/* The zone that is all of s, in seconds east. */
static bool
parse_zone(struct str s, int64_t *east)
{
	unsigned h, m = 0;

	*east = 0;
	if (s.n == 0 || (s.n == 1 && (*s.p == 'Z' || *s.p == 'z')))
		return true;
	if (*s.p == ' ') {
		s = str_from(s, 1);
		if (s.n > 1 && zone_named(s, east))
			return true;
	}
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

static bool
parse_any(struct str s, int64_t *ns)
{
	int64_t days, frac = 0, east = 0;
	unsigned h, m, sec = 0;

	if (!cut_date(&s, &days))
		return false;
	h = two(s.p);
	m = two(s.p + 3);
	if (h > 23 || m > 59 || s.p[2] != ':')
		return false;
	if (s.n > MINUTE_LEN && s.p[MINUTE_LEN] == ':') {
		if (s.n < SECOND_LEN)
			return false;
		sec = two(s.p + MINUTE_LEN + 1);
		s = str_from(s, SECOND_LEN);
		if (sec > 60 || !stamp_cut_fraction(&s, &frac))
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

/* The usual spelling, "2026-11-21T09:24:11.471Z", in the usual years. */
static inline bool
parse_plain(struct str s, int64_t *ns)
{
	static const int unit[] = { 0, 0, 100000000, 10000000, 1000000,
	    100000, 10000, 1000, 100, 10, 1 };
	const char *p = s.p;
	unsigned year, month, day, h, m, sec, frac = 0;
	size_t n = s.n - PLAIN_MIN;

	if (p[4] != '-' || p[7] != '-' || p[DATE_LEN] != 'T' ||
	    p[13] != ':' || p[16] != ':' || (n && p[19] != '.') || n == 1)
		return false;
	year = two(p) * 100 + two(p + 2);
	month = two(p + 5);
	day = two(p + 8);
	h = two(p + 11);
	m = two(p + 14);
	sec = two(p + 17);
	if (year < YEAR_MIN || year > YEAR_MAX || two(p + 2) > 99 ||
	    month - 1 > 11 || day - 1 >= days_in[month] || h > 23 || m > 59 ||
	    sec > 59)
		return false;
	for (size_t i = 1; i < n; i++) {
		unsigned d = (unsigned)(unsigned char)p[19 + i] - '0';

		if (d > 9)
			return false;
		frac = frac * 10 + d;
	}
	*ns = (days_of(year, month, day) * DAY + h * HOUR + m * MINUTE +
	    sec) * STAMP_SEC + (int64_t)frac * unit[n];
	return true;
}

bool
stamp_parse(struct str s, int64_t *ns)
{
	return (s.n >= PLAIN_MIN && s.n <= PLAIN_MAX &&
	    s.p[s.n - 1] == 'Z' && parse_plain(s, ns)) || parse_any(s, ns);
}
