/*
 * A small hash table of texts. What is counted is up to the caller.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "rules/tally.h"

static void
enter(struct tally *t, size_t index)
{
	size_t mask = t->nslots - 1;
	size_t i = hash_seeded(t->entry[index].text) & mask;

	while (t->slot[i])
		i = (i + 1) & mask;
	t->slot[i] = (uint32_t)index + 1;
}

static void
grow(struct tally *t)
{
	mem_free(t->slot);
	t->nslots = t->nslots ? t->nslots * 2 : 16;
	t->slot = mem_new(t->nslots, sizeof(*t->slot));
	for (size_t i = 0; i < t->n; i++)
		enter(t, i);
}

static struct tally_entry *
find(struct tally *t, struct str s)
{
	size_t mask = t->nslots - 1;

	if (!t->nslots)
		return NULL;
	for (size_t i = hash_seeded(s) & mask; t->slot[i]; i = (i + 1) & mask)
		if (str_eq(t->entry[t->slot[i] - 1].text, s))
			return &t->entry[t->slot[i] - 1];
	return NULL;
}

void
tally_add(struct tally *t, struct str s)
{
	struct tally_entry *e;

	if (s.n > TALLY_TEXT_MAX)
		s.n = TALLY_TEXT_MAX;
	e = find(t, s);
	if (e) {
		e->count++;
		return;
	}
	if (t->n == t->max) {
		t->unkept++;
		return;
	}
	t->entry = mem_grow(t->entry, t->n, &t->cap, sizeof(*t->entry));
	t->entry[t->n++] = (struct tally_entry){ arena_str(&t->arena, s), 1 };
	if (t->n * 2 > t->nslots)
		grow(t);
	else
		enter(t, t->n - 1);
}

static int
by_count(const void *pa, const void *pb)
{
	const struct tally_entry *a = pa, *b = pb;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return str_cmp(a->text, b->text);
}

void
tally_sort(struct tally *t)
{
	if (t->n)
		qsort(t->entry, t->n, sizeof(*t->entry), by_count);
	mem_free(t->slot);
	t->slot = NULL;
	t->nslots = 0;
	t->max = t->n;
}

const struct tally_entry *
tally_nearest(const struct tally *t, struct str s)
{
	const char **names = mem_new(t->n + 1, sizeof(*names)), *near;
	const struct tally_entry *e = NULL;

	for (size_t i = 0; i < t->n; i++)
		names[i] = t->entry[i].text.p;
	near = str_nearest(s, names, t->n);
	for (size_t i = 0; i < t->n && near; i++)
		if (names[i] == near)
			e = &t->entry[i];
	mem_free(names);
	return e;
}

void
tally_free(struct tally *t)
{
	mem_free(t->entry);
	mem_free(t->slot);
	arena_free(&t->arena);
	*t = (struct tally){ .max = t->max };
}
