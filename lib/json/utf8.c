/*
 * One sequence at a time, by the table of RFC 3629 section 4.
 */
#include <string.h>

#include "json/utf8.h"

/* Length by the first byte, and the bounds of the second. */
static size_t
lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
	*lo = 0x80;
	*hi = 0xbf;
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	if (c < 0xe0)
		return 2;
	if (c < 0xf0) {
		if (c == 0xe0)
			*lo = 0xa0;
		if (c == 0xed)
			*hi = 0x9f;
		return 3;
	}
	if (c == 0xf0)
		*lo = 0x90;
	if (c == 0xf4)
		*hi = 0x8f;
	return 4;
}

/* Bytes of the sequence at p that are right; *want is its whole length. */
static size_t
right_bytes(const char *p, size_t n, size_t *want)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned char lo, hi;
	size_t i;

	*want = lead(u[0], &lo, &hi);
	for (i = 1; i < *want; i++) {
		if (i >= n || u[i] < lo || u[i] > hi)
			break;
		lo = 0x80;
		hi = 0xbf;
	}
	return i;
}

size_t
utf8_span(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t want, got;

	/* Three bytes, and neither the first nor the last lead of these, are
	 * the most common by far. */
	if (n >= 3 && u[0] > 0xe0 && u[0] < 0xed)
		return (u[1] & 0xc0) == 0x80 && (u[2] & 0xc0) == 0x80 ? 3 : 0;
	if (n >= 2 && u[0] >= 0xc2 && u[0] < 0xe0)
		return (u[1] & 0xc0) == 0x80 ? 2 : 0;
	got = right_bytes(p, n, &want);

	return got == want ? want : 0;
}

/* The ASCII at p, eight bytes at a time: most texts are nothing else. */
static size_t
ascii_span(const char *p, size_t n)
{
	size_t i;
	uint64_t w;

	for (i = 0; n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, p + i, sizeof(w));
		if (w & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	return i;
}

bool
utf8_valid(const char *p, size_t n)
{
	size_t span;

	for (size_t i = 0; i < n; i += span) {
		i += ascii_span(p + i, n - i);
		if (i == n)
			break;
		span = utf8_span(p + i, n - i);
		if (span == 0)
			return false;
	}
	return true;
}

size_t
utf8_bad_span(const char *p, size_t n)
{
	size_t want;

	return right_bytes(p, n, &want);
}

size_t
utf8_copy(struct buf *b, const char *p, size_t n)
{
	size_t span = utf8_span(p, n);

	if (span == 0) {
		buf_lit(b, UTF8_REPLACEMENT);
		return utf8_bad_span(p, n);
	}
	buf_put(b, p, span);
	return span;
}

void
utf8_put(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
	} else if (c < 0x800) {
		buf_putc(b, (char)(0xc0 | c >> 6));
		buf_putc(b, (char)(0x80 | (c & 0x3f)));
	} else if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff) {
		buf_lit(b, UTF8_REPLACEMENT);
	} else if (c < 0x10000) {
		buf_putc(b, (char)(0xe0 | c >> 12));
		buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_putc(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_putc(b, (char)(0xf0 | c >> 18));
		buf_putc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_putc(b, (char)(0x80 | (c & 0x3f)));
	}
}
