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
#if defined(__GNUC__)
	return (unsigned)__builtin_popcountll(x);
#else
	unsigned n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
#endif
}

#endif
