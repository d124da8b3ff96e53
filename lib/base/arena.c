/*
 * A list of chunks, each larger than the one before; nothing is freed alone.
 */
#include <stdint.h>

#include "base/arena.h"
#include "base/mem.h"

enum {
	CHUNK_MIN = 1024,
	CHUNK_MAX = 1024 * 1024,
	LARGE_FROM = 4 * MEM_LARGE,	/* from this total on, large chunks */
	ALIGN = sizeof(max_align_t) > 16 ? 16 : _Alignof(max_align_t),
};

struct arena_chunk {
	struct arena_chunk *next;
	max_align_t data[];
};

static void
arena_grow(struct arena *a, size_t n)
{
	size_t size = a->total < CHUNK_MIN ? CHUNK_MIN :
	    a->total > CHUNK_MAX ? CHUNK_MAX : a->total;
	struct arena_chunk *c;

	if (a->total >= LARGE_FROM)
		size = MEM_LARGE - sizeof(*c);
	if (size < n)
		size = n;
	if (size > SIZE_MAX - sizeof(*c))
		size = SIZE_MAX - sizeof(*c);
	c = sizeof(*c) + size == MEM_LARGE ? mem_large(MEM_LARGE) :
	    mem_resize(NULL, sizeof(*c) + size, 1);
	c->next = a->chunk;
	a->chunk = c;
	a->p = (char *)c->data;
	a->left = size;
	a->total += size;
}

static void *
take(struct arena *a, size_t n, size_t align)
{
	size_t pad = (size_t)(-(uintptr_t)a->p) & (align - 1);
	char *p;

	if (!a->p || a->left < pad || a->left - pad < n) {
		arena_grow(a, n);
		pad = 0;
	}
	p = a->p + pad;
	a->p = p + n;
	a->left -= pad + n;
	return p;
}

void *
arena_new(struct arena *a, size_t n, size_t size)
{
	void *p;

	if (size && n > SIZE_MAX / size)
		return mem_new(n, size);	/* ends the program */
	p = take(a, n * size, ALIGN);
	memset(p, 0, n * size);
	return p;
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p = take(a, s.n + 1, 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return str_of(p, s.n);
}

void
arena_free(struct arena *a)
{
	struct arena_chunk *next;

	for (struct arena_chunk *c = a->chunk; c; c = next) {
		next = c->next;
		mem_free(c);
	}
	*a = (struct arena){ 0 };
}
