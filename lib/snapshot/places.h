/*
 * The positions of a state while it is counted on: one a file, by device and
 * inode, moved by the marks of the event stream.
 */
#ifndef SNAPSHOT_PLACES_H
#define SNAPSHOT_PLACES_H

#include "event/position.h"

/* A zeroed one is empty; places_free releases what it holds. */
struct places {
	struct position *all;	/* those that are gone among them */
	size_t n, cap;
	size_t ngone;
	uint32_t *slot;		/* index + 1 into all, by hash; 0 free */
	size_t nslots;
	struct position *sorted;	/* of the last places_sorted */
	struct arena names;
};

/*
 * Takes the place of the position in the same file; one that is gone is
 * forgotten. Its name is copied. False when there are POSITIONS_MAX.
 */
bool places_move(struct places *p, const struct position *to,
    struct fault *f);
/* Those that are left, by name, device and inode, until the next call. */
const struct position *places_sorted(struct places *p, size_t *n);
void places_free(struct places *p);

#endif
