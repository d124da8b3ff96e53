/*
 * Which fields of an event expressions read: what is to be kept of one that
 * waits for another.
 */
#ifndef SERIES_FIELDLIST_H
#define SERIES_FIELDLIST_H

#include "rules/expr.h"

/* Fields by number, each once, in the order in which they came. */
struct fieldlist {
	int *field;
	size_t n;
};

/* A field; below 0 it is none. */
void fieldlist_add(struct fieldlist *l, int field);
/* All that an expression reads, which may be NULL. */
void fieldlist_read(struct fieldlist *l, const struct expr *e);
void fieldlist_free(struct fieldlist *l);

#endif
