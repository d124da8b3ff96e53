/*
 * The parity of a kernel whose processor multiplies without carries: by a word
 * of ones. Included before scan_loop.h, in files that have the flags for it.
 */
#include <immintrin.h>
#include <stdint.h>

#define SCAN_PARITY
static inline uint64_t
parity_upto(uint64_t x)
{
	__m128i all = _mm_set1_epi8((char)0xff);
	__m128i v = _mm_set_epi64x(0, (long long)x);

	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(v, all, 0));
}
