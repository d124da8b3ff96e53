/*
 * The loop that all kernels share. A kernel defines
 *
 *	static inline void classify(const char p[64], struct scan_bits *b);
 *
 * then includes this file, which gives it index_text().
 */
#include <string.h>

#include "json/scan.h"

/* Bit i speaks of byte i of the block. */
struct scan_bits {
	uint64_t quote, backslash, newline;
	uint64_t op;		/* : , [ ] { } */
	uint64_t control;	/* < 0x20, newline included */
	uint64_t high;		/* >= 0x80 */
};

static inline void classify(const char *p, struct scan_bits *b);

/* What one block hands to the next. */
struct scan_carry {
	uint64_t in_string;	/* all ones within a string */
	uint64_t escaped;	/* 1: the first byte is escaped */
};

/* Lowest set bit's number; x is not 0. */
static inline unsigned
low_bit(uint64_t x)
{
#if defined(__GNUC__)
	return (unsigned)__builtin_ctzll(x);
#else
	unsigned n = 0;

	for (; !(x & 1); x >>= 1)
		n++;
	return n;
#endif
}

/* Bit i becomes the parity of the bits 0 to i. */
static inline uint64_t
parity_upto(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	x ^= x << 32;
	return x;
}

/* The bytes that a backslash before them takes out of the grammar. */
static inline uint64_t
escaped_bytes(uint64_t backslash, struct scan_carry *c)
{
	uint64_t escaped = c->escaped;

	backslash &= ~escaped;
	c->escaped = 0;
	while (backslash) {
		uint64_t bit = backslash & (0 - backslash);

		backslash &= ~(bit | bit << 1);
		escaped |= bit << 1;
		c->escaped = bit >> 63;
	}
	return escaped;
}

static inline void
index_block(struct scan *s, const char *p, size_t base, struct scan_carry *c)
{
	struct scan_bits b;
	uint64_t quote, in, ends, cut, bits;
	uint32_t *pos = s->pos + s->npos;

	classify(p, &b);
	quote = b.quote & ~escaped_bytes(b.backslash, c);
	in = parity_upto(quote) ^ c->in_string;
	cut = b.newline & in;
	for (ends = cut; ends; ends = b.newline & in & ends) {
		uint64_t from = 0 - (ends & (0 - ends));

		in ^= from;
		ends = from << 1;
	}
	c->in_string = 0 - (in >> 63);
	s->flag[base / SCAN_BLOCK] = (uint8_t)(
	    ((b.backslash & in) ? SCAN_ESCAPE : 0) |
	    ((b.high & in) ? SCAN_HIGH : 0) |
	    (((b.control & in) | cut) ? SCAN_CONTROL : 0));
	for (bits = quote | (b.op & ~in); bits; bits &= bits - 1)
		*pos++ = (uint32_t)base + low_bit(bits);
	for (bits = b.newline; bits; bits &= bits - 1) {
		unsigned at = low_bit(bits);
		uint64_t below = ((uint64_t)1 << at) - 1;
		uint32_t n = (uint32_t)(s->npos);

		for (uint64_t x = (quote | (b.op & ~in)) & below; x;
		    x &= x - 1)
			n++;
		s->line[s->nlines++] = (struct scan_line){
			(uint32_t)base + at, n };
	}
	s->npos = (size_t)(pos - s->pos);
}

static void
index_text(struct scan *s, const char *p, size_t n)
{
	struct scan_carry c = { 0, 0 };
	char last[SCAN_BLOCK];
	size_t i;

	for (i = 0; i + SCAN_BLOCK <= n; i += SCAN_BLOCK)
		index_block(s, p + i, i, &c);
	if (i < n) {
		memset(last, ' ', sizeof(last));
		memcpy(last, p + i, n - i);
		index_block(s, last, i, &c);
	}
}
