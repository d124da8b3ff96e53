/*
 * base/num: every accepted and refused form, known spellings, and the round
 * trip of random doubles against strtod and printf of the C library.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "unit.h"

enum { ROUNDS = 200000, LONG_DIGITS = 100000 };

static const char *const no_integers[] = {
	"", "+", "-", " 1", "1 ", "1.0", "1e3", "0x10", "--1", "+-1", "1_000",
	"a", "1a", "\xd9\xa1",
};

static void
test_int64(void)
{
	int64_t v = 7;

	for (size_t i = 0; i < sizeof(no_integers) / sizeof(char *); i++) {
		CHECK_ROW(i, !num_int64(str_c(no_integers[i]), &v));
		CHECK_ROW(i, v == 7);
	}
	CHECK(num_int64(STR("9223372036854775807"), &v) && v == INT64_MAX);
	CHECK(num_int64(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	CHECK(num_int64(STR("-9223372036854775807"), &v) && v == -INT64_MAX);
	CHECK(num_int64(STR("+0042"), &v) && v == 42);
	CHECK(num_int64(STR("-0"), &v) && v == 0);
	v = 7;
	CHECK(!num_int64(STR("9223372036854775808"), &v) && v == 7);
	CHECK(!num_int64(STR("-9223372036854775809"), &v) && v == 7);
	CHECK(!num_int64(STR("18446744073709551616"), &v) && v == 7);
}

static void
test_uint64(void)
{
	uint64_t v = 7;

	for (size_t i = 0; i < sizeof(no_integers) / sizeof(char *); i++)
		CHECK_ROW(i, !num_uint64(str_c(no_integers[i]), &v));
	CHECK(!num_uint64(STR("-1"), &v) && v == 7);
	CHECK(!num_uint64(STR("18446744073709551616"), &v) && v == 7);
	CHECK(!num_uint64(STR("99999999999999999999"), &v) && v == 7);
	CHECK(num_uint64(STR("18446744073709551615"), &v) && v == UINT64_MAX);
	CHECK(num_uint64(STR("-0"), &v) && v == 0);
}

static void
test_size(void)
{
	static const char *const no[] = {
		"", "K", "-1", "1KB", "1T", "1.5K", " 1", "1 K", "K1",
		"18446744073709551616", "17179869184G",
	};
	uint64_t v = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !num_size(str_c(no[i]), &v) && v == 7);
	CHECK(num_size(STR("0"), &v) && v == 0);
	CHECK(num_size(STR("64K"), &v) && v == 65536);
	CHECK(num_size(STR("10m"), &v) && v == 10485760);
	CHECK(num_size(STR("1G"), &v) && v == 1073741824);
	CHECK(num_size(STR("17179869183G"), &v) &&
	    v == UINT64_C(17179869183) << 30);
}

static const char *const doubles[] = {
	"0", "-0", "+1", "007", "1.5", "-2.25", "0.1", "1e3", "1E+3", "1e-3",
	"123456789012345678", "9007199254740993", "9007199254740992",
	"9007199254740991", "0.30000000000000004", "1e22", "1e23", "1e-22",
	"1e-23", "8.5e22", "1.7976931348623157e308", "1.7976931348623158e308",
	"1.7976931348623159e308", "4.9e-324", "2.47e-324",
	"2.4703282292062327e-324", "2.4703282292062328e-324",
	"2.2250738585072011e-308", "2.2250738585072014e-308", "1e400",
	"-1e400", "1e-400", "-1e-400", "1e99999999999999999999",
	"1e-99999999999999999999", "0e99999999999999999999", "0.000e5",
	"7.2057594037927933e16", "6929495644600919.5",
	"3.518437208883201171875e13",
	"0.000000000000000000000000000000123", "100000000000000000000000",
	"12345678901234567890123", "5e-324",
	"1.00000000000000011102230246251565",
};

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void
test_double(void)
{
	static const char *const no[] = {
		"", "+", "-", ".", ".5", "1.", "1.e3", "1e", "1e+", "e3",
		"0x1p3", "0x10", "nan", "NaN", "inf", "Infinity", " 1", "1 ",
		"1,5", "1_0", "--1", "1e5.5", "1.2.3", "1f",
	};
	double v = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !num_double(str_c(no[i]), &v) && v == 7);
	for (size_t i = 0; i < sizeof(doubles) / sizeof(char *); i++) {
		CHECK_ROW(i, num_double(str_c(doubles[i]), &v));
		CHECK_ROW(i, same(v, strtod(doubles[i], NULL)));
	}
	/* The view ends before the text does. */
	CHECK(num_double(str_of("12345", 3), &v) && v == 123);
	CHECK(!num_double(str_of("1e5", 2), &v));
}

