/*
 * From one special byte to the next, as the scan marked them.
 */
#include "base/bits.h"
#include "json/jread.h"
#include "json/jstring.h"
#include "json/utf8.h"

/* The four hex digits at s.p[i], or -1. */
static long
hex4(struct str s, size_t i)
{
	long v = 0;

	if (s.n < 4 || i > s.n - 4)
		return -1;
	for (size_t end = i + 4; i < end; i++) {
		char c = s.p[i], low = (char)(c | 0x20);

		if (str_is_digit(c))
			v = v * 16 + (c - '0');
		else if (low >= 'a' && low <= 'f')
			v = v * 16 + (low - 'a' + 10);
		else
			return -1;
	}
	return v;
}

/*
 * The code point of the \u escape at s.p[i], pairs joined; *n is its length
 * in bytes. A lone surrogate is returned as it is.
 */
static long
code_point(struct str s, size_t i, size_t *n)
{
	long hi = hex4(s, i + 2), lo;

	*n = 6;
	if (hi < 0xd800 || hi > 0xdbff || s.n - i < 12 || s.p[i + 6] != '\\' ||
	    s.p[i + 7] != 'u')
		return hi;
	lo = hex4(s, i + 8);
	if (lo < 0xdc00 || lo > 0xdfff)
		return hi;
	*n = 12;
	return 0x10000 + ((hi - 0xd800) << 10) + (lo - 0xdc00);
}

/* Length of the escape at s.p[i], 0 for a wrong one. */
static size_t
check_escape(struct str s, size_t i, unsigned *flags)
{
	size_t n;
	long c;

	*flags |= JREAD_ESCAPED;
	if (i + 1 >= s.n)
		return 0;
	switch (s.p[i + 1]) {
	case '"': case '\\': case '/': case 'b': case 'f': case 'n':
	case 'r': case 't':
		return 2;
	case 'u':
		break;
	default:
		return 0;
	}
	c = code_point(s, i, &n);
	if (c >= 0xd800 && c < 0xe000)
		*flags |= JREAD_SURROGATE;
	return c < 0 ? 0 : n;
}

static bool
bad(struct jstring_error *e, size_t at, const char *what)
{
	e->at = at;
	e->what = what;
	return false;
}

/* The first special byte from i on, or `end`. */
static inline size_t
next_special(const struct scan *s, size_t i, size_t end)
{
	size_t block = i / SCAN_BLOCK;
	uint64_t bits = s->special[block] & ~UINT64_C(0) << i % SCAN_BLOCK;

	while (!bits) {
		if (++block * SCAN_BLOCK >= end)
			return end;
		bits = s->special[block];
	}
	i = block * SCAN_BLOCK + bits_low(bits);
	return i < end ? i : end;
}

bool
jstring_check(const struct scan *s, const char *p, size_t open, size_t close,
    bool strict, unsigned *flags, struct jstring_error *e)
{
	struct str text = str_of(p, close);
	size_t i = open + 1, n;

	while ((i = next_special(s, i, close)) < close) {
		unsigned char c = (unsigned char)p[i];

		if (c == '\\') {
			if ((n = check_escape(text, i, flags)) == 0)
				return bad(e, i, "this is no JSON escape");
			i += n;
		} else if (c < 0x20) {
			return bad(e, i, "a control character stands in a "
			    "string");
		} else if ((n = utf8_span(p + i, close - i)) > 0) {
			i += n;
		} else if (strict) {
			return bad(e, i, "this is no UTF-8");
		} else {
			*flags |= JREAD_BAD_UTF8;
			i += utf8_bad_span(p + i, close - i);
		}
	}
	return true;
}

/* Appends what the escape at s.p[i] stands for, returns its length. */
static size_t
put_unescaped(struct buf *b, struct str s, size_t i)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *at;
	size_t n;
	long c;

	if (i + 1 >= s.n)
		return 1;
	if (s.p[i + 1] != 'u') {
		at = memchr(from, s.p[i + 1], sizeof(from) - 1);
		buf_putc(b, at ? to[at - from] : s.p[i + 1]);
		return 2;
	}
	c = code_point(s, i, &n);
	utf8_put(b, c < 0 ? 0xd800 : (uint32_t)c);
	return n < s.n - i ? n : s.n - i;
}

void
jread_unescape(struct buf *b, struct str s)
{
	size_t i = 0, run;

	while (i < s.n) {
		for (run = i; run < s.n && s.p[run] != '\\' &&
		    (unsigned char)s.p[run] < 0x80; run++)
			;
		buf_put(b, s.p + i, run - i);
		i = run;
		if (i == s.n)
			break;
		if (s.p[i] == '\\')
			i += put_unescaped(b, s, i);
		else
			i += utf8_copy(b, s.p + i, s.n - i);
	}
}
