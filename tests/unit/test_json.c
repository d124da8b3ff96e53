/*
 * The reader and the writer of JSON texts: the conformance suite (its folder
 * is in the variable SUITES), the columns of errors, members and elements,
 * escapes.
 */
#include <dirent.h>
#include <stdlib.h>

#include "base/io.h"
#include "json/jread.h"
#include "json/jwrite.h"
#include "unit.h"

enum { FILE_MAX = 1024 * 1024 };

/* Reads a whole text; the column of what is wrong with it, or 0. */
static size_t
column_of(struct str s, bool strict, const char **error)
{
	struct scan scan = { 0 };
	struct jread r;
	struct jtoken t;
	size_t column = 0;

	scan_index(&scan, s.p, s.n);
	jread_init(&r, &scan, s.p, s.n);
	r.strict = strict;
	if (!jread_value(&r, &t) || !jread_end(&r))
		column = jread_column(&r, 0);
	CHECK((column != 0) == (r.error != NULL));
	if (error)
		*error = r.error;
	scan_free(&scan);
	return column;
}

/* What the suite leaves open, and what this reader makes of it. */
static const struct open_case {
	const char *name;
	bool strict, lenient;	/* accepted */
} open_case[] = {
	/* Numbers are text: no range is too large or too fine. */
	{ "number_double_huge_neg_exp", true, true },
	{ "number_huge_exp", true, true },
	{ "number_neg_int_huge_exp", true, true },
	{ "number_pos_double_huge_exp", true, true },
	{ "number_real_neg_overflow", true, true },
	{ "number_real_pos_overflow", true, true },
	{ "number_real_underflow", true, true },
	{ "number_too_big_neg_int", true, true },
	{ "number_too_big_pos_int", true, true },
	{ "number_very_big_negative_int", true, true },
	/* Lone surrogates fit the grammar: they are passed on, counted. */
	{ "object_key_lone_2nd_surrogate", true, true },
	{ "string_1st_surrogate_but_2nd_missing", true, true },
	{ "string_1st_valid_surrogate_2nd_invalid", true, true },
	{ "string_incomplete_surrogate_and_escape_valid", true, true },
	{ "string_incomplete_surrogate_pair", true, true },
	{ "string_incomplete_surrogates_escape_valid", true, true },
	{ "string_invalid_lonely_surrogate", true, true },
	{ "string_invalid_surrogate", true, true },
	{ "string_inverted_surrogates_U+1D11E", true, true },
	{ "string_lone_second_surrogate", true, true },
	/* Invalid UTF-8 inside of strings is repaired, but not strictly. */
	{ "string_UTF-8_invalid_sequence", false, true },
	{ "string_UTF8_surrogate_U+D800", false, true },
	{ "string_invalid_utf-8", false, true },
	{ "string_iso_latin_1", false, true },
	{ "string_lone_utf8_continuation_byte", false, true },
	{ "string_not_in_unicode_range", false, true },
	{ "string_overlong_sequence_2_bytes", false, true },
	{ "string_overlong_sequence_6_bytes", false, true },
	{ "string_overlong_sequence_6_bytes_null", false, true },
	{ "string_truncated-utf-8", false, true },
	/* Texts are UTF-8 without a byte order mark (RFC 8259, 8.1). */
	{ "string_UTF-16LE_with_BOM", false, false },
	{ "string_utf16BE_no_BOM", false, false },
	{ "string_utf16LE_no_BOM", false, false },
	{ "structure_UTF-8_BOM_empty_object", false, false },
	/* JREAD_DEPTH_MAX is 1024. */
	{ "structure_500_nested_arrays", true, true },
};

enum { NOPEN = sizeof(open_case) / sizeof(open_case[0]) };

static const struct open_case *
open_case_of(const char *file)
{
	for (size_t i = 0; i < NOPEN; i++) {
		size_t n = strlen(open_case[i].name);

		if (strncmp(file, open_case[i].name, n) == 0 &&
		    strcmp(file + n, ".json") == 0)
			return &open_case[i];
	}
	return NULL;
}

