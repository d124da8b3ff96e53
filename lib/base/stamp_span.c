/*
 * Spans of time from text, and the clocks.
 */
#include <time.h>

#include "base/num.h"
#include "base/stamp.h"
#include "base/stamp_cut.h"

enum {
	UNIT_MAX = 3,		/* bytes of a unit: "\xc2\xb5s" */
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
};

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
	if (whole.n == 0 || !stamp_cut_fraction(s, &frac))
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
