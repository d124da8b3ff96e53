/*
 * The series of one metric, found by their label values, and the limit that
 * keeps their number bounded whatever the input says.
 */
#ifndef SERIES_TABLE_H
#define SERIES_TABLE_H

#include "base/arena.h"
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
	struct series *other;	/* takes what is folded; one of the above,
				 * over the limit if need be; or NULL */
	uint64_t folded;	/* values that went there */
	struct arena arena;
};

void table_init(struct table *t, const struct rule *rule, size_t nlabels);
void table_free(struct table *t);

/* The series with these values, or NULL. */
struct series *table_find(const struct table *t, const struct str *value,
    uint64_t hash);
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

#endif
