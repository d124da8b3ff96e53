/*
 * An open hash table of indices. What is gone stays in the table, so that
 * nothing has to move, until the table grows.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "snapshot/places.h"

static uint64_t
hash_of(const struct position *p)
{
	uint64_t id[2] = { p->dev, p->ino };

	return hash_seeded(str_of((const char *)id, sizeof(id)));
}

/* The slot of the position in the same file, or the one that it may take. */
static uint32_t *
slot_of(const struct places *p, const struct position *to)
{
	size_t mask = p->nslots - 1, i = hash_of(to) & mask;

	while (p->slot[i] && !position_same(&p->all[p->slot[i] - 1], to))
		i = (i + 1) & mask;
	return &p->slot[i];
}

static void
forget_gone(struct places *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!p->all[i].gone)
			p->all[n++] = p->all[i];
	p->n = n;
	p->ngone = 0;
}

static void
make_room(struct places *p)
{
	if ((p->n + 1) * 2 <= p->nslots)
		return;
	forget_gone(p);
	while ((p->n + 1) * 2 > p->nslots / 2)
		p->nslots = p->nslots ? p->nslots * 2 : 64;
	mem_free(p->slot);
	p->slot = mem_new(p->nslots, sizeof(*p->slot));
	for (size_t i = 0; i < p->n; i++)
		*slot_of(p, &p->all[i]) = (uint32_t)i + 1;
}

bool
places_move(struct places *p, const struct position *to, struct fault *f)
{
	struct position *old;
	struct str name;
	uint32_t *slot;

	make_room(p);
	slot = slot_of(p, to);
	if (!*slot && to->gone)
		return true;
	if (!*slot) {
		p->all = mem_grow(p->all, p->n, &p->cap, sizeof(*p->all));
		p->all[p->n++] = (struct position){ .gone = true };
		p->ngone++;
		*slot = (uint32_t)p->n;
	}
	old = &p->all[*slot - 1];
	if (old->gone && !to->gone && p->n - p->ngone == POSITIONS_MAX)
		return fault(f, "more than %d inputs", POSITIONS_MAX);
	p->ngone = p->ngone - old->gone + to->gone;
	name = to->gone || str_eq(old->input, to->input) ? old->input :
	    arena_str(&p->names, to->input);
	*old = *to;
	old->input = name;
	return true;
}

static int
place_cmp(const void *a, const void *b)
{
	const struct position *x = a, *y = b;
	int c = str_cmp(x->input, y->input);

	if (c)
		return c;
	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return (x->ino > y->ino) - (x->ino < y->ino);
}

const struct position *
places_sorted(struct places *p, size_t *n)
{
	size_t k = 0;

	p->sorted = mem_resize(p->sorted, p->n, sizeof(*p->sorted));
	for (size_t i = 0; i < p->n; i++)
		if (!p->all[i].gone)
			p->sorted[k++] = p->all[i];
	if (k)
		qsort(p->sorted, k, sizeof(*p->sorted), place_cmp);
	*n = k;
	return p->sorted;
}

void
places_free(struct places *p)
{
	mem_free(p->all);
	mem_free(p->slot);
	mem_free(p->sorted);
	arena_free(&p->names);
	*p = (struct places){ 0 };
}
