/*
 * The kernel for 64-bit ARM, where NEON is always there. Nothing on other
 * targets.
 */
#if defined(__AARCH64EL__) && defined(__ARM_NEON)
#include <arm_neon.h>

#include "json/scan_loop.h"

/* The classes of a byte, a bit each: what both its halves agree on. */
enum {
	COMMA = 1, COLON = 2, BRACKET = 4, OP = COMMA | COLON | BRACKET,
	QUOTE = 8, BACKSLASH = 16, NEWLINE = 32, SPACE = 64,
};

/* Bits of 64 lanes that are all ones or zero, 16 in each of four vectors. */
static inline uint64_t
mask_of(const uint8x16_t lane[4])
{
	static const uint8_t bits[16] = { 1, 2, 4, 8, 16, 32, 64, 128,
		1, 2, 4, 8, 16, 32, 64, 128 };
	uint8x16_t bit = vld1q_u8(bits);
	uint8x16_t ab = vpaddq_u8(vandq_u8(lane[0], bit),
	    vandq_u8(lane[1], bit));
	uint8x16_t cd = vpaddq_u8(vandq_u8(lane[2], bit),
	    vandq_u8(lane[3], bit));

	ab = vpaddq_u8(ab, cd);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(ab, ab)), 0);
}

static inline uint64_t
mask_of_class(const uint8x16_t class[4], uint8_t which)
{
	uint8x16_t w = vdupq_n_u8(which), lane[4];

	for (unsigned i = 0; i < 4; i++)
		lane[i] = vtstq_u8(class[i], w);
	return mask_of(lane);
}

static inline uint8x16_t
class_of(uint8x16_t v)
{
	static const uint8_t high[16] = { [0x0] = NEWLINE,
		[0x2] = COMMA | QUOTE | SPACE, [0x3] = COLON,
		[0x5] = BRACKET | BACKSLASH, [0x7] = BRACKET };
	static const uint8_t low[16] = { [0x0] = SPACE, [0x2] = QUOTE,
		[0xa] = NEWLINE | COLON, [0xb] = BRACKET,
		[0xc] = COMMA | BACKSLASH, [0xd] = BRACKET };

	return vandq_u8(vqtbl1q_u8(vld1q_u8(high), vshrq_n_u8(v, 4)),
	    vqtbl1q_u8(vld1q_u8(low), vandq_u8(v, vdupq_n_u8(0x0f))));
}

/* As class_of finds classes. */
static inline uint64_t
letters(const char *p)
{
	static const uint8_t high[16] = { [0x2] = 1, [0x5] = 2, [0x6] = 4,
		[0x7] = 8 };
	static const uint8_t low[16] = { [0x2] = 1 | 4 | 8, [0x4] = 8,
		[0x6] = 4, [0xc] = 2, [0xe] = 4, [0xf] = 1 };
	uint8x16_t v, lane[4];

	for (unsigned i = 0; i < 4; i++) {
		v = vld1q_u8((const uint8_t *)p + i * 16);
		lane[i] = vtstq_u8(vqtbl1q_u8(vld1q_u8(high),
		    vshrq_n_u8(v, 4)), vqtbl1q_u8(vld1q_u8(low),
		    vandq_u8(v, vdupq_n_u8(0x0f))));
	}
	return mask_of(lane);
}

/* The classes that most blocks have none of. */
static inline void
classify_rare(const uint8x16_t v[4], const uint8x16_t class[4],
    struct scan_bits *b)
{
	uint8x16_t high[4], low[4];

	for (unsigned i = 0; i < 4; i++) {
		high[i] = vcgeq_u8(v[i], vdupq_n_u8(0x80));
		low[i] = vcltq_u8(v[i], vdupq_n_u8(0x20));
	}
	b->high = mask_of(high);
	b->control = mask_of(low);
	b->newline = mask_of_class(class, NEWLINE);
	b->backslash = mask_of_class(class, BACKSLASH);
}

static inline void
classify(const char *p, struct scan_bits *b)
{
	uint8x16_t v[4], class[4], rare = vdupq_n_u8(0);

	for (unsigned i = 0; i < 4; i++) {
		v[i] = vld1q_u8((const uint8_t *)p + i * 16);
		class[i] = class_of(v[i]);
		rare = vorrq_u8(rare, vorrq_u8(
		    vtstq_u8(class[i], vdupq_n_u8(BACKSLASH)),
		    vorrq_u8(vcgeq_u8(v[i], vdupq_n_u8(0x80)),
		    vcltq_u8(v[i], vdupq_n_u8(0x20)))));
	}
	*b = (struct scan_bits){ .quote = mask_of_class(class, QUOTE),
		.op = mask_of_class(class, OP),
		.space = mask_of_class(class, SPACE) };
	if (vmaxvq_u8(rare))
		classify_rare(v, class, b);
}

static bool
always(void)
{
	return true;
}

extern const struct scan_kernel scan_neon;
const struct scan_kernel scan_neon = { "neon", always, index_text,
	count_runs };
#else
/* ISO C wants a declaration in every file. */
extern const int scan_neon_is_elsewhere;
#endif
