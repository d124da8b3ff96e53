/*
 * The AVX2 kernel (x86-64-v3 processors): 32 bytes a compare, carry-less
 * multiplication for the parity of the quotes.
 */
#include "json/scan.h"

#if defined(__AVX2__)
#include "json/scan_clmul.h"

#include "json/scan_loop.h"

static inline uint64_t
mask(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t
equal(__m256i low, __m256i high, char c)
{
	__m256i v = _mm256_set1_epi8(c);

	return mask(_mm256_cmpeq_epi8(low, v), _mm256_cmpeq_epi8(high, v));
}

/*
 * 0xff in each byte that is an operator: with bit 5 set, it is what a table
 * has at its low four bits. So are 0x0c and 0x1a, which are none.
 */
static inline __m256i
operators(__m256i v)
{
	const __m256i table = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0));

	return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, v),
	    _mm256_or_si256(v, _mm256_set1_epi8(0x20)));
}

static inline __m256i
controls(__m256i v)
{
	__m256i top = _mm256_set1_epi8(0x1f);

	return _mm256_cmpeq_epi8(_mm256_max_epu8(v, top), top);
}

/* 0 where tables have nothing in common at both halves of a byte. */
static inline __m256i
letters_of(__m256i v)
{
	const __m256i low = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    0, 0, 1 | 4 | 8, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1));
	const __m256i high = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0));
	__m256i half = _mm256_and_si256(_mm256_srli_epi16(v, 4),
	    _mm256_set1_epi8(0x0f));

	return _mm256_and_si256(_mm256_shuffle_epi8(low, v),
	    _mm256_shuffle_epi8(high, half));
}

static inline uint64_t
letters(const char *p)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256(
	    (const __m256i *)(const void *)(p + 32));

	return ~equal(letters_of(low), letters_of(high), 0);
}

static inline void
classify(const char *p, struct scan_bits *b)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256(
	    (const __m256i *)(const void *)(p + 32));

	b->quote = equal(low, high, '"');
	b->backslash = equal(low, high, '\\');
	b->control = mask(controls(low), controls(high));
	b->op = mask(operators(low), operators(high)) & ~b->control;
	b->newline = equal(low, high, '\n');
	b->space = equal(low, high, ' ');
	b->high = mask(low, high);
}

static bool
usable(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt") &&
	    __builtin_cpu_supports("pclmul");
}

extern const struct scan_kernel scan_avx2;
const struct scan_kernel scan_avx2 = { "avx2", usable, index_text,
	count_runs };
#endif
