/*
 * Checked memory. Out of memory ends the program here (a line on stderr, exit
 * 2) and nowhere else; so no caller tests for NULL.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* n zeroed elements of size bytes. Free with mem_free. */
void *mem_new(size_t n, size_t size);
/* p (or NULL) with room for n elements of size bytes; new ones not zeroed. */
void *mem_resize(void *p, size_t n, size_t size);
void mem_free(void *p);

/*
 * n bytes, not zeroed, a multiple of MEM_LARGE, for what will be filled from
 * end to end: on large pages where the system has them, since thousands of
 * page faults cost more than the filling. Free with mem_free.
 */
enum { MEM_LARGE = 2 * 1024 * 1024 };
void *mem_large(size_t n);

/*
 * Room for one more element: `v = mem_grow(v, n, &cap, sizeof(*v))` doubles
 * the capacity when n has reached it.
 */
void *mem_grow(void *p, size_t n, size_t *cap, size_t size);

#endif