static void
test_special(void)
{
	static const char *const no[] = {
		"", "+", "nana", "+nan", "-NaN", "in", "infinit", "infinityy",
		"--inf", "nan(1)", "1x",
	};
	double v = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++)
		CHECK_ROW(i, !num_double_special(str_c(no[i]), &v) && v == 7);
	CHECK(num_double_special(STR("NaN"), &v) && isnan(v));
	CHECK(num_double_special(STR("nAn"), &v) && isnan(v));
	CHECK(num_double_special(STR("+Inf"), &v) && v == HUGE_VAL);
	CHECK(num_double_special(STR("inf"), &v) && v == HUGE_VAL);
	CHECK(num_double_special(STR("-INFINITY"), &v) && v == -HUGE_VAL);
	CHECK(num_double_special(STR("-1.5"), &v) && v == -1.5);
}

/* Digits by the hundred thousand, before the point and behind it. */
static void
test_long(void)
{
	static char text[LONG_DIGITS + 64];
	double v;

	memset(text, '9', LONG_DIGITS);
	CHECK(num_double(str_of(text, LONG_DIGITS), &v) && v == HUGE_VAL);
	memcpy(text + LONG_DIGITS, "e-99999", 8);
	CHECK(num_double(str_c(text), &v) && v == 10);
	memset(text, '0', LONG_DIGITS);
	memcpy(text + LONG_DIGITS, "25", 3);
	CHECK(num_double(str_c(text), &v) && v == 25);
	text[1] = '.';
	memcpy(text + LONG_DIGITS, "25e100000", 10);
	CHECK(num_double(str_c(text), &v) && v == 25);
	/* Halfway between two doubles, and a little above, far behind. */
	memset(text, '0', LONG_DIGITS);
	memcpy(text, "9007199254740993.", 17);
	CHECK(num_double(str_of(text, LONG_DIGITS), &v) &&
	    v == 9007199254740992.0);
	text[LONG_DIGITS - 1] = '1';
	CHECK(num_double(str_of(text, LONG_DIGITS), &v) &&
	    v == 9007199254740994.0);
}

/*
 * The point halfway between two neighbours, all of its digits: to even; one
 * more digit decides it upwards.
 */
static void
test_halfway(void)
{
	static const double at[] = { 1.0, 0.1, 5e-324, 1e-310, DBL_MIN, 1e-200,
	    1e300 };
	char text[1600];
	double v;

	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		double up = nextafter(at[i], HUGE_VAL);
		long double mid = ((long double)at[i] + (long double)up) / 2;
		int n;

		if (LDBL_MANT_DIG <= DBL_MANT_DIG)
			return;
		n = snprintf(text, sizeof(text), "%.1200Lf", mid);
		CHECK_ROW(i, n > 0 && (size_t)n + 1 < sizeof(text));
		CHECK_ROW(i, num_double(str_c(text), &v) &&
		    same(v, strtod(text, NULL)));
		text[n] = '1';
		CHECK_ROW(i, num_double(str_of(text, (size_t)n + 1), &v) &&
		    same(v, up));
	}
}

/*
 * All texts of up to seven bytes out of a few, and what stands around them:
 * short numbers are read at once, and no other bytes may show.
 */
