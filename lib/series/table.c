/*
 * An open hash table of indices; the hash is seeded per run, since input
 * chooses the values.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "series/table.h"

void
table_init(struct table *t, const struct rule *rule, size_t nlabels)
{
	*t = (struct table){ .rule = rule, .nlabels = nlabels,
		.seed = hash_seed() };
}

void
table_free(struct table *t)
{
	const struct kind *k = t->rule ? kind_of(t->rule) : NULL;

	for (size_t i = 0; i < t->n; i++) {
		k->free(t->series[i]->state);
		exemplars_free(t->series[i]->exemplars);
	}
	mem_free(t->series);
	mem_free(t->slot);
	arena_free(&t->arena);
	*t = (struct table){ 0 };
}

static void
enter(struct table *t, size_t index)
{
	size_t mask = t->nslots - 1, i = t->series[index]->hash & mask;

	while (t->slot[i])
		i = (i + 1) & mask;
	t->slot[i] = (uint32_t)index + 1;
}

/* Twice the slots when half of them are in use. */
static void
grow(struct table *t)
{
	mem_free(t->slot);
	t->nslots = t->nslots ? t->nslots * 2 : 16;
	t->slot = mem_new(t->nslots, sizeof(*t->slot));
	for (size_t i = 0; i < t->n; i++)
		enter(t, i);
}

uint64_t
table_hash(const struct str *value, size_t n)
{
	return table_hash_by(hash_seed(), value, n);
}

struct series *
table_add(struct table *t, const struct str *value, uint64_t hash)
{
	struct series *s = arena_new(&t->arena, 1, sizeof(*s));
	struct str *copy = arena_new(&t->arena, t->nlabels, sizeof(*copy));

	for (size_t i = 0; i < t->nlabels; i++)
		copy[i] = arena_str(&t->arena, value[i]);
	*s = (struct series){ .hash = hash, .value = copy,
		.first = STAMP_NONE, .last = STAMP_NONE,
		.start = STAMP_NONE };
	s->state = arena_new(&t->arena, 1, kind_of(t->rule)->size(t->rule));
	t->series = mem_grow(t->series, t->n, &t->cap, sizeof(*t->series));
	t->series[t->n++] = s;
	if (t->n * 2 > t->nslots)
		grow(t);
	else
		enter(t, t->n - 1);
	return s;
}

struct series *
table_other(struct table *t)
{
	struct str value[RULES_LABELS_MAX] = { { 0 } };
	uint64_t hash;

	if (t->other)
		return t->other;
	for (size_t i = 0; i < t->nlabels; i++)
		value[i] = TABLE_OTHER;
	hash = table_hash(value, t->nlabels);
	t->other = table_find(t, value, hash);
	if (!t->other)
		t->other = table_add(t, value, hash);
	return t->other;
}

/* A copy in another table; what the state holds goes with it. */
static void
move(struct table *to, struct series *s)
{
	struct series *copy = table_add(to, s->value, s->hash);
	const struct str *value = copy->value;
	void *state = copy->state;

	*copy = *s;
	copy->value = value;
	copy->state = state;
	copy->moved = NULL;
	memcpy(state, s->state, kind_of(to->rule)->size(to->rule));
	s->moved = copy;
}

void
table_sweep(struct table *t, const struct table_sweep *how)
{
	struct table to;

	table_init(&to, t->rule, t->nlabels);
	for (size_t i = 0; i < t->n; i++) {
		struct series *s = t->series[i];

		if (how->keep(how->arg, s))
			move(&to, s);
	}
	if (t->other)
		to.other = t->other->moved;
	to.folded = t->folded;
	to.swept = t->swept + 1;
	if (how->moved)
		how->moved(how->arg);
	for (size_t i = 0; i < t->n; i++) {
		if (t->series[i]->moved)
			continue;
		kind_of(t->rule)->free(t->series[i]->state);
		exemplars_free(t->series[i]->exemplars);
	}
	t->n = 0;
	table_free(t);
	*t = to;
}
