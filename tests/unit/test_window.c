/*
 * Windows against tables: months from the 31st, leap days, hours that clocks
 * skip and repeat; and zones' files that are damaged.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/io.h"
#include "base/stamp.h"
#include "series/window.h"
#include "unit.h"

#define DAY_NS (86400 * STAMP_SEC)

struct row {
	const char *zone;
	enum rule_unit unit;
	int64_t arg;		/* the day a month begins on, or a length */
	const char *time, *start, *end;
	double days;
};

static const struct row rows[] = {
	/* Fixed lengths, before the epoch too. */
	{ "", RULE_SPAN_OF_TIME, 300 * STAMP_SEC, "2026-11-21T10:04:59.999Z",
	    "2026-11-21T10:00:00Z", "2026-11-21T10:05:00Z", 300. / 86400 },
	{ "", RULE_SPAN_OF_TIME, 300 * STAMP_SEC, "2026-11-21T10:05:00Z",
	    "2026-11-21T10:05:00Z", "2026-11-21T10:10:00Z", 300. / 86400 },
	{ "", RULE_SPAN_OF_TIME, 3600 * STAMP_SEC, "1969-12-31T23:59:59Z",
	    "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z", 1. / 24 },
	{ "", RULE_SPAN_OF_TIME, 2 * DAY_NS, "1970-01-03T00:00:00Z",
	    "1970-01-03T00:00:00Z", "1970-01-05T00:00:00Z", 2 },
	/* Days, weeks and months of UTC. */
	{ "", RULE_DAY, 0, "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z",
	    "2026-11-22T00:00:00Z", 1 },
	{ "UTC", RULE_DAY, 0, "2024-02-28T23:59:59.999999999Z",
	    "2024-02-28T00:00:00Z", "2024-02-29T00:00:00Z", 1 },
	{ "", RULE_WEEK, 0, "2026-11-21T12:00:00Z", "2026-11-16T00:00:00Z",
	    "2026-11-23T00:00:00Z", 7 },
	{ "", RULE_WEEK, 0, "2026-11-16T00:00:00Z", "2026-11-16T00:00:00Z",
	    "2026-11-23T00:00:00Z", 7 },
	{ "", RULE_WEEK, 0, "1969-12-28T23:00:00Z", "1969-12-22T00:00:00Z",
	    "1969-12-29T00:00:00Z", 7 },
	{ "", RULE_MONTH, 1, "2024-02-29T10:00:00Z", "2024-02-01T00:00:00Z",
	    "2024-03-01T00:00:00Z", 29 },
	{ "", RULE_MONTH, 1, "2100-02-28T10:00:00Z", "2100-02-01T00:00:00Z",
	    "2100-03-01T00:00:00Z", 28 },
	{ "", RULE_MONTH, 15, "2026-12-31T00:00:00Z", "2026-12-15T00:00:00Z",
	    "2027-01-15T00:00:00Z", 31 },
	{ "", RULE_MONTH, 15, "2027-01-14T23:59:59Z", "2026-12-15T00:00:00Z",
	    "2027-01-15T00:00:00Z", 31 },
	/* From the 31st: the last day where there is none. */
	{ "", RULE_MONTH, 31, "2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z",
	    "2026-02-28T00:00:00Z", 28 },
	{ "", RULE_MONTH, 31, "2026-01-30T23:59:59Z", "2025-12-31T00:00:00Z",
	    "2026-01-31T00:00:00Z", 31 },
	{ "", RULE_MONTH, 31, "2026-02-27T23:59:59Z", "2026-01-31T00:00:00Z",
	    "2026-02-28T00:00:00Z", 28 },
	{ "", RULE_MONTH, 31, "2026-02-28T00:00:00Z", "2026-02-28T00:00:00Z",
	    "2026-03-31T00:00:00Z", 31 },
	{ "", RULE_MONTH, 31, "2024-02-28T12:00:00Z", "2024-01-31T00:00:00Z",
	    "2024-02-29T00:00:00Z", 29 },
	{ "", RULE_MONTH, 31, "2024-02-29T12:00:00Z", "2024-02-29T00:00:00Z",
	    "2024-03-31T00:00:00Z", 31 },
	{ "", RULE_MONTH, 31, "2026-04-30T00:00:00Z", "2026-04-30T00:00:00Z",
	    "2026-05-31T00:00:00Z", 31 },
	{ "", RULE_MONTH, 29, "2026-02-28T00:00:00Z", "2026-02-28T00:00:00Z",
	    "2026-03-29T00:00:00Z", 29 },
	{ "", RULE_MONTH, 30, "2024-02-29T01:00:00Z", "2024-02-29T00:00:00Z",
	    "2024-03-30T00:00:00Z", 30 },
	/* Summer time begins and ends: 23 and 25 hours. */
	{ "Europe/Berlin", RULE_DAY, 0, "2026-03-28T23:00:00Z",
	    "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 1 },
	{ "Europe/Berlin", RULE_DAY, 0, "2026-03-29T21:59:59Z",
	    "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 1 },
	{ "Europe/Berlin", RULE_DAY, 0, "2026-10-25T22:59:59Z",
	    "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 1 },
	{ "Europe/Berlin", RULE_DAY, 0, "2026-10-25T23:00:00Z",
	    "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z", 1 },
	{ "Europe/Berlin", RULE_MONTH, 1, "2026-03-31T22:00:00Z",
	    "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z", 30 },
	{ "Europe/Berlin", RULE_MONTH, 1, "2026-03-31T21:59:59Z",
	    "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", 31 },
	{ "America/New_York", RULE_WEEK, 0, "2026-11-02T04:59:59Z",
	    "2026-10-26T04:00:00Z", "2026-11-02T05:00:00Z", 7 },
	/* A year that only the rule at the file's end knows. */
	{ "Europe/Berlin", RULE_DAY, 0, "2199-07-01T12:00:00Z",
	    "2199-06-30T22:00:00Z", "2199-07-01T22:00:00Z", 1 },
	/* Midnight itself is skipped: the day begins with the shift. */
	{ "America/Sao_Paulo", RULE_DAY, 0, "2018-11-04T03:00:00Z",
	    "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", 1 },
	{ "America/Sao_Paulo", RULE_DAY, 0, "2018-11-04T02:59:59Z",
	    "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z", 1 },
	/* An hour before midnight comes twice. */
	{ "America/Sao_Paulo", RULE_DAY, 0, "2018-02-18T02:30:00Z",
	    "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z", 1 },
	/* Midnight comes twice: the day begins with the first. */
	{ "America/Havana", RULE_DAY, 0, "2018-11-04T05:30:00Z",
	    "2018-11-04T04:00:00Z", "2018-11-05T05:00:00Z", 1 },
	/* A minute of the next day, then the day before again. */
	{ "America/St_Johns", RULE_DAY, 0, "2006-10-29T02:45:00Z",
	    "2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z", 1 },
	/* A whole day is skipped: its window has no time at all. */
	{ "Pacific/Apia", RULE_DAY, 0, "2011-12-30T10:00:00Z",
	    "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", 1 },
	{ "Pacific/Apia", RULE_DAY, 0, "2011-12-30T09:59:59Z",
	    "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", 1 },
};

static int64_t
at(const char *text)
{
	int64_t ns = 0;

	CHECK(stamp_parse(str_c(text), &ns));
	return ns;
}

static void
table(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *r = &rows[i];
		const struct rule_window form = { .unit = r->unit,
			.length = r->arg, .from = (unsigned)(r->arg % 32) };
		struct zone z;
		struct window w;

		CHECK_ROW(i, zone_load(&z, str_c(r->zone), NULL));
		w = window_at(&form, &z, at(r->time));
		CHECK_ROW(i, w.start == at(r->start));
		CHECK_ROW(i, w.end == at(r->end));
		CHECK_ROW(i, window_days(&form, &z, &w) == r->days);
		zone_free(&z);
	}
}

/* Each window begins where the one before ends, and holds what is in it. */
static void
tiles(const char *zone, enum rule_unit unit, unsigned from)
{
	const struct rule_window form = { .unit = unit, .from = from };
	struct window w, next;
	struct zone z;

	CHECK(zone_load(&z, str_c(zone), NULL));
	w = window_at(&form, &z, at("1975-06-01T00:00:00Z"));
	for (size_t i = 0; w.end < at("2060-01-01T00:00:00Z"); i++) {
		next = window_at(&form, &z, w.end);
		CHECK_ROW(i, next.start == w.end && next.end > w.end);
		w = window_at(&form, &z, w.end - 1);
		CHECK_ROW(i, w.end == next.start);
		w = next;
	}
	zone_free(&z);
}

/* The ends of time do not overflow. */
static void
extremes(void)
{
	static const enum rule_unit unit[] = { RULE_SPAN_OF_TIME, RULE_DAY,
		RULE_WEEK, RULE_MONTH };
	struct zone z;

	CHECK(zone_load(&z, STR("Europe/Berlin"), NULL));
	for (size_t i = 0; i < 4; i++) {
		const struct rule_window form = { .unit = unit[i],
			.length = 7 * DAY_NS, .from = 31 };
		struct window w = window_at(&form, &z, INT64_MAX);

		CHECK_ROW(i, w.start < INT64_MAX && w.end == INT64_MAX);
		w = window_at(&form, &z, INT64_MIN + 1);
		CHECK_ROW(i, w.start == INT64_MIN + 1 && w.end > w.start);
	}
	zone_free(&z);
}

/* A file cut anywhere, and any byte changed: an error or a zone, no more. */
static void
damaged(void)
{
	struct buf b = { 0 };
	uint64_t seed = 3;
	struct zone z;

	CHECK(io_slurp("/usr/share/zoneinfo/Europe/Berlin", ZONE_FILE_MAX, &b,
	    NULL));
	CHECK(zone_parse(&z, buf_str(&b), NULL));
	zone_free(&z);
	for (size_t n = 0; n < b.n; n++) {
		char *copy = malloc(n ? n : 1);

		memcpy(copy, b.p, n);
		CHECK_ROW(n, !zone_parse(&z, str_of(copy, n), NULL));
		zone_free(&z);
		free(copy);
	}
	for (size_t i = 0; i < 2000; i++) {
		size_t k = unit_random(&seed) % b.n;
		char old = b.p[k];

		b.p[k] = (char)unit_random(&seed);
		if (zone_parse(&z, buf_str(&b), NULL))
			zone_instant(&z, (int64_t)(unit_random(&seed) >> 30));
		zone_free(&z);
		b.p[k] = old;
	}
	buf_free(&b);
}

static void
names(void)
{
	static const char *const wrong[] = { "Europe/Berlim", "/etc/passwd",
		"../../../etc/passwd", "Europe/../../passwd", ".", "Europe",
		"Europe/Berlin ", "zone.tab", "tzdata.zi" };
	struct fault f = { 0 };
	struct zone z;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		CHECK_ROW(i, !zone_load(&z, str_c(wrong[i]), &f) && !z.n);
	CHECK(strstr(f.text, "tzdata.zi"));
}

/* Rules that no file of today has. */
static void
rules(void)
{
	static const struct {
		const char *rule, *at;
		int32_t east;
	} row[] = {
		{ "<-03>3", "2020-01-01T00:00:00Z", 0 },
		{ "XXX3EDT4,0/0,J365/23", "2030-06-01T00:00:00Z", -14400 },
		{ "XXX3EDT4,0/0,J365/23", "2030-12-31T23:59:59Z", -14400 },
		{ "AAA-1BBB,J60,J300", "2028-02-29T12:00:00Z", 3600 },
		{ "AAA-1BBB,J60,J300", "2028-03-01T01:00:00Z", 7200 },
		{ "AAA-1BBB,59/0,300", "2028-02-28T23:00:00Z", 7200 },
		{ "AAA-1BBB-3,M10.1.0,M3.5.0/-1", "2028-01-01T00:00:00Z",
		    10800 },
		{ "AAA-1BBB-3,M10.1.0,M3.5.0/-1", "2028-06-01T00:00:00Z",
		    3600 },
	};
	static const char *const wrong[] = { "CET", "CET-", "CET-1CEST",
		"CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,J0,J300", "CET-1CEST,366,J300", "<CET-1",
		"CET-168", "CET-1:60", "CET-1CEST,M3.5.0,M10.5.0/3x" };
	struct zone z = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		CHECK_ROW(i, zone_add_rule(&z, str_c(row[i].rule), NULL));
		CHECK_ROW(i, zone_east(&z, at(row[i].at) / STAMP_SEC) ==
		    row[i].east);
		zone_free(&z);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		CHECK_ROW(i, !zone_add_rule(&z, str_c(wrong[i]), NULL));
		zone_free(&z);
	}
}

static void
dates(void)
{
	int64_t day = civil_days((struct civil){ -400, 1, 1 });
	struct civil c = { -400, 1, 1 };

	for (; c.year < 2400; day++) {
		struct civil d = civil_date(day);

		if (d.year != c.year || d.month != c.month || d.day != c.day ||
		    civil_days(c) != day)
			break;
		if (++c.day > civil_days_in(c.year, c.month)) {
			c.day = 1;
			c.year += c.month == 12;
			c.month = c.month % 12 + 1;
		}
	}
	CHECK_INT(c.year, 2400);
	CHECK_INT(civil_weekday(0), 4);
	CHECK_INT(civil_weekday(-5), 6);
	CHECK_INT(civil_days_in(1900, 2), 28);
	CHECK_INT(civil_days_in(2000, 2), 29);
}

int
main(void)
{
	static const char *const zone[] = { "", "Europe/Berlin",
		"America/St_Johns", "Pacific/Apia", "America/Sao_Paulo",
		"Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca" };

	dates();
	rules();
	names();
	table();
	for (size_t i = 0; i < sizeof(zone) / sizeof(*zone); i++) {
		tiles(zone[i], RULE_DAY, 0);
		tiles(zone[i], RULE_WEEK, 0);
		tiles(zone[i], RULE_MONTH, 31);
	}
	extremes();
	damaged();
	UNIT_END;
}
