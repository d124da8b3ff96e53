/*
 * The patterns of `like`: '*' is any text, '?' any one character, and a
 * backslash takes the meaning from what is behind it.
 */
#ifndef RULES_GLOB_H
#define RULES_GLOB_H

#include "base/arena.h"

enum {
	GLOB_MAX = 256,		/* bytes; the caller sees to it */
};

enum glob_shape {
	GLOB_EQUALS,		/* no wildcard */
	GLOB_STARTS,		/* text* */
	GLOB_ENDS,		/* *text */
	GLOB_CONTAINS,		/* *text* */
	GLOB_ANY,		/* anything else: matched step by step */
};

struct glob {
	enum glob_shape shape;
	struct str text;	/* the plain part; GLOB_ANY: the pattern */
};

/* The glob lives in the arena. */
const struct glob *glob_new(struct arena *a, struct str pattern);
bool glob_match(const struct glob *g, struct str s);
/* Whether part stands somewhere in s. */
bool glob_contains(struct str s, struct str part);

#endif
