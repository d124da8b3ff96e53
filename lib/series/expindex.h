/*
 * The bucket of a number in an exponential histogram, exactly (protocols.md
 * 9): no platform's logarithm shows.
 */
#ifndef SERIES_EXPINDEX_H
#define SERIES_EXPINDEX_H

#include <stdint.h>

enum {
	EXPINDEX_SCALE = 20,	/* the finest scale there is */
};

/*
 * Of v > 0, finite: the index i at the finest scale, so that v lies in
 * (base^i, base^(i+1)] with base = 2^(2^-20). At a coarser scale the index
 * is i >> (20 - scale).
 */
int32_t expindex(double v);

/*
 * base^i at a scale from -10 to 20, which is the lower bound of bucket i;
 * nearly rounded, 0 or HUGE_VAL beyond the range of doubles.
 */
double expindex_bound(int32_t i, int scale);

#endif
