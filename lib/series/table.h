/*
 * The series of one metric, found by their label values, and the limit that
 * keeps their number bounded whatever the input says.
 */
#ifndef SERIES_TABLE_H
#define SERIES_TABLE_H

#include "base/arena.h"
#include "base/hash.h"
#include "series/exemplar.h"
#include "series/kind.h"

#define TABLE_OTHER STR("__other__")	/* the labels of what was folded */

enum {
	TABLE_VALUE_MAX = 1024,	/* bytes of a label value; a longer one is
				 * folded into __other__ and counted */
};

struct series {
	uint64_t hash;
	const struct str *value;	/* of the metric's labels, in order */
	int64_t first, last;	/* ns: its earliest and latest event, or
				 * STAMP_NONE */
	int64_t start;		/* ns, frozen by the first snapshot that
				 * shows it, or STAMP_NONE */
	void *state;		/* of its kind */
	struct exemplars *exemplars;	/* or NULL */
	bool declared;		/* it is there although nothing was seen */
	bool untimed;		/* its events had no time; if last has one, it
				 * is the clock's */
	uint32_t entities;	/* `states`: how many are in it */
	struct series *moved;	/* its copy, while a table is swept */
};

struct table {
	const struct rule *rule;	/* the first of its family */
	size_t nlabels;
	struct series **series;	/* in order of first appearance */
	size_t n, cap;
	uint32_t *slot;		/* index + 1 into series, by hash; 0 free */
	size_t nslots;
	uint64_t seed;		/* hash_seed */
	struct series *other;	/* takes what is folded; one of the above,
				 * over the limit if need be; or NULL */
	uint64_t folded;	/* values that went there */
	uint64_t swept;		/* how often series have gone or moved */
	struct arena arena;
};

void table_init(struct table *t, const struct rule *rule, size_t nlabels);
void table_free(struct table *t);

/* A new one; the values are copied. */
struct series *table_add(struct table *t, const struct str *value,
    uint64_t hash);
/* The one that takes what is folded; made when it is needed. */
struct series *table_other(struct table *t);
uint64_t table_hash(const struct str *value, size_t n);

/*
 * Leaves only the series that `keep` says are wanted, in new places: `moved` is
 * called once, when the old ones still are there and point to the new.
 */
struct table_sweep {
	void *arg;
	bool (*keep)(void *arg, const struct series *s);
	void (*moved)(void *arg);	/* or NULL; series.moved is set */
};
void table_sweep(struct table *t, const struct table_sweep *how);

/*
 * What follows is run for each event: inline, and short texts without a call.
 */

/* Up to eight bytes as a number, another for each text of that length. */
static inline uint64_t
table_load(const char *p, size_t n)
{
	uint64_t v = 0;
	uint32_t lo, hi;

	if (n >= 4) {
		memcpy(&lo, p, 4);
		memcpy(&hi, p + n - 4, 4);
		return (uint64_t)hi << 32 | lo;
	}
	if (n)
		v = (uint64_t)(unsigned char)p[0] << 16 |
		    (uint64_t)(unsigned char)p[n / 2] << 8 |
		    (unsigned char)p[n - 1];
	return v;
}

static inline uint64_t
table_mix(uint64_t a, uint64_t b)
{
	uint64_t h = a * UINT64_C(0x9e3779b97f4a7c15);

	h = (h ^ h >> 32 ^ b) * UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 29;
}

/* The secret of this run is in both factors, so that nobody can choose texts
 * that meet. */
static inline uint64_t
table_hash_by(uint64_t seed, const struct str *value, size_t n)
{
	uint64_t h = seed;

	for (size_t i = 0; i < n; i++) {
		struct str s = value[i];

		if (s.n <= 8)
			h = table_mix(h ^ table_load(s.p, s.n), seed + s.n);
		else if (s.n <= 16)
			h = table_mix(table_mix(h ^ table_load(s.p, 8),
			    seed + s.n) ^ table_load(s.p + s.n - 8, 8),
			    seed);
		else
			h = table_mix(h ^ hash_seeded(s), seed + s.n);
	}
	return h ^ h >> 32;
}

/* Short texts without a call. */
static inline bool
table_same_text(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	if (a.n <= 8)
		return table_load(a.p, a.n) == table_load(b.p, b.n);
	if (a.n <= 16)
		return table_load(a.p, 8) == table_load(b.p, 8) &&
		    table_load(a.p + a.n - 8, 8) ==
		    table_load(b.p + b.n - 8, 8);
	return memcmp(a.p, b.p, a.n) == 0;
}

static inline bool
table_same(const struct str *a, const struct str *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!table_same_text(a[i], b[i]))
			return false;
	return true;
}

/* The series with these values, or NULL. */
static inline struct series *
table_find(const struct table *t, const struct str *value, uint64_t hash)
{
	size_t mask = t->nslots - 1;

	if (!t->nslots)
		return NULL;
	for (size_t i = hash & mask; t->slot[i]; i = (i + 1) & mask) {
		struct series *s = t->series[t->slot[i] - 1];

		if (s->hash == hash && table_same(s->value, value,
		    t->nlabels))
			return s;
	}
	return NULL;
}

#endif
