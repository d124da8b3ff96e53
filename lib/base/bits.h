/*
 * Bits of a 64-bit word, by the compiler's builtins where it has them.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdint.h>

/* The number of the lowest set bit; x is not 0. */
static inline unsigned
bits_low(uint64_t x)
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

/* The number of the highest set bit; x is not 0. */
static inline unsigned
bits_high(uint64_t x)
{
#if defined(__GNUC__)
	return 63 - (unsigned)__builtin_clzll(x);
#else
	unsigned n = 0;

	for (; x >>= 1;)
		n++;
	return n;
#endif
}

/* How many bits are set. */
static inline unsigned
bits_count(uint64_t x)
{
#if defined(__POPCNT__) || (defined(__GNUC__) && defined(__aarch64__))
	return (unsigned)__builtin_popcountll(x);
#else
	const uint64_t two = UINT64_C(0x3333333333333333);

	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & two) + (x >> 2 & two);
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
#endif
}

#endif
