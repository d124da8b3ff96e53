/*
 * An open table. The names are input's, so the hash is seeded; it is emptied
 * by counting rounds, because one huge record must not make all others slow.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "event/keys.h"

enum { KEYS_FIRST = 64 };

static struct keys_slot *
find(const struct keys *k, struct str name, uint64_t hash)
{
	size_t i = (size_t)hash & (k->cap - 1);

	while (k->slot[i].round == k->round && (k->slot[i].hash != hash ||
	    !str_eq(str_of(k->text.p + k->slot[i].at, k->slot[i].n), name)))
		i = (i + 1) & (k->cap - 1);
	return &k->slot[i];
}

static void
resize(struct keys *k, size_t cap)
{
	struct keys_slot *old = k->slot;
	size_t n = k->cap;

	k->slot = mem_new(cap, sizeof(*k->slot));
	k->cap = cap;
	for (size_t i = 0; i < n; i++)
		if (old[i].round == k->round)
			*find(k, str_of(k->text.p + old[i].at, old[i].n),
			    old[i].hash) = old[i];
	mem_free(old);
}

void
keys_reset(struct keys *k)
{
	k->n = 0;
	buf_reset(&k->text);
	if (++k->round == 0) {
		for (size_t i = 0; i < k->cap; i++)
			k->slot[i].round = 0;
		k->round = 1;
	}
}

void
keys_set(struct keys *k, struct str name, int owner)
{
	uint64_t hash = hash_seeded(name);
	struct keys_slot *s;

	if (!k->round)
		keys_reset(k);
	if (k->n * 2 >= k->cap)
		resize(k, k->cap ? k->cap * 2 : KEYS_FIRST);
	s = find(k, name, hash);
	if (s->round != k->round) {
		*s = (struct keys_slot){ k->text.n, name.n, hash, k->round,
			owner };
		buf_puts(&k->text, name);
		k->n++;
	}
	s->owner = owner;
}

int
keys_owner(const struct keys *k, struct str name)
{
	const struct keys_slot *s;

	if (!k->n)
		return KEYS_NONE;
	s = find(k, name, hash_seeded(name));
	return s->round == k->round ? s->owner : KEYS_NONE;
}

void
keys_free(struct keys *k)
{
	mem_free(k->slot);
	buf_free(&k->text);
	*k = (struct keys){ 0 };
}
