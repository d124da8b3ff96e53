/*
 * The NEON intrinsics that lib/json/scan_neon.c uses, in plain C, so that its
 * logic is compared with the reference on any processor. On aarch64 the
 * compiler's own header is used instead.
 */
#ifndef EMULATED_ARM_NEON_H
#define EMULATED_ARM_NEON_H

#include <stdint.h>
#include <string.h>

typedef struct {
	uint8_t v[16];
} uint8x16_t;

#define EMULATED(name, expr) \
	static inline uint8x16_t name(uint8x16_t a, uint8x16_t b) \
	{ \
		uint8x16_t to; \
		for (unsigned i = 0; i < 16; i++) \
			to.v[i] = (uint8_t)(expr); \
		return to; \
	}

EMULATED(vandq_u8, a.v[i] & b.v[i])
EMULATED(vorrq_u8, a.v[i] | b.v[i])
EMULATED(vceqq_u8, a.v[i] == b.v[i] ? 0xff : 0)
EMULATED(vcltq_u8, a.v[i] < b.v[i] ? 0xff : 0)
EMULATED(vcgeq_u8, a.v[i] >= b.v[i] ? 0xff : 0)
EMULATED(vtstq_u8, a.v[i] & b.v[i] ? 0xff : 0)
/* Table a, indexes b; what is no index gives 0. */
EMULATED(vqtbl1q_u8, b.v[i] < 16 ? a.v[b.v[i]] : 0)
/* Sums of neighbours, a's before b's. */
EMULATED(vpaddq_u8, i < 8 ? a.v[2 * i] + a.v[2 * i + 1] :
    b.v[2 * (i - 8)] + b.v[2 * (i - 8) + 1])

static inline uint8x16_t
vld1q_u8(const uint8_t *p)
{
	uint8x16_t to;

	memcpy(to.v, p, sizeof(to.v));
	return to;
}

static inline uint8x16_t
vdupq_n_u8(uint8_t c)
{
	uint8x16_t to;

	memset(to.v, c, sizeof(to.v));
	return to;
}

static inline uint8x16_t
vshrq_n_u8(uint8x16_t a, int by)
{
	for (unsigned i = 0; i < 16; i++)
		a.v[i] = (uint8_t)(a.v[i] >> by);
	return a;
}

static inline uint8_t
vmaxvq_u8(uint8x16_t a)
{
	uint8_t max = 0;

	for (unsigned i = 0; i < 16; i++)
		max = a.v[i] > max ? a.v[i] : max;
	return max;
}

/* Lanes are counted from the lowest byte, as on a little-endian processor. */
typedef struct {
	uint64_t v[2];
} uint64x2_t;

static inline uint64x2_t
vreinterpretq_u64_u8(uint8x16_t a)
{
	uint64x2_t to = { { 0, 0 } };

	for (unsigned i = 0; i < 16; i++)
		to.v[i / 8] |= (uint64_t)a.v[i] << i % 8 * 8;
	return to;
}

#define vgetq_lane_u64(a, lane) ((a).v[lane])

#endif
