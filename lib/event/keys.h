/*
 * The names in use in one event, and whose they are: for records out of
 * layers, whose members must not clash.
 */
#ifndef EVENT_KEYS_H
#define EVENT_KEYS_H

#include <stdint.h>

#include "base/buf.h"

enum { KEYS_NONE = -1 };

/* Zeroed it is empty; keys_free releases it. */
struct keys {
	struct keys_slot {
		size_t at, n;	/* the name's bytes in text */
		uint64_t hash;
		uint32_t round;	/* the slot is in use when it is the set's */
		int owner;
	} *slot;
	size_t cap, n;
	uint32_t round;
	struct buf text;
};

/* Forgets all names, without going over them. */
void keys_reset(struct keys *k);
/* Enters a name with its owner (>= 0); of one that is there, anew. */
void keys_set(struct keys *k, struct str name, int owner);
/* The owner of a name, or KEYS_NONE. */
int keys_owner(const struct keys *k, struct str name);
void keys_free(struct keys *k);

#endif
