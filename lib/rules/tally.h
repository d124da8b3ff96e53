/*
 * How often each text occurred: the first ones that come, up to a number.
 */
#ifndef RULES_TALLY_H
#define RULES_TALLY_H

#include <stdint.h>

#include "base/arena.h"

enum {
	TALLY_TEXT_MAX = 200,	/* bytes kept of a text */
};

struct tally_entry {
	struct str text;	/* NUL-terminated; in the arena */
	uint64_t count;
};

/* A zeroed one with max set is empty. */
struct tally {
	size_t max;		/* different texts that are kept */
	struct tally_entry *entry;	/* in order of first appearance */
	size_t n, cap;
	uint32_t *slot;		/* index + 1 by hash, 0 free */
	size_t nslots;
	uint64_t unkept;	/* texts that came when it was full */
	struct arena arena;
};

void tally_add(struct tally *t, struct str s);
/* Most frequent first, then by text. The tally is complete then. */
void tally_sort(struct tally *t);
/* The entry whose text is nearest to s, or NULL when none is near. */
const struct tally_entry *tally_nearest(const struct tally *t, struct str s);
void tally_free(struct tally *t);

#endif
