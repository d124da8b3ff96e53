/*
 * base/stamp: known instants, every accepted and refused form, the edges of
 * the range, and round trips over random instants and every day.
 */
#include "base/num.h"
#include "base/stamp.h"
#include "unit.h"

enum { ROUNDS = 200000 };

#define T0 INT64_C(1795253051)	/* 2026-11-21T09:24:11Z */
#define DAY (INT64_C(86400) * STAMP_SEC)

static void
test_parse(void)
{
	static const struct {
		const char *text;
		int64_t sec, ns;
	} t[] = {
		{ "1970-01-01T00:00:00Z", 0, 0 },
		{ "1970-01-01T00:00:00.000000001Z", 0, 1 },
		{ "1969-12-31T23:59:59.999999999Z", -1, 999999999 },
		{ "2000-02-29T00:00:00Z", 951782400, 0 },
		{ "2000-03-01T00:00:00Z", 951868800, 0 },
		{ "2001-09-09T01:46:40Z", 1000000000, 0 },
		{ "2038-01-19T03:14:08Z", INT64_C(2147483648), 0 },
		{ "2100-02-28T23:59:59Z", INT64_C(4107542399), 0 },
		{ "1900-03-01T00:00:00Z", INT64_C(-2203891200), 0 },
		{ "2026-11-21T09:24:11Z", T0, 0 },
		{ "2026-11-21T09:24:11.471234Z", T0, 471234000 },
		{ "2026-11-21t09:24:11.4z", T0, 400000000 },
		{ "2026-11-21 09:24:11,471", T0, 471000000 },
		{ "2026-11-21_09:24:11", T0, 0 },
		{ "2026-11-21 09:24:11.469 UTC", T0, 469000000 },
		{ "2026-11-21 09:24:11 GMT", T0, 0 },
		{ "2026-11-21T10:24:11+01:00", T0, 0 },
		{ "2026-11-21T10:24:11+0100", T0, 0 },
		{ "2026-11-21T10:24:11+01", T0, 0 },
		{ "2026-11-21 10:24:11.5 +0100", T0, 500000000 },
		{ "2026-11-21T03:54:11-05:30", T0, 0 },
		{ "2026-11-21T09:24:11-00:00", T0, 0 },
		{ "2026-11-22T09:23:11+23:59", T0, 0 },
		{ "2026-11-21T09:24Z", T0 - 11, 0 },
		{ "2026-11-21T09:24", T0 - 11, 0 },
		{ "2026-11-21 10:24+01:00", T0 - 11, 0 },
		{ "2026-11-21T09:24:11.1234567891234567Z", T0, 123456789 },
		{ "2026-11-21T09:24:11.0000000009Z", T0, 0 },
		{ "2016-12-31T23:59:60Z", 1483228799, 999999999 },
		{ "2016-12-31T15:59:60.25-08:00", 1483228799, 999999999 },
		{ "2262-04-11T23:47:16.854775807Z", INT64_C(9223372036),
		    854775807 },
		{ "2026-11-21 10:24:11.469 CET", T0, 469000000 },
		{ "2026-11-21 11:24:11 CEST", T0, 0 },
		{ "2026-11-21 04:24:11 EST", T0, 0 },
		{ "2026-11-21 05:54:11 NST", T0, 0 },
		{ "2026-11-21 19:54:11.1 ACDT", T0, 100000000 },
		{ "21/Nov/2026:09:24:11 +0000", T0, 0 },
		{ "21/Nov/2026:15:24:11 +0600", T0, 0 },
		{ "28/Sep/1970:12:00:00 +0600", 23349600, 0 },
		{ "29/Feb/2000:00:00:00 +0000", 951782400, 0 },
		{ "2026/11/21 09:24:11", T0, 0 },
		{ "2026/11/21 09:24:11.471", T0, 471000000 },
		{ "2026-11-21T09:24:11.4714690Z", T0, 471469000 },
		{ "2026-11-21T09:24:11.471469+0000", T0, 471469000 },
	};
	int64_t ns;

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		ns = 7;
		CHECK_ROW(i, stamp_parse(str_c(t[i].text), &ns));
		CHECK_ROW(i, ns == t[i].sec * STAMP_SEC + t[i].ns);
	}
	CHECK(stamp_parse(STR("1677-09-21T00:12:43.145224193Z"), &ns) &&
	    ns == INT64_MIN + 1);
}

