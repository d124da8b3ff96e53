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

/* The eight 0x80 bits as the low eight bits. */
static inline uint64_t
gather(uint64_t t)
{
	return ((t >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static inline void
classify(const char *p, struct scan_bits *b)
{
	*b = (struct scan_bits){ 0 };
	for (unsigned i = 0; i < 8; i++) {
		uint64_t w = load(p + i * 8), curly = w | EACH(0x20);
		uint64_t op = equal(w, ':') | equal(w, ',') |
		    equal(curly, '{') | equal(curly, '}');
		uint64_t low = ~(((w & EACH(0x7f)) + EACH(0x60)) | w) &
		    EACH(0x80);
		unsigned at = i * 8;

		b->quote |= gather(equal(w, '"')) << at;
		b->backslash |= gather(equal(w, '\\')) << at;
		b->op |= gather(op) << at;
		b->high |= gather(w & EACH(0x80)) << at;
		if (low) {
			b->control |= gather(low) << at;
			b->newline |= gather(equal(w, '\n')) << at;
		}
	}
}

static bool
always(void)
{
	return true;
}

extern const struct scan_kernel scan_scalar;
const struct scan_kernel scan_scalar = { "scalar", always, index_text };
