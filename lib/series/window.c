/*
 * Windows are numbered, and begin where clocks first show their number's
 * midnight; so they have no gaps and do not overlap, whatever clocks do.
 */
#include "base/civil.h"
#include "base/stamp.h"
#include "series/window.h"

enum { DAY = 86400, THURSDAY = 3 };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The first day of month number k (12 a year), which may lack the day. */
static int64_t
month_days(const struct rule_window *form, int64_t k)
{
	int64_t year = floor_div(k, 12);
	struct civil c = { (int)year, (unsigned)(k - year * 12) + 1, 1 };
	unsigned last = civil_days_in(c.year, c.month);

	c.day = form->from < 1 ? 1 : form->from < last ? form->from : last;
	return civil_days(c);
}

static int64_t
first_day(const struct rule_window *form, int64_t k)
{
	switch (form->unit) {
	case RULE_WEEK:
		return k * 7 - THURSDAY;
	case RULE_MONTH:
		return month_days(form, k);
	default:
		return k;
	}
}

/* A number at or near that of the window with this day. */
static int64_t
number_near(const struct rule_window *form, int64_t day)
{
	struct civil c;

	switch (form->unit) {
	case RULE_WEEK:
		return floor_div(day + THURSDAY, 7);
	case RULE_MONTH:
		c = civil_date(day);
		return (int64_t)c.year * 12 + c.month - 1;
	default:
		return day;
	}
}

static int64_t
to_ns(int64_t sec)
{
	if (sec >= INT64_MAX / STAMP_SEC)
		return INT64_MAX;
	if (sec <= INT64_MIN / STAMP_SEC)
		return INT64_MIN + 1;
	return sec * STAMP_SEC;
}

static int64_t
begin_of(const struct rule_window *form, const struct zone *zone, int64_t k)
{
	return to_ns(zone_instant(zone, first_day(form, k) * DAY));
}

static struct window
fixed_at(int64_t length, int64_t time)
{
	int64_t rest = time % length;
	struct window w;

	if (rest < 0)
		rest += length;
	w.start = time < INT64_MIN + 1 + rest ? INT64_MIN + 1 : time - rest;
	w.end = w.start > INT64_MAX - length ? INT64_MAX : w.start + length;
	return w;
}

struct window
window_at(const struct rule_window *form, const struct zone *zone,
    int64_t time)
{
	int64_t sec = floor_div(time, STAMP_SEC), k;

	if (form->unit == RULE_SPAN_OF_TIME)
		return fixed_at(form->length, time);
	k = number_near(form, floor_div(sec + zone_east(zone, sec), DAY));
	while (time < begin_of(form, zone, k) ||
	    begin_of(form, zone, k) == INT64_MAX)
		k--;
	while (time >= begin_of(form, zone, k + 1) &&
	    begin_of(form, zone, k + 1) < INT64_MAX)
		k++;
	return (struct window){ begin_of(form, zone, k),
		begin_of(form, zone, k + 1) };
}

double
window_days(const struct rule_window *form, const struct zone *zone,
    const struct window *w)
{
	int64_t sec = floor_div(w->start, STAMP_SEC), k;

	if (form->unit == RULE_SPAN_OF_TIME)
		return (double)form->length / ((double)DAY * STAMP_SEC);
	k = number_near(form, floor_div(sec + zone_east(zone, sec), DAY));
	if (begin_of(form, zone, k) > w->start)
		k--;
	return (double)(first_day(form, k + 1) - first_day(form, k));
}