static void
test_parse_refused(void)
{
	static const char *const no[] = {
		"", "now", "2026", "2026-11-21", "2026-11-21T", "2026-11-21T09",
		"2026-11-21T09:2", "2026-11-21T09:24:", "2026-11-21T09:24:1",
		"2026-11-21T09:24:11.", "2026-11-21T09:24:11,Z",
		"2026-11-21T09:24:11.Z", "2026-11-21T09:24.5Z",
		"2026-11-21T09:24:11ZZ", "2026-11-21T09:24:11 ",
		"2026-11-21T09:24:11 Z", " 2026-11-21T09:24:11Z",
		"2026-11-21T09:24:11 IST", "2026-11-21T09:24:11UTC",
		"2026-11-21T09:24:11CET", "2026-11-21T09:24:11 CETX",
		"2026-11-21T09:24:11 C", "21/Nov/2026 09:24:11 +0000",
		"21/nov/2026:09:24:11 +0000", "31/Nov/2026:09:24:11 +0000",
		"21/Nov/26:09:24:11 +0000",
		"21-Nov-2026:09:24:11 +0000", "2026/11-21 09:24:11",
		"2026-11-21T09:24:11 utc", "2026-11-21T09:24:11+1",
		"2026-11-21T09:24:11+1:00", "2026-11-21T09:24:11+24:00",
		"2026-11-21T09:24:11+01:60", "2026-11-21T09:24:11+01:",
		"2026-11-21T09:24:11+010", "2026-11-21T09:24:11+01:000",
		"2026-11-21T09:24:11*01:00", "2026-11-21T09:24:11  +0100",
		"2026-00-21T09:24:11Z", "2026-13-21T09:24:11Z",
		"2026-11-00T09:24:11Z", "2026-11-31T09:24:11Z",
		"2026-04-31T09:24:11Z", "2026-06-31T09:24:11Z",
		"2026-09-31T09:24:11Z", "2026-12-32T09:24:11Z",
		"2026-02-29T09:24:11Z", "1900-02-29T09:24:11Z",
		"2100-02-29T09:24:11Z", "2024-02-30T09:24:11Z",
		"2026-11-21T24:00:00Z", "2026-11-21T09:60:11Z",
		"2026-11-21T09:24:61Z", "2026-11-21T-1:24:11Z",
		"2026-11-21X09:24:11Z", "2026.11.21 09:24:11",
		"2026-11/21T09:24:11Z", "20261121T092411Z",
		"+2026-11-21T09:24:11Z", "-026-11-21T09:24:11Z",
		"2026-1a-21T09:24:11Z", "2026-11-21T09.24.11Z",
		"2026-11-21T09:24;11Z", "2026-11-21T 9:24:11Z",
		"2262-04-11T23:47:16.854775808Z", "2262-04-11T23:47:17Z",
		"1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:42Z",
		"1677-09-21T00:12:43Z", "0000-01-01T00:00:00Z",
		"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
		"2262-04-11T23:47:16-00:01",
	};
	int64_t ns = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !stamp_parse(str_c(no[i]), &ns) && ns == 7);
	CHECK(!stamp_parse(str_of("2026-11-21\0" "09:24:11Z", 20), &ns));
	CHECK(!stamp_parse(str_of("2026-11-21T09:24:11\0", 20), &ns));
}

static void
test_epoch(void)
{
	static const struct {
		const char *text;
		int64_t ns;
	} t[] = {
		{ "0", 0 }, { "-0.0", 0 }, { "0e99999", 0 }, { "1", STAMP_SEC },
		{ "-1.5", -1500000000 }, { "0.000000001", 1 },
		{ "0.0000000009", 0 }, { "1e-9", 1 }, { "1e-10", 0 },
		{ "1e-99999999999999999999", 0 },
		{ "1795253051", T0 * STAMP_SEC },
		{ "1795253051.471234567", T0 * STAMP_SEC + 471234567 },
		{ "1795253051.4712345679", T0 * STAMP_SEC + 471234567 },
		{ "0001795253051", T0 * STAMP_SEC },
		{ "1.795253051e9", T0 * STAMP_SEC },
		{ "1.7952530514712E+9", T0 * STAMP_SEC + 471200000 },
		{ "17952530.51e2", T0 * STAMP_SEC },
		{ "1795253051471", T0 * STAMP_SEC + 471000000 },
		{ "1795253051471.234", T0 * STAMP_SEC + 471234000 },
		{ "1795253051471234", T0 * STAMP_SEC + 471234000 },
		{ "1795253051471234567", T0 * STAMP_SEC + 471234567 },
		{ "1795253051471234567.9", T0 * STAMP_SEC + 471234567 },
		{ "9223372036", INT64_C(9223372036) * STAMP_SEC },
		{ "9223372036.854775807", INT64_MAX },
		{ "-9223372036.854775807", -INT64_MAX },
		{ "9223372036854775807", INT64_MAX },
		{ "100000000000", INT64_C(100000000000000000) },
	};
	static const char *const no[] = {
		"", "-", "x", "1.", ".5", "1e", "0x1", " 1", "1 ", "nan",
		"2026-11-21T09:24:11Z", "9223372036.854775808", "1e11x",
		"99999999999", "9223372036854775808", "1e400",
		"1e99999999999999999999", "99999999999999", "1e30",
	};
	int64_t ns = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !stamp_epoch(str_c(no[i]), &ns) && ns == 7);
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		CHECK_ROW(i, stamp_epoch(str_c(t[i].text), &ns));
		CHECK_ROW(i, ns == t[i].ns);
	}
}

