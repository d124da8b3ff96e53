/*
 * How many different values there were: the values' hashes while they are
 * few, which is exact, then HyperLogLog with a standard error of 0.81 %. What
 * one holds depends on the set of values alone.
 */
#ifndef SERIES_DISTINCT_H
#define SERIES_DISTINCT_H

#include <stdint.h>

#include "base/str.h"

enum {
	DISTINCT_BITS = 14,
	DISTINCT_REGISTERS = 1 << DISTINCT_BITS,
	DISTINCT_RANK_MAX = 64 - DISTINCT_BITS + 1,
	DISTINCT_SPARSE_MAX = 1024,	/* hashes kept one by one */
};

/* A zeroed one is empty, distinct_free releases what it holds. */
struct distinct {
	uint64_t *set;		/* open table of hashes, none is 0 */
	uint32_t n, cap;
	unsigned char *rank;	/* the registers, once there are more */
};

void distinct_add(struct distinct *d, struct str value);
/* The hash of a value; never 0, and the same in every run. */
uint64_t distinct_hash(struct str value);
void distinct_add_hash(struct distinct *d, uint64_t hash);
/* A register of the dense form is at least so much. */
void distinct_raise(struct distinct *d, unsigned reg, unsigned rank);
void distinct_merge(struct distinct *d, const struct distinct *other);
/* A whole number. */
double distinct_count(const struct distinct *d);
/* The sparse form's hashes in order; *n is 0 for the dense form. The caller
 * frees them. */
uint64_t *distinct_hashes(const struct distinct *d, size_t *n);
void distinct_free(struct distinct *d);

#endif
