/*
 * The set of taken names: open addressing with linear probing, at most half
 * full. The hash is seeded, since input chooses the names.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "prom/claims.h"

enum {
	CLAIMS_FIRST = 64,	/* slots of the first table */
};

/* The slot that holds name, or the free one where it would go. */
static struct str *
find(const struct claims *c, struct str name)
{
	size_t i = (size_t)hash_seeded(name) & (c->cap - 1);

	while (c->slot[i].p && !str_eq(c->slot[i], name))
		i = (i + 1) & (c->cap - 1);
	return &c->slot[i];
}

static void
grow(struct claims *c)
{
	struct claims old = *c;

	c->cap = old.cap ? old.cap * 2 : CLAIMS_FIRST;
	c->slot = mem_new(c->cap, sizeof(*c->slot));
	for (size_t i = 0; i < old.cap; i++) {
		if (old.slot[i].p)
			*find(c, old.slot[i]) = old.slot[i];
	}
	mem_free(old.slot);
}

bool
claims_has(const struct claims *c, struct str name)
{
	return c->cap && find(c, name)->p;
}

bool
claims_add(struct claims *c, struct str name)
{
	struct str *slot;

	if (c->n >= c->cap / 2)
		grow(c);
	slot = find(c, name);
	if (slot->p)
		return false;
	*slot = arena_str(&c->arena, name);
	c->n++;
	return true;
}

void
claims_free(struct claims *c)
{
	mem_free(c->slot);
	arena_free(&c->arena);
	*c = (struct claims){ 0 };
}
