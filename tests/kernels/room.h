/*
 * Memory between two pages that nobody may touch.
 */
#ifndef KERNELS_ROOM_H
#define KERNELS_ROOM_H

#include <stddef.h>

struct room {
	char *p;		/* n bytes, the page before and the one behind
				 * inaccessible */
	size_t n;		/* whole pages */
	size_t page;
};

/* At least n bytes; exits where the system refuses. */
void room_make(struct room *r, size_t n);
void room_free(struct room *r);
/* Copies of n bytes, n <= r->n: right at the front, right before the end,
 * and `at` bytes behind the front. */
char *room_front(struct room *r, const char *text, size_t n);
char *room_end(struct room *r, const char *text, size_t n);
char *room_at(struct room *r, size_t at, const char *text, size_t n);

#endif
