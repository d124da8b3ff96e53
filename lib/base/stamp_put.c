/*
 * Instants to text: RFC 3339 in UTC with the fewest digits that are exact.
 */
#include "base/stamp.h"

enum {
	SECOND_LEN = 19,	/* 2026-11-21T09:24:11 */
	CANONICAL_MAX = 30,
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	DAYS_4Y = 4 * 365 + 1,
	DAYS_100Y = 25 * DAYS_4Y - 1,
	DAYS_400Y = 4 * DAYS_100Y + 1,
	MARCH_1970 = 719468,	/* days from 0000-03-01 to 1970-01-01 */
};

static const char pairs[] =
    "0001020304050607080910111213141516171819"
    "2021222324252627282930313233343536373839"
    "4041424344454647484950515253545556575859"
    "6061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

static inline void
put_two(char *p, unsigned v)
{
	memcpy(p, pairs + (size_t)v * 2, 2);
}

static inline void
put_three(char *p, unsigned v)
{
	p[0] = (char)('0' + v / 100);
	put_two(p + 1, v % 100);
}

/*
 * The date of a day since 1970-01-01. Years begin in March here, so that the
 * leap day is the last of its year.
 */
static inline void
spell_date(char *p, int64_t days)
{
	unsigned d = (unsigned)(days + MARCH_1970), century, y, m;

	/* 4 d + 3 makes the longer last one of four no exception. */
	century = (4 * d + 3) / DAYS_400Y;
	d -= century * DAYS_400Y / 4;
	y = (4 * d + 3) / DAYS_4Y;
	d -= y * DAYS_4Y / 4;
	m = (5 * d + 2) / 153;
	d -= (153 * m + 2) / 5;
	if (m >= 10 && ++y == 100) {
		y = 0;
		century++;
	}
	put_two(p, century);
	put_two(p + 2, y);
	p[4] = p[7] = '-';
	put_two(p + 5, m < 10 ? m + 3 : m - 9);
	put_two(p + 8, d + 1);
}

static inline size_t
spell_fraction(char *p, unsigned ns)
{
	unsigned ms = ns / 1000000, us = ns / 1000 % 1000;

	if (ns == 0)
		return 0;
	ns %= 1000;
	p[0] = '.';
	put_three(p + 1, ms);
	put_three(p + 4, us);
	put_three(p + 7, ns);
	return ns ? 10 : us ? 7 : 4;
}

void
stamp_put(struct buf *b, int64_t ns)
{
	int64_t sec = ns / STAMP_SEC, days;
	int frac = (int)(ns % STAMP_SEC), rest;
	char *p = buf_room(b, CANONICAL_MAX + 1);
	size_t n = SECOND_LEN;
	unsigned t;

	if (frac < 0) {
		frac += (int)STAMP_SEC;
		sec--;
	}
	days = sec / DAY;
	rest = (int)(sec % DAY);
	if (rest < 0) {
		rest += DAY;
		days--;
	}
	spell_date(p, days);
	t = (unsigned)rest;
	p[10] = 'T';
	put_two(p + 11, t / HOUR);
	p[13] = p[16] = ':';
	put_two(p + 14, t / MINUTE % 60);
	put_two(p + 17, t % 60);
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
	if (s.p[4] != '-' || s.p[10] != 'T' || s.p[16] != ':' ||
	    s.p[17] == '6' || s.p[s.n - 1] != 'Z')
		return false;
	if (s.n > 20 && (s.p[SECOND_LEN] != '.' ||
	    memcmp(s.p + s.n - 4, "000", 3) == 0))
		return false;
	return stamp_parse(s, &ns);
}
