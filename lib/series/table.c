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
	*t = (struct table){ .rule = rule, .nlabels = nlabels };
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

/* Up to eight bytes as a number, another for each text of that length. */
static inline uint64_t
load(const char *p, size_t n)
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
mix(uint64_t a, uint64_t b)
{
	uint64_t h = a * UINT64_C(0x9e3779b97f4a7c15);

	h = (h ^ h >> 32 ^ b) * UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 29;
}

/* The secret of this run is in both factors, so that nobody can choose texts
 * that meet. */
uint64_t
table_hash(const struct str *value, size_t n)
{
	const uint64_t seed = hash_seed();
	uint64_t h = seed;

	for (size_t i = 0; i < n; i++) {
		struct str s = value[i];

		if (s.n <= 8)
			h = mix(h ^ load(s.p, s.n), seed + s.n);
		else if (s.n <= 16)
			h = mix(mix(h ^ load(s.p, 8), seed + s.n) ^
			    load(s.p + s.n - 8, 8), seed);
		else
			h = mix(h ^ hash_seeded(s), seed + s.n);
	}
	return h ^ h >> 32;
}

/* Short texts without a call. */
static inline bool
same_text(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	if (a.n <= 8)
		return load(a.p, a.n) == load(b.p, b.n);
	if (a.n <= 16)
		return load(a.p, 8) == load(b.p, 8) &&
		    load(a.p + a.n - 8, 8) == load(b.p + b.n - 8, 8);
	return memcmp(a.p, b.p, a.n) == 0;
}

static bool
same_values(const struct str *a, const struct str *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!same_text(a[i], b[i]))
			return false;
	return true;
}

struct series *
table_find(const struct table *t, const struct str *value, uint64_t hash)
{
	size_t mask = t->nslots - 1;

	if (!t->nslots)
		return NULL;
	for (size_t i = hash & mask; t->slot[i]; i = (i + 1) & mask) {
		struct series *s = t->series[t->slot[i] - 1];

		if (s->hash == hash && same_values(s->value, value,
		    t->nlabels))
			return s;
	}
	return NULL;
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
