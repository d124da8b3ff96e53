/*
 * A bounded memory of what was seen: a table of fixed size, in which a new
 * entry takes the place of the one that was longest without use among a few.
 */
#ifndef EVENT_RECALL_H
#define EVENT_RECALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RECALL_MAX = 65536,	/* entries */
	RECALL_DATA = 24,	/* bytes kept of each */
};

struct recall_entry {
	uint64_t used;		/* grows with each use */
	unsigned char data[RECALL_DATA];
};

/* Zeroed it is empty; recall_free releases it. */
struct recall {
	uint64_t *key;			/* RECALL_MAX hashes, 0: free; made
					 * at the first recall_make */
	struct recall_entry *entry;
	uint64_t clock;
};

/* The data of a key (not 0), or NULL; counts as a use. */
unsigned char *recall_find(struct recall *r, uint64_t key);
/* The data of a key, zeroed where it is new (*made); never NULL. */
unsigned char *recall_make(struct recall *r, uint64_t key, bool *made);

/*
 * Entries in use in the order of their use, for keeping: calls put for each.
 * recall_make in that order restores them.
 */
void recall_each(const struct recall *r,
    void (*put)(void *ctx, uint64_t key, const unsigned char *data),
    void *ctx);
void recall_free(struct recall *r);

#endif
