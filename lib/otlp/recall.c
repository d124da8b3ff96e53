/*
 * Sets of a few entries, found by the key; within one the oldest goes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "otlp/recall.h"

enum { WAYS = 8, SETS = RECALL_MAX / WAYS };

static struct recall_entry *
set_of(struct recall *r, uint64_t key)
{
	if (!r->entry)
		r->entry = mem_new(RECALL_MAX, sizeof(*r->entry));
	return r->entry + key % SETS * WAYS;
}

static struct recall_entry *
look(struct recall *r, uint64_t key, struct recall_entry **oldest)
{
	struct recall_entry *e = set_of(r, key);

	*oldest = e;
	for (int i = 0; i < WAYS; i++) {
		if (e[i].used && e[i].key == key) {
			e[i].used = ++r->clock;
			return &e[i];
		}
		if (e[i].used < (*oldest)->used)
			*oldest = &e[i];
	}
	return NULL;
}

unsigned char *
recall_find(struct recall *r, uint64_t key)
{
	struct recall_entry *oldest, *e = look(r, key, &oldest);

	return e ? e->data : NULL;
}

unsigned char *
recall_make(struct recall *r, uint64_t key, bool *made)
{
	struct recall_entry *oldest, *e = look(r, key, &oldest);

	*made = !e;
	if (e)
		return e->data;
	*oldest = (struct recall_entry){ .key = key, .used = ++r->clock };
	return oldest->data;
}

static int
by_use(const void *a, const void *b)
{
	const struct recall_entry *const *x = a, *const *y = b;

	return ((*x)->used > (*y)->used) - ((*x)->used < (*y)->used);
}

void
recall_each(const struct recall *r,
    void (*put)(void *ctx, const struct recall_entry *e), void *ctx)
{
	const struct recall_entry **list;
	size_t n = 0;

	if (!r->entry)
		return;
	list = mem_new(RECALL_MAX, sizeof(*list));
	for (size_t i = 0; i < RECALL_MAX; i++) {
		if (r->entry[i].used)
			list[n++] = &r->entry[i];
	}
	qsort(list, n, sizeof(*list), by_use);
	for (size_t i = 0; i < n; i++)
		put(ctx, list[i]);
	mem_free(list);
}

void
recall_free(struct recall *r)
{
	mem_free(r->entry);
	*r = (struct recall){ 0 };
}
