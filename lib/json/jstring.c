/*
 * From one special byte to the next, as the scan marked them.
 */
#include "base/bits.h"
#include "json/jread.h"
#include "json/jstring.h"
#include "json/utf8.h"

enum { SPAN_MAX = 12 };	/* bytes of two \u escapes, which may be one */

enum { HEX = 16 };	/* set in the value of a byte that is a digit */

static const unsigned char hex[256] = {
	['0'] = HEX, ['1'] = HEX + 1, ['2'] = HEX + 2, ['3'] = HEX + 3,
	['4'] = HEX + 4, ['5'] = HEX + 5, ['6'] = HEX + 6, ['7'] = HEX + 7,
	['8'] = HEX + 8, ['9'] = HEX + 9, ['a'] = HEX + 10, ['b'] = HEX + 11,
	['c'] = HEX + 12, ['d'] = HEX + 13, ['e'] = HEX + 14,
	['f'] = HEX + 15, ['A'] = HEX + 10, ['B'] = HEX + 11,
	['C'] = HEX + 12, ['D'] = HEX + 13, ['E'] = HEX + 14,
	['F'] = HEX + 15,
};

/* The four hex digits at s.p[i], or -1. */
static inline long
hex4(struct str s, size_t i)
{
	const unsigned char *p;
	unsigned a, b, c, d;

	if (s.n < 4 || i > s.n - 4)
		return -1;
	p = (const unsigned char *)s.p + i;
	a = hex[p[0]];
	b = hex[p[1]];
	c = hex[p[2]];
	d = hex[p[3]];
	if (!(a & b & c & d & HEX))
		return -1;
	return (long)((a & 15) << 12 | (b & 15) << 8 | (c & 15) << 4 |
	    (d & 15));
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

/* What may stand behind a backslash, but for u. */
static const bool is_short_escape[256] = {
	['"'] = true, ['\\'] = true, ['/'] = true, ['b'] = true, ['f'] = true,
	['n'] = true, ['r'] = true, ['t'] = true,
};

/* Length of the escape at s.p[i], 0 for a wrong one. */
static size_t
check_escape(struct str s, size_t i, unsigned *flags)
{
	size_t n;
	long c;

	*flags |= JREAD_ESCAPED;
	if (i + 1 >= s.n)
		return 0;
	if (s.p[i + 1] != 'u')
		return is_short_escape[(unsigned char)s.p[i + 1]] ? 2 : 0;
	/* Most are no surrogate. */
	c = hex4(s, i + 2);
	if (c >= 0 && (c & 0xf800) != 0xd800)
		return 6;
	c = code_point(s, i, &n);
	if (c >= 0xd800 && c < 0xe000)
		*flags |= JREAD_SURROGATE;
	return c < 0 ? 0 : n;
}

/*
 * The bytes of the escape, or the characters over U+007F, that begin at p[i]
 * and end before p[end]; 0 for what is wrong there.
 */
static inline size_t
special_span(const char *p, size_t i, size_t end, unsigned *flags)
{
	if (p[i] == '\\')
		return check_escape(str_of(p, end), i, flags);
	if ((unsigned char)p[i] < 0x20)
		return 0;
	return utf8_span(p + i, end - i);
}

/* What is wrong at p[i], if it is; else the bytes to be replaced there. */
static size_t
mend(const char *p, size_t i, size_t end, bool strict, unsigned *flags,
    struct jstring_error *e)
{
	e->at = i;
	if (p[i] == '\\')
		e->what = "this is no JSON escape";
	else if ((unsigned char)p[i] < 0x20)
		e->what = "a control character stands in a string";
	else if (strict)
		e->what = "this is no UTF-8";
	else {
		*flags |= JREAD_BAD_UTF8;
		return utf8_bad_span(p + i, end - i);
	}
	return 0;
}

/* The special bytes of a block that lie in [from, to). */
static inline uint64_t
special_bits(const struct scan *s, size_t base, size_t from, size_t to)
{
	uint64_t bits = s->special[base / SCAN_BLOCK];

	if (from > base)
		bits &= ~UINT64_C(0) << (from - base);
	if (to - base < SCAN_BLOCK)
		bits &= ((uint64_t)1 << (to - base)) - 1;
	return bits;
}

/*
 * Passes the escapes of two bytes that come first in a block's bits; `last`
 * is the bit of the last byte that the string has there: none begins there.
 */
static inline uint64_t
pass_escapes(const char *p, uint64_t bits, uint64_t last, unsigned *flags)
{
	while (bits & (last - 1)) {
		const char *at = p + bits_low(bits);

		if (at[0] != '\\' || !is_short_escape[(unsigned char)at[1]])
			break;
		*flags |= JREAD_ESCAPED;
		bits &= bits - 1;
		if (at[1] == '\\')
			bits &= bits - 1;
	}
	return bits;
}

/* What is special in p[i..close), where no string begins. */
static bool
check(const struct scan *s, const char *p, size_t i, size_t close,
    bool strict, unsigned *flags, struct jstring_error *e)
{
	size_t base = i - i % SCAN_BLOCK, n;

	for (; base < close; base = i - i % SCAN_BLOCK) {
		uint64_t bits = special_bits(s, base, i, close);

		bits = pass_escapes(p + base, bits, (uint64_t)1 <<
		    (close - base < SCAN_BLOCK ? close - base - 1 :
		    SCAN_BLOCK - 1), flags);
		if (!bits) {
			i = base + SCAN_BLOCK;
			continue;
		}
		i = base + bits_low(bits);
		if (!(n = special_span(p, i, close, flags)) &&
		    !(n = mend(p, i, close, strict, flags, e)))
			return false;
		i += n;
	}
	return true;
}

bool
jstring_check(const struct scan *s, const char *p, size_t open, size_t close,
    bool strict, unsigned *flags, struct jstring_error *e)
{
	return check(s, p, open + 1, close, strict, flags, e);
}

/*
 * special_span for what is no escape of one letter; most are characters of two
 * and three bytes. There are SPAN_MAX bytes at p.
 */
static inline size_t
quick_span(const char *p, unsigned *flags)
{
	const unsigned char *u = (const unsigned char *)p;

	if (u[0] - 0xc2u < 0x1e && (u[1] & 0xc0) == 0x80)
		return 2;
	if (u[0] - 0xe1u < 0xc && ((u[1] ^ 0x80) & 0xc0) +
	    ((u[2] ^ 0x80) & 0xc0) == 0)
		return 3;
	return special_span(p, 0, SPAN_MAX, flags);
}

/*
 * Checks what the bits of the block at p stand for, behind which there are
 * SPAN_MAX bytes more. Returns how far the last one reaches into these; more
 * than SPAN_MAX when anything is wrong. A bit of *escapes is set where one
 * begins.
 */
static inline unsigned
check_block(const char *p, uint64_t bits, unsigned *flags, uint64_t *escapes)
{
	unsigned end = SCAN_BLOCK, low;
	size_t n;

	while (bits) {
		low = bits_low(bits);
		if (p[low] == '\\') {
			*escapes |= UINT64_C(1) << low;
			if (is_short_escape[(unsigned char)p[low + 1]]) {
				bits &= ~(UINT64_C(3) << low);
				end = low + 2;
				continue;
			}
		}
		n = quick_span(p + low, flags);
		if (!n)
			return SPAN_MAX + 1;
		end = low + (unsigned)n;
		bits &= end < SCAN_BLOCK ? ~UINT64_C(0) << end : 0;
	}
	return end > SCAN_BLOCK ? end - SCAN_BLOCK : 0;
}

/*
 * 1 where an escape ends with p[at], else 0: one that is in no doubt may begin
 * in the block before. What p[from..at) has is right.
 */
static unsigned
ends_escape(const char *p, size_t from, size_t at)
{
	size_t i = at;

	while (i > from && p[i - 1] == '\\')
		i--;
	return (at - i) % 2;
}

bool
jstring_check_all(const struct scan *s, const char *p, size_t from, size_t to,
    size_t *first, size_t *last)
{
	size_t base = from - from % SCAN_BLOCK, odd = SIZE_MAX, odd_end = 0;
	unsigned flags = 0, more = 0, over = (unsigned)(from - base);
	struct jstring_error wrong;
	uint64_t escapes;

	for (; base + SCAN_BLOCK + SPAN_MAX <= to; base += SCAN_BLOCK) {
		uint64_t bits = s->doubt[base / SCAN_BLOCK] &
		    ~UINT64_C(0) << over;

		escapes = s->special[base / SCAN_BLOCK] &
		    ~s->doubt[base / SCAN_BLOCK];
		over = 0;
		if (bits)
			over = check_block(p + base, bits, &flags, &escapes);
		if (over > SPAN_MAX)
			return false;
		if (escapes) {
			odd = odd < base ? odd : base + bits_low(escapes);
			odd_end = base + bits_high(escapes);
		}
	}
	if (!over)
		over = ends_escape(p, from, base);
	/* What is to be mended is as much as wrong here. */
	if (!check(s, p, base + over, to, true, &more, &wrong) ||
	    (flags | more) & JREAD_SURROGATE)
		return false;
	if (more & JREAD_ESCAPED) {
		odd = odd < base ? odd : base;
		odd_end = to;
	}
	*first = odd;
	*last = odd_end;
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
