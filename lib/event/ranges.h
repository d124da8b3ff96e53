/*
 * Log files cut at lines into ranges, so that several processes can read them
 * at once: each takes the ranges of one share, one after the other, and the
 * shares in order are the files in order.
 */
#ifndef EVENT_RANGES_H
#define EVENT_RANGES_H

#include "event/input.h"

enum {
	RANGES_SHARES_MAX = 256,	/* processes */
	RANGES_LEAST = 4096,		/* bytes, about, that are a share */
	RANGES_PACKED = 8,		/* how many bytes one of a packed
					 * file is worth */
};

/* Some lines of a file: all of it when both are 0. */
struct range {
	const char *path;	/* as it was given; not owned */
	uint64_t from, to;	/* bytes; to 0: its end */
	unsigned share;		/* who reads it, from 0 */
};

/* Zeroed it is empty. */
struct ranges {
	struct range *range;	/* in the order of the input */
	size_t n, cap;
	unsigned nshares;	/* how many it came to, at least 1 */
};

/*
 * Cuts n > 0 files into about that many shares of equal weight. A packed file
 * is not cut. False for a file that cannot be, and with a fault that says
 * why: one that is no regular file, or cannot be opened.
 */
bool ranges_cut(struct ranges *rs, char *const *path, size_t n,
    unsigned shares, struct fault *f);
void ranges_free(struct ranges *rs);

/* Opens a range and sets the input up to read it: a descriptor, which the
 * caller closes, or -1 and a fault. */
int range_open(const struct range *r, struct input *in, struct fault *f);

#endif
