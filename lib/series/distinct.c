/*
 * The estimate is Ertl's, which needs no table of corrections (New cardinality
 * estimation algorithms for HyperLogLog sketches, 2017).
 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "series/distinct.h"

enum { CAP_MIN = 16 };

static bool
set_put(uint64_t *set, uint32_t cap, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (cap - 1);

	while (set[i]) {
		if (set[i] == hash)
			return false;
		i = (i + 1) & (cap - 1);
	}
	set[i] = hash;
	return true;
}

static void
set_grow(struct distinct *d)
{
	uint32_t cap = d->cap ? d->cap * 2 : CAP_MIN;
	uint64_t *set = mem_new(cap, sizeof(*set));

	for (uint32_t i = 0; i < d->cap; i++)
		if (d->set[i])
			set_put(set, cap, d->set[i]);
	mem_free(d->set);
	d->set = set;
	d->cap = cap;
}

static void
rank_add(unsigned char *rank, uint64_t hash)
{
	uint64_t rest = hash << DISTINCT_BITS;
	unsigned char *reg = &rank[hash >> (64 - DISTINCT_BITS)];
	unsigned char r = 1;

	for (; r < DISTINCT_RANK_MAX && !(rest >> 63); r++)
		rest <<= 1;
	if (r > *reg)
		*reg = r;
}

static void
make_dense(struct distinct *d)
{
	if (d->rank)
		return;
	d->rank = mem_new(DISTINCT_REGISTERS, 1);
	for (uint32_t i = 0; i < d->cap; i++)
		if (d->set[i])
			rank_add(d->rank, d->set[i]);
	mem_free(d->set);
	d->set = NULL;
	d->n = d->cap = 0;
}

uint64_t
distinct_hash(struct str value)
{
	uint64_t h = hash_fixed(value);

	return h ? h : 1;
}

void
distinct_add_hash(struct distinct *d, uint64_t hash)
{
	if (d->rank) {
		rank_add(d->rank, hash);
		return;
	}
	if (d->n * 2 >= d->cap)
		set_grow(d);
	d->n += set_put(d->set, d->cap, hash);
	if (d->n > DISTINCT_SPARSE_MAX)
		make_dense(d);
}

void
distinct_add(struct distinct *d, struct str value)
{
	distinct_add_hash(d, distinct_hash(value));
}

void
distinct_raise(struct distinct *d, unsigned reg, unsigned rank)
{
	make_dense(d);
	if (d->rank[reg] < rank)
		d->rank[reg] = (unsigned char)rank;
}

void
distinct_merge(struct distinct *d, const struct distinct *other)
{
	for (uint32_t i = 0; i < other->cap; i++)
		if (other->set[i])
			distinct_add_hash(d, other->set[i]);
	for (unsigned i = 0; other->rank && i < DISTINCT_REGISTERS; i++)
		distinct_raise(d, i, other->rank[i]);
}

static double
sigma(double x)
{
	double y = 1, z = x, before;

	if (x >= 1)
		return HUGE_VAL;
	do {
		x *= x;
		before = z;
		z += x * y;
		y += y;
	} while (z > before);
	return z;
}

static double
tau(double x)
{
	double y = 1, z = 1 - x, before;

	if (x <= 0 || x >= 1)
		return 0;
	do {
		x = sqrt(x);
		before = z;
		y /= 2;
		z -= (1 - x) * (1 - x) * y;
	} while (z < before);
	return z / 3;
}

double
distinct_count(const struct distinct *d)
{
	double of[DISTINCT_RANK_MAX + 1] = { 0 };
	const double m = DISTINCT_REGISTERS;
	double z;

	if (!d->rank)
		return d->n;
	for (unsigned i = 0; i < DISTINCT_REGISTERS; i++)
		of[d->rank[i]]++;
	z = m * tau(1 - of[DISTINCT_RANK_MAX] / m);
	for (unsigned k = DISTINCT_RANK_MAX - 1; k > 0; k--)
		z = (z + of[k]) / 2;
	z += m * sigma(of[0] / m);
	return nearbyint(m * m / z / (2 * 0.6931471805599453));
}

static int
hash_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

uint64_t *
distinct_hashes(const struct distinct *d, size_t *n)
{
	uint64_t *h = mem_new(d->n, sizeof(*h));

	*n = 0;
	for (uint32_t i = 0; i < d->cap; i++)
		if (d->set[i])
			h[(*n)++] = d->set[i];
	qsort(h, *n, sizeof(*h), hash_cmp);
	return h;
}

void
distinct_free(struct distinct *d)
{
	mem_free(d->set);
	mem_free(d->rank);
	*d = (struct distinct){ 0 };
}
