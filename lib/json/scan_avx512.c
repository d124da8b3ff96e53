/*
 * The AVX-512 kernel (with VBMI2): a block in one register, compares straight
 * to bits, the offsets of the bits by compression.
 */
#include "json/scan.h"

#if defined(__AVX512VBMI2__)
#include "json/scan_clmul.h"

/* The numbers 0 to 63. */
static inline __m512i
ascending(void)
{
	const __m512i four = _mm512_set1_epi32(0x04040404);
	__m512i v = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
	    12, 13, 14, 15);

	v = _mm512_mullo_epi32(v, four);
	return _mm512_add_epi8(v, _mm512_set1_epi32(0x03020100));
}

#define SCAN_FLATTEN
/* Sixteen offsets a store; a block seldom has more than 32. */
static inline void
flatten(uint32_t *to, char *mark, const char *p, uint32_t base, uint64_t bits)
{
	__m512i at = _mm512_maskz_compress_epi8(bits, ascending());
	__m512i from = _mm512_set1_epi32((int)base);
	unsigned n = (unsigned)_mm_popcnt_u64(bits);

	_mm512_storeu_si512(mark, _mm512_maskz_compress_epi8(bits,
	    _mm512_loadu_si512(p)));
	_mm512_storeu_si512(to, _mm512_add_epi32(from,
	    _mm512_cvtepu8_epi32(_mm512_castsi512_si128(at))));
	_mm512_storeu_si512(to + 16, _mm512_add_epi32(from,
	    _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(at, 1))));
	if (n <= 32)
		return;
	_mm512_storeu_si512(to + 32, _mm512_add_epi32(from,
	    _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(at, 2))));
	_mm512_storeu_si512(to + 48, _mm512_add_epi32(from,
	    _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(at, 3))));
}

#include "json/scan_loop.h"

static inline uint64_t
equal(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

/*
 * The operators: with bit 5 set, a byte is what a table has at its low four
 * bits. So are 0x0c and 0x1a, which are none.
 */
static inline uint64_t
operators(__m512i v)
{
	const __m512i table = _mm512_broadcast_i32x4(_mm_setr_epi8(
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0));

	return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table, v),
	    _mm512_or_si512(v, _mm512_set1_epi8(0x20)));
}

/* Those that tables have something in common for at both halves of them. */
static inline uint64_t
letters(const char *p)
{
	const __m512i low = _mm512_broadcast_i32x4(_mm_setr_epi8(
	    0, 0, 1 | 4 | 8, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1));
	const __m512i high = _mm512_broadcast_i32x4(_mm_setr_epi8(
	    0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0));
	__m512i v = _mm512_loadu_si512(p);
	__m512i half = _mm512_and_si512(_mm512_srli_epi16(v, 4),
	    _mm512_set1_epi8(0x0f));

	return _mm512_test_epi8_mask(_mm512_shuffle_epi8(low, v),
	    _mm512_shuffle_epi8(high, half));
}

static inline void
classify(const char *p, struct scan_bits *b)
{
	__m512i v = _mm512_loadu_si512(p);

	b->quote = equal(v, '"');
	b->backslash = equal(v, '\\');
	b->newline = equal(v, '\n');
	b->space = equal(v, ' ');
	b->control = _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(0x20));
	b->op = operators(v) & ~b->control;
	b->high = _mm512_movepi8_mask(v);
}

static bool
usable(void)
{
	return __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vbmi2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt") &&
	    __builtin_cpu_supports("pclmul");
}

extern const struct scan_kernel scan_avx512;
const struct scan_kernel scan_avx512 = { "avx512", usable, index_text,
	count_runs };
#endif