static void
test_put(void)
{
	static const struct {
		int64_t ns;
		const char *text;
	} t[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 1, "1970-01-01T00:00:00.000000001Z" },
		{ -1, "1969-12-31T23:59:59.999999999Z" },
		{ -STAMP_SEC, "1969-12-31T23:59:59Z" },
		{ -DAY, "1969-12-31T00:00:00Z" },
		{ -DAY - 1000, "1969-12-30T23:59:59.999999Z" },
		{ 500000000, "1970-01-01T00:00:00.500Z" },
		{ 1000, "1970-01-01T00:00:00.000001Z" },
		{ T0 * STAMP_SEC + 471234000, "2026-11-21T09:24:11.471234Z" },
		{ 951782400 * STAMP_SEC, "2000-02-29T00:00:00Z" },
		{ INT64_MAX, "2262-04-11T23:47:16.854775807Z" },
		{ INT64_MIN + 1, "1677-09-21T00:12:43.145224193Z" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		stamp_put(&b, t[i].ns);
		CHECK_STR(buf_str(&b), t[i].text);
		CHECK_ROW(i, stamp_canonical(buf_str(&b)));
	}
	buf_free(&b);
}

static void
test_canonical(void)
{
	static const char *const no[] = {
		"", "2026-11-21T09:24Z", "2026-11-21T09:24:11",
		"2026-11-21T09:24:11z", "2026-11-21t09:24:11Z",
		"2026-11-21 09:24:11Z", "2026-11-21T09:24:11.000Z",
		"2026-11-21T09:24:11.4Z", "2026-11-21T09:24:11,471Z",
		"2026-11-21T09:24:11.471000Z", "2026-11-21T09:24:11.000000Z",
		"2026-11-21T09:24:11.471234000Z", "2026-11-21T09:24:11+00:00",
		"2026-11-21T09:24:60Z", "2026-02-29T09:24:11Z",
		"2026-11-21T09:24:11.4712Z", "2026-11-21T09:24:11+00Z",
		"2026-11-21T09:24+00:0Z", "2026-11-21T09:24+0000Z",
	};

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !stamp_canonical(str_c(no[i])));
	CHECK(stamp_canonical(STR("2026-11-21T09:24:11.100Z")));
	CHECK(stamp_canonical(STR("2026-11-21T09:24:11.000001Z")));
	CHECK(stamp_canonical(STR("2026-11-21T09:24:11.000000010Z")));
}

/* Canonical is what is spelt as stamp_put would, and nothing else. */
static void
check_spelling(struct buf *b, struct str s)
{
	int64_t ns;
	bool same = false;

	buf_reset(b);
	if (stamp_parse(s, &ns)) {
		stamp_put(b, ns);
		same = str_eq(buf_str(b), s);
	}
	CHECK(stamp_canonical(s) == same);
}

/* Canonical texts with one or two bytes changed, or cut short. */
static void
test_damaged(void)
{
	static const char bytes[] = "0123456789TZtz:-+., _6\0\377";
	struct buf b = { 0 }, again = { 0 };
	uint64_t seed = 1970;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t r = unit_random(&seed);
		int64_t ns = (int64_t)unit_random(&seed);

		buf_reset(&b);
		stamp_put(&b, ns - ns % (r & 1 ? 1000 : STAMP_SEC));
		for (unsigned k = 0; k < 1 + (r >> 1) % 2; k++) {
			b.p[(r >> (8 + 8 * k)) % b.n] =
			    bytes[(r >> (32 + 8 * k)) % sizeof(bytes)];
		}
		b.n -= (r >> 60) == 0;
		check_spelling(&again, buf_str(&b));
	}
	buf_free(&b);
	buf_free(&again);
}

static void
test_round_trip(void)
{
	struct buf b = { 0 };
	uint64_t seed = 2262;
	int64_t ns, back;

	for (int i = 0; i < ROUNDS; i++) {
		ns = (int64_t)unit_random(&seed);
		if (ns == INT64_MIN)
			continue;
		if (i % 3)
			ns -= ns % (i % 3 == 1 ? 1000000 : STAMP_SEC);
		buf_reset(&b);
		stamp_put(&b, ns);
		CHECK(stamp_parse(buf_str(&b), &back) && back == ns);
		buf_reset(&b);
		num_put_int64(&b, ns);
		if (ns <= -INT64_C(100000000000000000) ||
		    ns >= INT64_C(100000000000000000))
			CHECK(stamp_epoch(buf_str(&b), &back) && back == ns);
	}
	buf_free(&b);
}

