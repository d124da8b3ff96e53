/*
 * The keys of one object, each of which may be there once, and what of its
 * attributes stays in the end. What an attribute is made of is attributes.c's.
 */
#include <string.h>

#include "base/mem.h"
#include "otlp/attributes_level.h"

enum { FEW = 32 };		/* keys that are looked through */

void
attributes_level_free(struct attributes_level *l)
{
	mem_free(l->one);
	keys_free(&l->keys);
	*l = (struct attributes_level){ 0 };
}

/* A few of its bytes, mixed. */
static uint32_t
print_of(struct str key)
{
	uint32_t first = 0, last = 0;

	if (key.n >= 4) {
		memcpy(&first, key.p, 4);
		memcpy(&last, key.p + key.n - 4, 4);
	} else if (key.n) {
		memcpy(&first, key.p, key.n);
	}
	return (uint32_t)key.n * 0x9e3779b1u ^ first ^
	    (last << 13 | last >> 19);
}

static void
forget(struct attributes_level *l, size_t i)
{
	l->one[i].dead = l->any_dead = true;
}

/* The attribute of that name that is there already is overruled. */
static void
overrule(struct attributes_level *l, const char *p,
    const struct attributes_one *new)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct attributes_one *o = &l->one[i];

		if (o->print == new->print && !o->dead && o->n == new->n &&
		    memcmp(p + o->key, p + new->key, new->n) == 0)
			forget(l, i);
	}
}

static void
overrule_hashed(struct attributes_level *l, const char *p,
    const struct attributes_one *new)
{
	struct str key = str_of(p + new->key, new->n);
	int owner;

	if (l->n == FEW) {
		keys_reset(&l->keys);
		for (size_t i = 0; i < l->n; i++)
			keys_set(&l->keys, str_of(p + l->one[i].key,
			    l->one[i].n), (int)i);
	}
	owner = keys_owner(&l->keys, key);
	if (owner != KEYS_NONE)
		forget(l, (size_t)owner);
	keys_set(&l->keys, key, (int)l->n);
}

void
attributes_level_enter(struct attributes_level *l, const struct buf *b,
    size_t from, size_t key, size_t n)
{
	struct attributes_one new = { print_of(str_of(b->p + key, n)), false,
	    from, key, n };

	if (l->n < FEW)
		overrule(l, b->p, &new);
	else
		overrule_hashed(l, b->p, &new);
	l->one = mem_grow(l->one, l->n, &l->cap, sizeof(*l->one));
	l->one[l->n++] = new;
}

void
attributes_level_begin(struct attributes_level *l)
{
	l->n = 0;
	l->any_dead = false;
}

/*
 * Closes the gaps that overruled ones leave, and drops those that are too
 * many.
 */
size_t
attributes_level_end(struct attributes_level *l, struct buf *b, uint64_t max)
{
	size_t to, end, n, dropped = 0;
	uint64_t kept = 0;

	if (!l->any_dead && l->n <= max)
		return 0;
	to = l->one[0].from;
	for (size_t i = 0; i < l->n; i++) {
		end = i + 1 < l->n ? l->one[i + 1].from : b->n;
		n = end - l->one[i].from;
		if (l->one[i].dead)
			continue;
		if (kept == max) {
			dropped++;
			continue;
		}
		memmove(b->p + to, b->p + l->one[i].from, n);
		to += n;
		kept++;
	}
	b->n = to;
	return dropped;
}