static void
test_short(void)
{
	static const char bytes[] = "079.-:/";
	enum { N = sizeof(bytes) - 1, LONGEST = 7 };
	char text[LONGEST + 3] = "9";
	struct num_parts parts;
	size_t total = 1;
	double v;

	for (size_t n = 1; n <= LONGEST; n++) {
		total *= N;
		for (size_t i = 0; i < total; i++) {
			for (size_t k = 0, left = i; k < n; k++, left /= N)
				text[1 + k] = bytes[left % N];
			text[1 + n] = '\0';
			if (num_double(str_of(text + 1, n), &v))
				CHECK_ROW(i, num_split(str_of(text + 1, n),
				    &parts) && same(v, strtod(text + 1,
				    NULL)));
			else
				CHECK_ROW(i, !num_split(str_of(text + 1, n),
				    &parts));
			text[1 + n] = '5';
		}
	}
	for (unsigned i = 0; i < 100000000; i += 997) {
		char digits[16];
		int n = snprintf(digits, sizeof(digits), "%u.%u", i / 10000,
		    i % 10000);

		CHECK(num_double(str_of(digits, (size_t)n), &v) &&
		    same(v, strtod(digits, NULL)));
		n = snprintf(digits, sizeof(digits), "%08u", i);
		CHECK(num_double(str_of(digits, (size_t)n), &v) && v == i);
	}
}

