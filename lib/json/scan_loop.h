/*
 * The loop that all kernels share. A kernel defines
 *
 *	static inline void classify(const char p[64], struct scan_bits *b);
 *
 * then includes this file, which gives it index_text(). Where the processor
 * has an instruction for it, a kernel also defines (and says so by a macro)
 *
 *	SCAN_PARITY	parity_upto(x): bit i becomes the parity of 0 to i
 *	SCAN_FLATTEN	flatten(to, base, bits): the offsets of the bits
 *
 * flatten may write up to SCAN_BLOCK entries, whatever the number of bits.
 */
#include <string.h>

#include "base/bits.h"
#include "json/scan.h"

/* The loop keeps its constants in registers only where this is inline. */
#if defined(__GNUC__)
#define SCAN_INLINE inline __attribute__((always_inline))
#else
#define SCAN_INLINE inline
#endif

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

#ifndef SCAN_PARITY
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
#endif

#ifndef SCAN_FLATTEN
static inline uint64_t
put_bit(uint32_t *to, uint32_t base, uint64_t bits)
{
	*to = base + bits_low(bits | (uint64_t)1 << 63);
	return bits & (bits - 1);
}

/*
 * Four at a time: few steps, and what is written too many is overwritten.
 */
static inline void
flatten(uint32_t *to, uint32_t base, uint64_t bits)
{
	for (; bits; to += 4) {
		bits = put_bit(to, base, bits);
		bits = put_bit(to + 1, base, bits);
		bits = put_bit(to + 2, base, bits);
		bits = put_bit(to + 3, base, bits);
	}
}
#endif

#define EVEN_BITS UINT64_C(0x5555555555555555)

/*
 * The bytes behind an odd number of backslashes. A run of them that begins at
 * an even place and ends before an odd one is odd, and the other way round;
 * adding its first bit to a run leaves a bit where it ends.
 */
static inline uint64_t
escaped_bytes(uint64_t backslash, struct scan_carry *c)
{
	uint64_t b = backslash & ~c->escaped;
	uint64_t start = b & ~(b << 1);
	uint64_t even = b + (start & EVEN_BITS);
	uint64_t odd = b + (start & ~EVEN_BITS);
	uint64_t escaped = c->escaped |
	    (even & ~b & ~EVEN_BITS) | (odd & ~b & EVEN_BITS);

	c->escaped = odd < b;
	return escaped;
}

static inline void
put_line(struct scan *s, size_t base, uint64_t newline, uint64_t entries)
{
	unsigned at = bits_low(newline | (uint64_t)1 << 63);
	uint64_t below = ((uint64_t)1 << at) - 1;

	s->line[s->nlines] = (struct scan_line){ (uint32_t)base + at,
		(uint32_t)s->npos + bits_count(entries & below) };
	s->nlines += newline != 0;
}

/*
 * The newlines, each with the number of entries before it. The first one is
 * written even where there is none: that costs less than to ask.
 */
static inline void
put_lines(struct scan *s, size_t base, uint64_t newline, uint64_t entries)
{
	put_line(s, base, newline, entries);
	while (newline &= newline - 1)
		put_line(s, base, newline, entries);
}

/* Ends strings at newlines within them, and returns these. */
static uint64_t
cut_strings(uint64_t *in, uint64_t newline)
{
	uint64_t cut = 0, bit;

	for (uint64_t left = newline & *in; left;
	    left = newline & *in & (0 - bit) << 1) {
		bit = left & (0 - left);
		*in ^= 0 - bit;
		cut |= bit;
	}
	return cut;
}

static SCAN_INLINE void
index_block(struct scan *s, const char *p, size_t base, struct scan_carry *c)
{
	struct scan_bits b;
	uint64_t quote, in, cut, entries;

	classify(p, &b);
	quote = b.quote & ~escaped_bytes(b.backslash, c);
	in = parity_upto(quote) ^ c->in_string;
	cut = b.newline & in;
	if (cut)
		cut = cut_strings(&in, b.newline);
	c->in_string = 0 - (in >> 63);
	s->special[base / SCAN_BLOCK] = cut |
	    ((b.backslash | b.high | b.control) & in);
	entries = quote | (b.op & ~in);
	flatten(s->pos + s->npos, (uint32_t)base, entries);
	put_lines(s, base, b.newline, entries);
	s->npos += bits_count(entries);
}

static void
index_text(struct scan *s, const char *p, size_t n)
{
	struct scan_carry c = { 0, 0 };
	struct scan to = *s;	/* a copy that nothing points to */
	char last[SCAN_BLOCK];
	size_t i;

	for (i = 0; i + SCAN_BLOCK <= n; i += SCAN_BLOCK)
		index_block(&to, p + i, i, &c);
	if (i < n) {
		memset(last, ' ', sizeof(last));
		memcpy(last, p + i, n - i);
		index_block(&to, last, i, &c);
	}
	*s = to;
}
