/*
 * Memory that is freed as a whole: the lifetime of a rules file, a table or a
 * snapshot. A zeroed arena is a valid empty one.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk;
	char *p;		/* free bytes of the newest chunk */
	size_t left;
	size_t total;		/* bytes held in all, for limits */
};

/* n zeroed elements of size bytes, aligned for any type. Never NULL. */
void *arena_new(struct arena *a, size_t n, size_t size);
/* A copy of s, NUL-terminated behind its end. */
struct str arena_str(struct arena *a, struct str s);
void arena_free(struct arena *a);

#endif
