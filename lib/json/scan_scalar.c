/*
 * The portable kernel: eight bytes at a time in a 64-bit integer. Fast enough
 * to be used, plain enough to run anywhere.
 */
#include "json/scan_loop.h"

#define EACH(c) ((uint64_t)(c) * UINT64_C(0x0101010101010101))

/* Eight bytes, the first one lowest, on any byte order. */
static inline uint64_t
load(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	    (uint64_t)u[3] << 24 | (uint64_t)u[4] << 32 |
	    (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	    (uint64_t)u[7] << 56;
}

/* 0x80 in each byte that equals c. */
static inline uint64_t
equal(uint64_t w, unsigned char c)
{
	uint64_t t = w ^ EACH(c);

	return ~(((t & EACH(0x7f)) + EACH(0x7f)) | t) & EACH(0x80);
}

/*
 * The flags of eight words, those of word i moved to bit i of each byte, as a
 * matrix of bits: byte k speaks of the bytes k, 8 + k, 16 + k ... Transposed,
 * bit n speaks of byte n.
 */
static inline uint64_t
transposed(uint64_t x)
{
	uint64_t t = (x ^ x >> 7) & UINT64_C(0x00aa00aa00aa00aa);

	x ^= t ^ t << 7;
	t = (x ^ x >> 14) & UINT64_C(0x0000cccc0000cccc);
	x ^= t ^ t << 14;
	t = (x ^ x >> 28) & UINT64_C(0x00000000f0f0f0f0);
	return x ^ t ^ t << 28;
}

/* 0x80 in each byte below 0x20. */
static inline uint64_t
control(uint64_t w)
{
	return ~(((w & EACH(0x7f)) + EACH(0x60)) | w) & EACH(0x80);
}

static inline uint64_t
letters(const char *p)
{
	static const char letter[] = { '"', '\\', '/', 'b', 'f', 'n', 'r', 't' };
	uint64_t bits = 0;

	for (unsigned i = 0; i < 8; i++)
		for (unsigned k = 0; k < sizeof(letter); k++)
			bits |= equal(load(p + i * 8),
			    (unsigned char)letter[k]) >> (7 - i);
	return transposed(bits);
}

/* The classes that most blocks have none of. */
static void
classify_rare(const char *p, struct scan_bits *b)
{
	uint64_t backslash = 0, high = 0, low = 0, newline = 0;

	for (unsigned i = 0; i < 8; i++) {
		uint64_t w = load(p + i * 8);

		backslash |= equal(w, '\\') >> (7 - i);
		high |= (w & EACH(0x80)) >> (7 - i);
		low |= control(w) >> (7 - i);
		newline |= equal(w, '\n') >> (7 - i);
	}
	b->backslash = transposed(backslash);
	b->high = transposed(high);
	b->control = transposed(low);
	b->newline = transposed(newline);
}

static inline void
classify(const char *p, struct scan_bits *b)
{
	uint64_t quote = 0, op = 0, space = 0, rare = 0;

	for (unsigned i = 0; i < 8; i++) {
		uint64_t w = load(p + i * 8), curly = w | EACH(0x20);

		quote |= equal(w, '"') >> (7 - i);
		op |= (equal(w, ':') | equal(w, ',') |
		    equal(curly, '{') | equal(curly, '}')) >> (7 - i);
		space |= equal(w, ' ') >> (7 - i);
		rare |= (w & EACH(0x80)) | control(w) | equal(w, '\\');
	}
	*b = (struct scan_bits){ .quote = transposed(quote),
		.op = transposed(op), .space = transposed(space) };
	if (rare)
		classify_rare(p, b);
}

static bool
always(void)
{
	return true;
}

extern const struct scan_kernel scan_scalar;
const struct scan_kernel scan_scalar = { "scalar", always, index_text,
	count_runs };