static void
suite_file(const char *file, struct str s, size_t n[3])
{
	bool strict = column_of(s, true, NULL) == 0;
	bool lenient = column_of(s, false, NULL) == 0, ok = false;
	const struct open_case *c;

	if (strncmp(file, "y_", 2) == 0) {
		ok = CHECK(strict && lenient);
		n[0]++;
	} else if (strncmp(file, "n_", 2) == 0) {
		/* Leniently some of them are taken: NaN, Infinity. */
		ok = CHECK(!strict);
		n[1]++;
	} else if (strncmp(file, "i_", 2) == 0) {
		c = open_case_of(file + 2);
		ok = CHECK(c && c->strict == strict &&
		    c->lenient == lenient);
		n[2]++;
	}
	if (!ok)
		fprintf(stderr, "\t%s: strict %d, lenient %d\n", file,
		    strict, lenient);
}

static bool
slurp_in(const char *dir, const char *file, struct buf *b)
{
	struct buf path = { 0 };
	bool ok;

	buf_printf(&path, "%s/%s", dir, file);
	buf_putc(&path, '\0');
	buf_reset(b);
	ok = io_slurp(path.p, FILE_MAX, b, NULL);
	buf_free(&path);
	return ok;
}

static void
suite(const char *suites)
{
	struct buf path = { 0 }, b = { 0 };
	struct dirent *e;
	size_t n[3] = { 0 };
	DIR *d;

	buf_printf(&path, "%s/JSONTestSuite/test_parsing", suites);
	buf_putc(&path, '\0');
	d = opendir(path.p);
	if (!d) {
		unit_skip("SUITES has no JSONTestSuite");
		buf_free(&path);
		return;
	}
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' &&
		    CHECK(slurp_in(path.p, e->d_name, &b)))
			suite_file(e->d_name, buf_str(&b), n);
	closedir(d);
	CHECK(n[0] >= 90);
	CHECK(n[1] >= 180);
	CHECK_INT(n[2], NOPEN);
	buf_free(&path);
	buf_free(&b);
}