static void
test_span(void)
{
	static const struct {
		const char *text;
		size_t n;
	} t[] = {
		{ "", 0 }, { "-", 0 }, { "+1", 0 }, { ".5", 0 }, { "a", 0 },
		{ "0", 1 }, { "-0", 2 }, { "01", 1 }, { "-01", 2 },
		{ "01.5", 1 }, { "1.", 0 }, { "1.e3", 0 }, { "1e", 0 },
		{ "1e+", 0 }, { "12", 2 }, { "12,", 2 }, { "12}", 2 },
		{ "1.5", 3 }, { "1.5.5", 3 }, { "-1.50e-07x", 9 },
		{ "1E400]", 5 }, { "0.10", 4 }, { "0e0", 3 }, { "1-2", 1 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++)
		CHECK_ROW(i, num_span(str_c(t[i].text)) == t[i].n);
}

static void
test_put_integers(void)
{
	struct buf b = { 0 };

	num_put_int64(&b, INT64_MIN);
	buf_putc(&b, ' ');
	num_put_int64(&b, INT64_MAX);
	buf_putc(&b, ' ');
	num_put_int64(&b, 0);
	buf_putc(&b, ' ');
	num_put_int64(&b, -10);
	buf_putc(&b, ' ');
	num_put_uint64(&b, UINT64_MAX);
	CHECK_STR(buf_str(&b), "-9223372036854775808 9223372036854775807 0 "
	    "-10 18446744073709551615");
	buf_free(&b);
}

/* Value, num_put_double's text, num_put_json's. */
static void
test_put_known(void)
{
	static const struct {
		double v;
		const char *text, *json;
	} t[] = {
		{ 0, "0", "0" }, { -0.0, "0", "0" }, { 1, "1", "1" },
		{ -1, "-1", "-1" }, { 0.5, "0.5", "0.5" },
		{ 100000, "100000", "100000" }, { 999999, "999999", "999999" },
		{ 1e6, "1e+06", "1000000" }, { -1e6, "-1e+06", "-1000000" },
		{ 1234567, "1.234567e+06", "1234567" },
		{ 1234567.5, "1.2345675e+06", "1234567.5" },
		{ 999999.5, "999999.5", "999999.5" },
		{ 123456.789, "123456.789", "123456.789" },
		{ 0.0001, "0.0001", "0.0001" }, { 1e-5, "1e-05", "0.00001" },
		{ 1.25e-5, "1.25e-05", "0.0000125" },
		{ 9.5e-6, "9.5e-06", "9.5e-06" },
		{ 1e16, "1e+16", "10000000000000000" },
		{ 99999999999999984.0, "9.999999999999998e+16",
		    "99999999999999980" },
		{ 1e17, "1e+17", "1e+17" },
		{ 0.00012345, "0.00012345", "0.00012345" },
		{ 1.5e-7, "1.5e-07", "1.5e-07" }, { 0.1, "0.1", "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004", "0.30000000000000004" },
		{ 1e21, "1e+21", "1e+21" }, { 1e100, "1e+100", "1e+100" },
		{ 9007199254740991.0, "9.007199254740991e+15",
		    "9007199254740991" },
		{ 9007199254740992.0, "9.007199254740992e+15",
		    "9007199254740992" },
		{ 1.7e9 + 0.123456789, "1.7000000001234567e+09",
		    "1700000000.1234567" },
		{ 5e-324, "5e-324", "5e-324" },
		{ 1e-310, "1e-310", "1e-310" },
		{ 2.2250738585072014e-308, "2.2250738585072014e-308",
		    "2.2250738585072014e-308" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308",
		    "1.7976931348623157e+308" },
		{ 0x1p-44, "5.684341886080802e-14", "5.684341886080802e-14" },
		{ HUGE_VAL, "+Inf", "\"+Inf\"" },
		{ -HUGE_VAL, "-Inf", "\"-Inf\"" },
		{ (double)NAN, "NaN", "\"NaN\"" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		num_put_double(&b, t[i].v);
		CHECK_STR(buf_str(&b), t[i].text);
		buf_reset(&b);
		num_put_json(&b, t[i].v);
		CHECK_STR(buf_str(&b), t[i].json);
	}
	buf_free(&b);
}

/* Significant digits of a text without zeros at the end. */
static int
significant(struct str s)
{
	int n = 0, zeros = 0;

	for (size_t i = 0; i < s.n && s.p[i] != 'e'; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || (n == 0 && s.p[i] == '0'))
			continue;
		n++;
		zeros = s.p[i] == '0' ? zeros + 1 : 0;
	}
	return n - zeros;
}

/* What %.*e needs to read back: never fewer digits than we wrote. */
static int
printf_digits(double v)
{
	char text[40];

	for (int n = 1; n < 17; n++) {
		snprintf(text, sizeof(text), "%.*e", n - 1, v);
		if (strtod(text, NULL) == v)
			return n;
	}
	return 17;
}

static void
check_round_trip(struct buf *b, double v, bool shortest)
{
	char libc[40];
	double back = 0;

	buf_reset(b);
	num_put_double(b, v);
	CHECK(num_double_special(buf_str(b), &back) && back == v);
	if (shortest)
		CHECK(significant(buf_str(b)) <= printf_digits(v));
	snprintf(libc, sizeof(libc), "%.17g", v);
	CHECK(num_double(str_c(libc), &back) && same(back, v));
	buf_reset(b);
	num_put_json(b, v);
	CHECK(num_span(buf_str(b)) == b->n);
	CHECK(num_double(buf_str(b), &back) && back == v);
}

static void
test_round_trip(void)
{
	struct buf b = { 0 };
	uint64_t seed = 20261121, bits;
	double v;

	for (int i = 0; i < ROUNDS; i++) {
		bits = unit_random(&seed);
		memcpy(&v, &bits, sizeof(v));
		if (isfinite(v))
			check_round_trip(&b, v, i < ROUNDS / 10);
		/* Amounts as logs have them. */
		v = (double)(bits >> 40) / (double)(1 + (bits & 0xffff));
		check_round_trip(&b, v, false);
		v = (double)(int64_t)(bits >> 24) / 1000;
		check_round_trip(&b, v, i < ROUNDS / 10);
	}
	for (int e = -1074; e < 1024; e++) {
		check_round_trip(&b, ldexp(1, e), true);
		check_round_trip(&b, nextafter(ldexp(1, e), 0), e > -1074);
		check_round_trip(&b, nextafter(ldexp(1, e), HUGE_VAL), true);
	}
	buf_free(&b);
}

int
main(void)
{
	test_int64();
	test_uint64();
	test_size();
	test_double();
	test_special();
	test_long();
	test_halfway();
	test_short();
	test_span();
	test_put_integers();
	test_put_known();
	test_round_trip();
	UNIT_END;
}
