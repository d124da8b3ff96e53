/*
 * A set of names already taken in one exposition: names that differ in a
 * snapshot can become one in Prometheus's alphabet, and a name that is
 * declared twice makes readers refuse the whole text (protocols.md 4.1).
 */
#ifndef PROM_CLAIMS_H
#define PROM_CLAIMS_H

#include "base/arena.h"

/* A zeroed one is a valid empty one; claims_free releases it. */
struct claims {
	struct str *slot;	/* cap of them, a power of two; NULL p: free */
	size_t n, cap;
	struct arena arena;	/* owns the texts */
};

bool claims_has(const struct claims *c, struct str name);
/* Takes a copy of name; false when it was there already. */
bool claims_add(struct claims *c, struct str name);
void claims_free(struct claims *c);

#endif