static void
columns(void)
{
	static const struct {
		const char *text;
		size_t column;
		bool strict;
	} row[] = {
		{ "{\"a\":1}", 0, true },
		{ " [1 , 2]\t", 0, true },
		{ "", 1, false },
		{ "   ", 4, false },
		{ "{\"a\":1", 7, false },
		{ "{\"a\" 1}", 6, false },
		{ "{a:1}", 2, false },
		{ "{\"a\":1,}", 8, false },
		{ "{,}", 2, false },
		{ "{\"a\":}", 6, false },
		{ "{\"a\":1}}", 8, false },
		{ "[1,]", 4, false },
		{ "[1 2]", 4, false },
		{ "[1}", 3, false },
		{ "[01]", 3, false },
		{ "[1.]", 2, false },
		{ "[-]", 2, false },
		{ "[+1]", 2, false },
		{ "[.5]", 2, false },
		{ "[1e]", 2, false },
		{ "[tru]", 2, false },
		{ "[truex]", 6, false },
		{ "[nul", 2, false },
		{ "[NaN]", 0, false },
		{ "[NaN]", 2, true },
		{ "[-Infinity]", 2, true },
		{ "[-Infinity]", 0, false },
		{ "\"abc", 1, false },
		{ "\"a\\x\"", 3, false },
		{ "\"a\\u12G4\"", 3, false },
		{ "\"a\tb\"", 3, false },
		{ "[\"a\xff\"]", 4, true },
		{ "[\"a\xff\"]", 0, false },
		{ "[\xff]", 2, false },
		{ "{\"a\":\"b\\", 6, false },
		{ "{\"a\":\"\\\"}", 6, false },
		{ "{\"a\":[{\"b\":tru}]}", 12, false },
		{ "1 2", 3, false },
		{ "\xef\xbb\xbf{}", 1, false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const char *error;
		size_t got = column_of(str_c(row[i].text), row[i].strict,
		    &error);

		if (!CHECK_ROW(i, got == row[i].column))
			fprintf(stderr, "\t%s: column %zu (%s), not %zu\n",
			    row[i].text, got, error ? error : "",
			    row[i].column);
	}
}

/* The text with `depth` brackets of that kind in each other. */
static size_t
nested(size_t depth, bool object, bool closed)
{
	struct buf b = { 0 };
	size_t column;

	for (size_t i = 0; i < depth; i++)
		buf_puts(&b, object ? STR("{\"a\":") : STR("["));
	buf_putc(&b, '1');
	for (size_t i = 0; closed && i < depth; i++)
		buf_putc(&b, object ? '}' : ']');
	column = column_of(buf_str(&b), true, NULL);
	buf_free(&b);
	return column;
}

static void
depth(void)
{
	CHECK_INT(nested(JREAD_DEPTH_MAX, false, true), 0);
	CHECK_INT(nested(JREAD_DEPTH_MAX, true, true), 0);
	CHECK_INT(nested(JREAD_DEPTH_MAX + 1, false, true),
	    JREAD_DEPTH_MAX + 1);
	CHECK(nested(JREAD_DEPTH_MAX + 1, true, true) > 0);
	CHECK(nested(1000000, false, false) > 0);
	CHECK(nested(100, true, false) > 0);
}

static void
members(void)
{
	static const char text[] = " {\"a\" : 1 ,\"b\\n\":[ true,\"x\" ,"
	    "{\"c\":[]}],\"\":null , \"a\":{}} ";
	struct scan scan = { 0 };
	struct jread r, in, deep;
	struct jtoken key, v, e, w;

	scan_index(&scan, text, sizeof(text) - 1);
	jread_init(&r, &scan, text, sizeof(text) - 1);
	CHECK(!jread_open(&r, JREAD_ARRAY));
	jread_init(&r, &scan, text, sizeof(text) - 1);
	CHECK(jread_open(&r, JREAD_OBJECT));
	CHECK(jread_member(&r, &key, &v));
	CHECK_STR(key.text, "a");
	CHECK_STR(v.text, "1");
	CHECK(v.kind == JREAD_NUMBER && v.flags == 0);
	CHECK(jread_member(&r, &key, &v));
	CHECK_STR(key.text, "b\\n");
	CHECK(key.flags & JREAD_ESCAPED);
	CHECK(v.kind == JREAD_ARRAY && (v.flags & JREAD_SPACED));
	jread_enter(&r, &v, &in);
	CHECK(jread_open(&in, JREAD_ARRAY));
	CHECK(jread_element(&in, &e) && e.kind == JREAD_TRUE);
	CHECK(jread_element(&in, &e) && e.kind == JREAD_STRING);
	CHECK_STR(e.text, "x");
	CHECK(jread_element(&in, &e) && e.kind == JREAD_OBJECT);
	CHECK_STR(e.text, "{\"c\":[]}");
	jread_enter(&in, &e, &deep);
	CHECK(jread_open(&deep, JREAD_OBJECT));
	CHECK(jread_member(&deep, &key, &w) && w.kind == JREAD_ARRAY);
	CHECK(!jread_member(&deep, &key, &w) && !deep.error);
	CHECK(jread_end(&deep));
	CHECK(!jread_element(&in, &e) && !in.error && jread_end(&in));
	CHECK(jread_member(&r, &key, &v) && v.kind == JREAD_NULL);
	CHECK_STR(key.text, "");
	CHECK(jread_member(&r, &key, &v) && v.kind == JREAD_OBJECT);
	CHECK_STR(v.text, "{}");
	CHECK(!jread_member(&r, &key, &v) && !r.error);
	CHECK(!jread_member(&r, &key, &v) && !r.error);
	CHECK(jread_end(&r));
	scan_free(&scan);
}

static void
unescapes(void)
{
	static const struct {
		const char *inside, *want;
	} row[] = {
		{ "plain", "plain" },
		{ "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t" },
		{ "\\u0041\\u00e4\\u20AC", "A\xc3\xa4\xe2\x82\xac" },
		{ "\\ud83d\\ude00", "\xf0\x9f\x98\x80" },
		{ "\\ud83dx", "\xef\xbf\xbdx" },
		{ "\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\\ud83d\\u0041", "\xef\xbf\xbd" "A" },
		{ "\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b" },
		{ "\xe2\x82", "\xef\xbf\xbd" },
		{ "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		buf_reset(&b);
		jread_unescape(&b, str_c(row[i].inside));
		CHECK_STR(buf_str(&b), row[i].want);
	}
	buf_reset(&b);
	jread_unescape(&b, STR("a\\u0000b"));
	CHECK(str_eq(buf_str(&b), STR("a\0b")));
	buf_free(&b);
}

/* Whether text written as a string reads back as `want`. */
static bool
round_trip(struct str s, struct str want)
{
	struct buf b = { 0 }, back = { 0 };
	bool ok;

	jwrite_string(&b, s);
	ok = column_of(buf_str(&b), true, NULL) == 0;
	jread_unescape(&back, str_of(b.p + 1, b.n - 2));
	ok &= str_eq(buf_str(&back), want);
	buf_free(&b);
	buf_free(&back);
	return ok;
}

static void
writes(void)
{
	uint64_t seed = 99;
	struct buf b = { 0 };
	char c, text[64];

	for (int i = 0; i < 128; i++) {
		c = (char)i;
		CHECK_ROW((size_t)i, round_trip(str_of(&c, 1),
		    str_of(&c, 1)));
	}
	for (int i = 128; i < 256; i++) {
		c = (char)i;
		CHECK_ROW((size_t)i, round_trip(str_of(&c, 1),
		    STR("\xef\xbf\xbd")));
	}
	for (size_t i = 0; i < 5000; i++) {
		size_t n = unit_random(&seed) % sizeof(text);

		for (size_t k = 0; k < n; k++)
			text[k] = (char)(unit_random(&seed) % 128);
		CHECK_ROW(i, round_trip(str_of(text, n), str_of(text, n)));
	}
	jwrite_string(&b, STR("\x01\x1f\x7f/\"\\\n"));
	CHECK_STR(buf_str(&b), "\"\\u0001\\u001f\x7f/\\\"\\\\\\n\"");
	buf_free(&b);
}

static void
values(void)
{
	static const struct {
		const char *raw, *want;
	} row[] = {
		{ "[ 1 , 2 ]", "[1,2]" },
		{ "{ \"a b\" : \" x \\\" y \" }", "{\"a b\":\" x \\\" y \"}" },
		{ "[NaN, -Infinity,Infinity, -1e5]", "[null,null,null,-1e5]" },
		{ "[\"NaN\",\"-Infinity\"]", "[\"NaN\",\"-Infinity\"]" },
		{ "[\"\xff\",\t0.10]", "[\"\xef\xbf\xbd\",0.10]" },
		{ "\"\\ud800\"", "\"\\ud800\"" },
		{ "\"a\\\\\"", "\"a\\\\\"" },
		{ "null", "null" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		buf_reset(&b);
		jwrite_value(&b, str_c(row[i].raw));
		CHECK_STR(buf_str(&b), row[i].want);
	}
	buf_free(&b);
}

static void
naughty(const char *suites)
{
	struct buf b = { 0 }, text = { 0 };
	struct scan scan = { 0 };
	struct jread r;
	struct jtoken t;
	size_t n = 0;

	if (!slurp_in(suites, "naughty-strings/blns.json", &b)) {
		unit_skip("SUITES has no naughty-strings/blns.json");
		return;
	}
	/* Lines are pieces to the scanner, a text may have several. */
	scan_index(&scan, b.p, b.n);
	jread_init(&r, &scan, b.p, b.n);
	r.strict = true;
	CHECK(jread_open(&r, JREAD_ARRAY));
	for (; jread_element(&r, &t); n++) {
		buf_reset(&text);
		CHECK_ROW(n, t.kind == JREAD_STRING);
		jread_unescape(&text, t.text);
		CHECK_ROW(n, round_trip(buf_str(&text), buf_str(&text)));
	}
	CHECK(!r.error && jread_end(&r));
	CHECK(n > 400);
	scan_free(&scan);
	buf_free(&b);
	buf_free(&text);
}

int
main(void)
{
	const char *suites = getenv("SUITES");

	if (!suites || !*suites)
		suites = "../shared/suites";
	suite(suites);
	naughty(suites);
	columns();
	depth();
	members();
	unescapes();
	writes();
	values();
	UNIT_END;
}
