/*
 * The only callers of malloc(3): every size comes from a checked multiply,
 * and running out ends the program here.
 */
#define _DEFAULT_SOURCE	/* madvise, where there is one */

#include <sys/mman.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"

static void
out_of_memory(size_t n, size_t size)
{
	fprintf(stderr, "mlog: out of memory (%zu times %zu bytes)\n", n,
	    size);
	exit(EXIT_FAULT);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory(n, size);
	return p;
}

void *
mem_large(size_t n)
{
	void *p = NULL;

	if (posix_memalign(&p, MEM_LARGE, n) != 0)
		out_of_memory(n, 1);
#ifdef MADV_HUGEPAGE
	(void)madvise(p, n, MADV_HUGEPAGE);
#endif
	return p;
}

void *
mem_resize(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory(n, size);
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		out_of_memory(n, size);
	return p;
}

void
mem_free(void *p)
{
	free(p);
}

void *
mem_grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 8;
	return mem_resize(p, *cap, size);
}
