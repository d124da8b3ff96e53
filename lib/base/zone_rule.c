/*
 * The rule that continues a zone's table: POSIX's TZ, with the hours from
 * -167 to 167 of RFC 9636, such as "CET-1CEST,M3.5.0,M10.5.0/3".
 */
#include "base/civil.h"
#include "base/zone.h"

enum { HOUR = 3600, DAY = 86400 };

/* A day of each year, and the second of it. */
struct day {
	char kind;		/* 'M', 'J', or '0' for counted from 0 */
	unsigned month, week, weekday;	/* M */
	int64_t n;		/* J and 0 */
	int32_t time;
};

static bool
cut_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static bool
cut_number(struct str *s, int32_t max, int32_t *v)
{
	size_t n = str_digits(*s);

	*v = 0;
	if (n == 0 || n > 3)
		return false;
	for (size_t i = 0; i < n; i++)
		*v = *v * 10 + (s->p[i] - '0');
	*s = str_from(*s, n);
	return *v <= max;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
cut_time(struct str *s, int32_t *v)
{
	int32_t sign = cut_char(s, '-') ? -1 : 1, m = 0, sec = 0;

	if (sign > 0)
		cut_char(s, '+');
	if (!cut_number(s, 167, v))
		return false;
	if (cut_char(s, ':') && (!cut_number(s, 59, &m) ||
	    (cut_char(s, ':') && !cut_number(s, 59, &sec))))
		return false;
	*v = sign * (*v * HOUR + m * 60 + sec);
	return true;
}

/* An abbreviation, in <> when it is not of letters only. */
static bool
cut_name(struct str *s)
{
	size_t n = 0;

	if (cut_char(s, '<')) {
		n = str_chr(*s, '>');
		if (n == s->n)
			return false;
		*s = str_from(*s, n + 1);
		return true;
	}
	while (n < s->n && ((s->p[n] >= 'a' && s->p[n] <= 'z') ||
	    (s->p[n] >= 'A' && s->p[n] <= 'Z')))
		n++;
	*s = str_from(*s, n);
	return n > 0;
}

static bool
cut_month(struct str *s, struct day *d)
{
	int32_t month, week, weekday;

	if (!cut_number(s, 12, &month) || !cut_char(s, '.') ||
	    !cut_number(s, 5, &week) || !cut_char(s, '.') ||
	    !cut_number(s, 6, &weekday))
		return false;
	d->month = (unsigned)month;
	d->week = (unsigned)week;
	d->weekday = (unsigned)weekday;
	return month > 0 && week > 0;
}

static bool
cut_day(struct str *s, struct day *d)
{
	int32_t n = 0;

	*d = (struct day){ .kind = '0', .time = 2 * HOUR };
	if (!cut_char(s, ','))
		return false;
	if (cut_char(s, 'M')) {
		d->kind = 'M';
		if (!cut_month(s, d))
			return false;
	} else {
		if (cut_char(s, 'J'))
			d->kind = 'J';
		if (!cut_number(s, 365, &n) || (d->kind == 'J' && n == 0))
			return false;
	}
	d->n = n;
	return !cut_char(s, '/') || cut_time(s, &d->time);
}

/* Seconds since the epoch, by the clocks of before the change. */
static int64_t
local_time(const struct day *d, int year)
{
	int64_t days = civil_days((struct civil){ year, 1, 1 });
	bool leap = civil_days_in(year, 2) == 29;

	if (d->kind == 'M') {
		int64_t day, last;

		days = civil_days((struct civil){ year, d->month, 1 });
		last = civil_days_in(year, d->month);
		day = (d->weekday + 7 - civil_weekday(days)) % 7 +
		    7 * ((int64_t)d->week - 1);
		days += day < last ? day : day - 7;
	} else if (d->kind == 'J') {
		days += d->n - 1 + (leap && d->n >= 60);
	} else {
		days += d->n;
	}
	return days * DAY + d->time;
}

static bool
add_later(struct zone *z, int64_t after, int64_t at, int32_t east)
{
	return at <= after || zone_add(z, at, east);
}

static bool
add_years(struct zone *z, int32_t std, int32_t dst, const struct day *start,
    const struct day *end)
{
	int64_t last = z->n ? z->shift[z->n - 1].at : INT64_MIN;
	int year = last < 0 ? 1969 : civil_date(last / DAY).year;
	bool ok = true;

	for (; ok && year <= ZONE_YEAR_END; year++) {
		int64_t on = local_time(start, year) - std;
		int64_t off = local_time(end, year) - dst;

		if (on <= off)
			ok = add_later(z, last, on, dst) &&
			    add_later(z, last, off, std);
		else
			ok = add_later(z, last, off, std) &&
			    add_later(z, last, on, dst);
	}
	return ok;
}

bool
zone_add_rule(struct zone *z, struct str s, struct fault *f)
{
	struct day start, end;
	int32_t std, dst;

	if (!s.n)
		return true;
	if (!cut_name(&s) || !cut_time(&s, &std))
		return fault(f, "the time zone's rule is damaged");
	if (!s.n)
		return true;
	dst = std - HOUR;
	if (!cut_name(&s) || (s.n && s.p[0] != ',' && !cut_time(&s, &dst)) ||
	    !cut_day(&s, &start) || !cut_day(&s, &end) || s.n ||
	    !add_years(z, -std, -dst, &start, &end))
		return fault(f, "the time zone's rule is damaged");
	return true;
}