/* Every day from 1678 to 2261, counted one by one with the leap years. */
static void
test_days(void)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	int64_t day = 0, ns;
	char text[40];

	CHECK(stamp_parse(STR("1678-01-01T00:00:00Z"), &day));
	for (int y = 1678; y < 2262; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		for (int m = 0; m < 12; m++)
			for (int d = 1; d <= length[m] + (leap && m == 1);
			    d++) {
				snprintf(text, sizeof(text),
				    "%04d-%02d-%02dT00:00:00Z", y, m + 1, d);
				CHECK(stamp_parse(str_c(text), &ns) &&
				    ns == day);
				CHECK(stamp_canonical(str_c(text)));
				day += DAY;
			}
	}
	CHECK(stamp_parse(STR("2262-01-01T00:00:00Z"), &ns) && ns == day);
}

static void
test_duration(void)
{
	static const struct {
		const char *text;
		int64_t ns;
	} t[] = {
		{ "0", 0 }, { "0s", 0 }, { "90s", 90 * STAMP_SEC },
		{ "5m", 300 * STAMP_SEC }, { "1h30m", 5400 * STAMP_SEC },
		{ "30m1h", 5400 * STAMP_SEC }, { "1d", DAY },
		{ "2w", 14 * DAY },
		{ "250ms", 250000000 }, { "7us", 7000 }, { "9ns", 9 },
		{ "7\xc2\xb5s", 7000 }, { "7\xce\xbcs", 7000 },
		{ "1.5s", 1500000000 }, { "1m30.5s", 90500000000 },
		{ "0.25h", 900 * STAMP_SEC }, { "1.234567ms", 1234567 },
		{ "0.5d", DAY / 2 }, { "1.0000000009s", STAMP_SEC },
		{ "0.1234567891234s", 123456789 }, { "1.9ns", 1 },
		{ "36525d", STAMP_SPAN_MAX }, { "0001s", STAMP_SEC },
	};
	static const char *const no[] = {
		"", "1", "00", "90", "s", "-1s", "+1s", "1 s", "1s ", " 1s",
		"1h30", "1x", "1sec", "1S", "1M", "1,5s", "1.s", ".5s", "1..5s",
		"1e3s", "36525d1ns", "36526d", "99999999999999999999s",
		"9223372036854775807ns9223372036854775807ns", "5218w", "inf",
		"1.5", "1m.5s", "1ms1", "1\xc2s",
	};
	int64_t ns = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !stamp_duration(str_c(no[i]), &ns) && ns == 7);
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		CHECK_ROW(i, stamp_duration(str_c(t[i].text), &ns));
		CHECK_INT(ns, t[i].ns);
	}
}

/* Whatever was read before, the minute in mind changes nothing. */
static void
test_recall(void)
{
	static const char byte[] = "0159:.Zz T-+60";
	struct stamp_memo memo = { 0 };
	struct buf b = { 0 };
	uint64_t seed = 42;
	int64_t base = 0;

	for (int i = 0; i < 300000; i++) {
		uint64_t r = unit_random(&seed);
		int64_t want = 7, got = 7, within;
		bool canonical, ok;

		if (r % 64 == 0)
			base = (int64_t)unit_random(&seed);
		if (r % 64 == 1)
			base = r & 128 ? INT64_MAX - 1 : INT64_MIN + 1;
		r >>= 8;
		buf_reset(&b);
		within = (int64_t)(r >> 8) % (59 * STAMP_SEC);
		if (r & 1 || base > INT64_MAX - 120 * STAMP_SEC)
			within = 0;
		stamp_put(&b, base + within / 1000 * (r & 2 ? 1000 : 1));
		if ((r & 12) == 0)
			b.p[unit_random(&seed) % b.n] = byte[unit_random(
			    &seed) % (sizeof(byte) - 1)];
		if ((r & 0x30) == 0)
			b.n = unit_random(&seed) % (b.n + 1);
		ok = stamp_parse(buf_str(&b), &want);
		CHECK_ROW((size_t)i, stamp_recall(&memo, buf_str(&b), &got,
		    &canonical) == ok && got == want && canonical == (ok &&
		    stamp_canonical(buf_str(&b))));
	}
	buf_free(&b);
}

static void
test_clocks(void)
{
	int64_t ticks = stamp_ticks(), now = stamp_now();

	CHECK(now > INT64_C(1600000000) * STAMP_SEC);
	CHECK(stamp_ticks() >= ticks);
}

int
main(void)
{
	test_parse();
	test_parse_refused();
	test_epoch();
	test_put();
	test_canonical();
	test_damaged();
	test_round_trip();
	test_days();
	test_duration();
	test_recall();
	test_clocks();
	UNIT_END;
}
