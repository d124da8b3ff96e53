/*
 * The loop that all kernels share. A kernel defines
 *
 *	static inline void classify(const char p[64], struct scan_bits *b);
 *	static inline uint64_t letters(const char p[64]);
 *
 * then includes this file, which gives it index_text(). Where the processor
 * has an instruction for it, a kernel also defines (and says so by a macro)
 *
 *	SCAN_PARITY	parity_upto(x): bit i becomes the parity of 0 to i
 *	SCAN_FLATTEN	flatten(to, mark, p, base, bits): the offsets of the
 *			bits, and the bytes there of the block at p
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
	uint64_t quote, backslash, newline, space;
	uint64_t op;		/* : , [ ] { } */
	uint64_t control;	/* < 0x20, newline included */
	uint64_t high;		/* >= 0x80 */
};

static inline void classify(const char *p, struct scan_bits *b);
/* What may be behind a backslash, but for u: " \ / b f n r t. */
static inline uint64_t letters(const char *p);

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
put_bit(uint32_t *to, char *mark, const char *p, uint32_t base, uint64_t bits)
{
	unsigned low = bits_low(bits | (uint64_t)1 << 63);

	*to = base + low;
	*mark = p[low];
	return bits & (bits - 1);
}

/*
 * Four at a time: few steps, and what is written too many is overwritten.
 */
static inline void
flatten(uint32_t *to, char *mark, const char *p, uint32_t base, uint64_t bits)
{
	for (; bits; to += 4, mark += 4) {
		bits = put_bit(to, mark, p, base, bits);
		bits = put_bit(to + 1, mark + 1, p, base, bits);
		bits = put_bit(to + 2, mark + 2, p, base, bits);
		bits = put_bit(to + 3, mark + 3, p, base, bits);
	}
}
#endif

#define EVEN_BITS UINT64_C(0x5555555555555555)

/*
 * The bytes that a backslash stands before which is not itself behind one: of
 * a run of them the first, the third ... To add a run's first bit to it clears
 * the run, so that those that begin at even places are told from the others.
 */
static inline uint64_t
escaped_bytes(uint64_t backslash, struct scan_carry *c)
{
	uint64_t b = backslash & ~c->escaped;
	uint64_t start = b & ~(b << 1);
	uint64_t even = b & ~(b + (start & EVEN_BITS));
	uint64_t odd = b & ~(b + (start & ~EVEN_BITS));
	uint64_t escapes = (even & EVEN_BITS) | (odd & ~EVEN_BITS);
	uint64_t escaped = escapes << 1 | c->escaped;

	c->escaped = escapes >> 63;
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
	uint64_t escaped, quote, in, cut, special, entries;

	classify(p, &b);
	escaped = escaped_bytes(b.backslash, c);
	quote = b.quote & ~escaped;
	in = parity_upto(quote) ^ c->in_string;
	cut = b.newline & in;
	if (cut)
		cut = cut_strings(&in, b.newline);
	c->in_string = 0 - (in >> 63);
	special = cut | ((b.backslash | b.high | b.control) & in);
	if (escaped)
		escaped &= letters(p);
	s->special[base / SCAN_BLOCK] = special;
	if (base)
		s->doubt[base / SCAN_BLOCK - 1] &= ~(escaped << 63);
	s->doubt[base / SCAN_BLOCK] = special & ~(escaped | escaped >> 1);
	entries = quote | (b.op & ~in);
	s->loose[base / SCAN_BLOCK] = ~(in | entries | b.newline | b.space);
	flatten(s->pos + s->npos, s->mark + s->npos, p, (uint32_t)base,
	    entries);
	put_lines(s, base, b.newline, entries);
	s->npos += bits_count(entries);
}

static void
index_text(struct scan *s, const char *p, size_t n)
{
	struct scan_carry c = { 0 };
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

/* What the kernel tells of a part of an index. */
static size_t
count_runs(const struct scan *s, size_t from, size_t to)
{
	size_t a = from / SCAN_BLOCK, b = (to - 1) / SCAN_BLOCK, n = 0;
	uint64_t w = s->loose[a] & ~UINT64_C(0) << from % SCAN_BLOCK;
	uint64_t before = 0;

	for (; a < b; w = s->loose[++a]) {
		n += bits_count(w & ~(w << 1 | before));
		before = w >> 63;
	}
	w &= UINT64_MAX >> (SCAN_BLOCK - 1 - (to - 1) % SCAN_BLOCK);
	return n + bits_count(w & ~(w << 1 | before));
}
