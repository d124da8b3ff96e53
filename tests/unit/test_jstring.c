/*
 * The inside of strings: what is valid, where the first wrong byte is, and
 * what it stands for; UTF-8 by its edges.
 */
#include "json/jread.h"
#include "json/jstring.h"
#include "json/jwrite.h"
#include "json/utf8.h"
#include "unit.h"

#define FFFD "\xef\xbf\xbd"

enum { BAD = JREAD_BAD_UTF8, ESC = JREAD_ESCAPED, SUR = JREAD_SURROGATE };

/* at: the wrong byte when read strictly, -1 where all is well. */
static const struct {
	const char *inside;
	unsigned flags;
	int at;
	const char *text;
} row[] = {
	{ "", 0, -1, "" },
	{ "abc", 0, -1, "abc" },
	{ "\\\"\\\\\\/\\b\\f\\n\\r\\t", ESC, -1, "\"\\/\b\f\n\r\t" },
	{ "\\u0041\\u00e4\\u20AC", ESC, -1, "A\xc3\xa4\xe2\x82\xac" },
	{ "\\ud83d\\ude00", ESC, -1, "\xf0\x9f\x98\x80" },
	{ "\\uDBFF\\uDFFF", ESC, -1, "\xf4\x8f\xbf\xbf" },
	{ "\\ud800", ESC | SUR, -1, FFFD },
	{ "\\udc00", ESC | SUR, -1, FFFD },
	{ "\\ude00\\ud83d", ESC | SUR, -1, FFFD FFFD },
	{ "\\ud83dx\\ude00", ESC | SUR, -1, FFFD "x" FFFD },
	{ "\\ud83d\\u0041", ESC | SUR, -1, FFFD "A" },
	{ "\\ud83d\\ud83d\\ude00", ESC | SUR, -1, FFFD "\xf0\x9f\x98\x80" },
	{ "\\ud83d\\nude00", ESC | SUR, -1, FFFD "\nude00" },
	{ "x\\ud83d\\ude0", ESC | SUR, 7, NULL },
	{ "x\\ud83d\\ude0g", ESC | SUR, 7, NULL },
	{ "ab\\", ESC, 2, NULL },
	{ "ab\\x41", ESC, 2, NULL },
	{ "\\a", ESC, 0, NULL },
	{ "\\U0041", ESC, 0, NULL },
	{ "\\u", ESC, 0, NULL },
	{ "\\u004", ESC, 0, NULL },
	{ "\\u00g0", ESC, 0, NULL },
	{ "\\u00`0", ESC, 0, NULL },
	{ "\\u+041", ESC, 0, NULL },
	{ "a\tb", 0, 1, NULL },
	{ "a\x1f", 0, 1, NULL },
	{ "a\x7f", 0, -1, "a\x7f" },
	{ "\xc2\x80\xdf\xbf", 0, -1, "\xc2\x80\xdf\xbf" },
	{ "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80", 0, -1,
	  "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80" },
	{ "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 0, -1,
	  "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
	{ "a\x80", BAD, 1, "a" FFFD },
	{ "\xff\xfe", BAD, 0, FFFD FFFD },
	{ "\xc0\xaf", BAD, 0, FFFD FFFD },
	{ "\xc1\xbf", BAD, 0, FFFD FFFD },
	{ "\xe0\x9f\xbf", BAD, 0, FFFD FFFD FFFD },
	{ "\xed\xa0\x80", BAD, 0, FFFD FFFD FFFD },
	{ "\xf0\x8f\xbf\xbf", BAD, 0, FFFD FFFD FFFD FFFD },
	{ "\xf4\x90\x80\x80", BAD, 0, FFFD FFFD FFFD FFFD },
	{ "\xf5\x80\x80\x80", BAD, 0, FFFD FFFD FFFD FFFD },
	{ "ok\xe2\x82", BAD, 2, "ok" FFFD },
	{ "\xe2\x82x", BAD, 0, FFFD "x" },
	{ "\xf0\x9f\x98", BAD, 0, FFFD },
	{ "\xf0\x9f\x98\xc3\xa4", BAD, 0, FFFD "\xc3\xa4" },
	{ "\xc3", BAD, 0, FFFD },
	{ "\xff\\u00e4", BAD | ESC, 0, FFFD "\xc3\xa4" },
};

static bool
is_plain(const char *inside)
{
	for (; *inside; inside++)
		if ((unsigned char)*inside >= 0x80 || *inside < ' ' ||
		    *inside == '\\')
			return false;
	return true;
}

/* The string of a row behind so many spaces, strictly and not. */
static void
check_row(size_t i, size_t before, struct buf *b)
{
	struct jstring_error e = { 999, NULL };
	struct scan s = { 0 };
	unsigned flags = 0;
	size_t close;

	buf_reset(b);
	buf_printf(b, "%*s\"%s\" ", (int)before, "", row[i].inside);
	close = b->n - 2;
	scan_index(&s, b->p, b->n);
	CHECK_ROW(i, jstring_plain(&s, before, close) ==
	    is_plain(row[i].inside));
	CHECK_ROW(i, jstring_check(&s, b->p, before, close, true, &flags,
	    &e) == (row[i].at < 0));
	CHECK_ROW(i, row[i].at < 0 ? !e.what :
	    e.what && e.at == before + 1 + (size_t)row[i].at);
	flags = 0;
	CHECK_ROW(i, jstring_check(&s, b->p, before, close, false, &flags,
	    &e) == (row[i].text != NULL));
	CHECK_ROW(i, flags == row[i].flags);
	scan_free(&s);
}

static void
strings(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		for (size_t before = 0; before < 130; before += 13) {
			check_row(i, before, &b);
			if (!row[i].text)
				continue;
			buf_reset(&b);
			jread_unescape(&b, str_c(row[i].inside));
			CHECK_STR(buf_str(&b), row[i].text);
		}
	buf_free(&b);
}

/* What no reader has accepted still ends, within its bytes. */
static void
unaccepted(void)
{
	static const struct { const char *inside, *text; } odd[] = {
		{ "a\\", "a" }, { "a\\u", "a" FFFD }, { "\\u12", FFFD },
		{ "\\u12zz!", FFFD "!" }, { "\\q", "q" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		buf_reset(&b);
		jread_unescape(&b, str_c(odd[i].inside));
		CHECK_STR(buf_str(&b), odd[i].text);
	}
	buf_reset(&b);
	jwrite_value(&b, STR(" [ \"a b"));
	CHECK_STR(buf_str(&b), "[\"a b");
	buf_reset(&b);
	jwrite_value(&b, STR("\"a\\"));
	CHECK_STR(buf_str(&b), "\"a\\");
	buf_free(&b);
}

static bool
code_point(struct buf *b, uint32_t c)
{
	bool surrogate = c >= 0xd800 && c < 0xe000;
	size_t want = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	bool ok;

	buf_reset(b);
	utf8_put(b, c);
	ok = b->n == want && utf8_span(b->p, b->n) == want &&
	    str_eq(buf_str(b), STR(FFFD)) == (surrogate || c == 0xfffd);
	for (size_t n = 1; n < b->n; n++)
		ok = ok && utf8_span(b->p, n) == 0 &&
		    utf8_bad_span(b->p, n) == n;
	return ok;
}

/* Code points of all lengths, and numbers that are none. */
static void
code_points(void)
{
	struct buf b = { 0 };

	for (uint32_t c = 0; c < 0x110000; c += c < 0x11000 ? 1 : 97)
		CHECK_ROW(c, code_point(&b, c));
	buf_reset(&b);
	utf8_put(&b, 0x10ffff);
	utf8_put(&b, 0x110000);
	utf8_put(&b, UINT32_MAX);
	CHECK_STR(buf_str(&b), "\xf4\x8f\xbf\xbf" FFFD FFFD);
	buf_free(&b);
}

/* Backslashes and a byte behind them, checked with all and by itself. */
static bool
run_alike(struct buf *b, size_t from, size_t n, char c)
{
	struct scan s = { 0 };
	struct jstring_error e;
	size_t first, last, end;
	unsigned flags = 0;
	bool all, ok;

	buf_reset(b);
	for (size_t i = 0; i < from; i++)
		buf_putc(b, ' ');
	buf_putc(b, '"');
	for (size_t i = 0; i < n; i++)
		buf_putc(b, '\\');
	buf_printf(b, "%c41 and more\"", c);
	end = b->n - 1;
	scan_index(&s, b->p, b->n);
	ok = jstring_check(&s, b->p, from, end, true, &flags, &e);
	all = jstring_check_all(&s, b->p, from, b->n, &first, &last);
	scan_free(&s);
	return all == ok && ok == (n % 2 == 0 || c == 'n');
}

/* Runs of backslashes over the edges of blocks, by all kernels. */
static void
runs(void)
{
	struct fault f = { 0 };
	struct buf b = { 0 };

	for (size_t k = 0; k < scan_nkernels; k++) {
		if (!scan_choose(scan_kernels[k]->name, &f))
			continue;
		for (size_t from = 0; from < SCAN_BLOCK; from++)
			for (size_t n = 0; n < 3 * SCAN_BLOCK; n++)
				CHECK_ROW(n, run_alike(&b, from, n, 'e') &&
				    run_alike(&b, from, n, 'n'));
	}
	buf_free(&b);
}

int
main(void)
{
	strings();
	unaccepted();
	runs();
	code_points();
	UNIT_END;
}
