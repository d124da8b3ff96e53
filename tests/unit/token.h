/*
 * What two ways of reading the same text are compared by.
 */
#ifndef UNIT_TOKEN_H
#define UNIT_TOKEN_H

#include "json/jread.h"

/* Whether two tokens are of the same bytes, and say the same of them. */
static inline bool
same_token(const struct jtoken *a, const struct jtoken *b)
{
	return a->kind == b->kind && a->flags == b->flags &&
	    a->index == b->index && a->text.p == b->text.p &&
	    a->text.n == b->text.n;
}

#endif
