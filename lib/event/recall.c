/*
 * Sets of a few entries, found by the key; within one the oldest goes.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "event/recall.h"

enum { WAYS = 8, SETS = RECALL_MAX / WAYS };

/* The keys of a set lie in one line of the cache: most looks find nothing. */
static unsigned char *
look(struct recall *r, uint64_t key)
{
	size_t at = key % SETS * WAYS;

	for (size_t i = at; i < at + WAYS; i++) {
		if (r->key[i] == key) {
			r->entry[i].used = ++r->clock;
			return r->entry[i].data;
		}
	}
	return NULL;
}

unsigned char *
recall_find(struct recall *r, uint64_t key)
{
	return r->key ? look(r, key) : NULL;
}

/* The entry of the set that is free, or longest without use. */
static size_t
oldest(const struct recall *r, uint64_t key)
{
	size_t at = key % SETS * WAYS, old = at;

	for (size_t i = at; i < at + WAYS; i++) {
		if (!r->key[i])
			return i;
		if (r->entry[i].used < r->entry[old].used)
			old = i;
	}
	return old;
}

unsigned char *
recall_make(struct recall *r, uint64_t key, bool *made)
{
	unsigned char *data;
	size_t i;

	if (!r->key) {
		r->key = mem_new(RECALL_MAX, sizeof(*r->key));
		r->entry = mem_new(RECALL_MAX, sizeof(*r->entry));
	}
	data = look(r, key);
	*made = !data;
	if (data)
		return data;
	i = oldest(r, key);
	r->key[i] = key;
	r->entry[i] = (struct recall_entry){ .used = ++r->clock };
	return r->entry[i].data;
}

struct in_use {
	uint64_t used;
	size_t i;
};

static int
by_use(const void *a, const void *b)
{
	const struct in_use *x = a, *y = b;

	return (x->used > y->used) - (x->used < y->used);
}

void
recall_each(const struct recall *r,
    void (*put)(void *ctx, uint64_t key, const unsigned char *data),
    void *ctx)
{
	struct in_use *list;
	size_t n = 0;

	if (!r->key)
		return;
	list = mem_new(RECALL_MAX, sizeof(*list));
	for (size_t i = 0; i < RECALL_MAX; i++) {
		if (r->key[i])
			list[n++] = (struct in_use){ r->entry[i].used, i };
	}
	qsort(list, n, sizeof(*list), by_use);
	for (size_t i = 0; i < n; i++)
		put(ctx, r->key[list[i].i], r->entry[list[i].i].data);
	mem_free(list);
}

void
recall_free(struct recall *r)
{
	mem_free(r->key);
	mem_free(r->entry);
	*r = (struct recall){ 0 };
}
