/*
 * The pages come from a mapping of a temporary file: POSIX knows no other.
 */
#include <sys/mman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/kernels/room.h"

static void
give_up(const char *what)
{
	perror(what);
	exit(2);
}

void
room_make(struct room *r, size_t n)
{
	FILE *file = tmpfile();
	char *p;

	r->page = (size_t)sysconf(_SC_PAGESIZE);
	r->n = (n / r->page + 1) * r->page;
	if (!file || ftruncate(fileno(file), (off_t)(r->n + 2 * r->page)))
		give_up("tmpfile");
	p = mmap(NULL, r->n + 2 * r->page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE, fileno(file), 0);
	if (p == MAP_FAILED || mprotect(p, r->page, PROT_NONE) != 0 ||
	    mprotect(p + r->page + r->n, r->page, PROT_NONE) != 0)
		give_up("mmap");
	fclose(file);
	r->p = p + r->page;
}

void
room_free(struct room *r)
{
	munmap(r->p - r->page, r->n + 2 * r->page);
	*r = (struct room){ 0 };
}

char *
room_at(struct room *r, size_t at, const char *text, size_t n)
{
	if (n)
		memmove(r->p + at, text, n);
	return r->p + at;
}

char *
room_front(struct room *r, const char *text, size_t n)
{
	return room_at(r, 0, text, n);
}

char *
room_end(struct room *r, const char *text, size_t n)
{
	return room_at(r, r->n - n, text, n);
}
