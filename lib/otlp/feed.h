/*
 * The input: its first bytes tell what it is, and are read again by whoever
 * reads the whole.
 */
#ifndef OTLP_FEED_H
#define OTLP_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

enum { FEED_HEAD = 64 };	/* bytes that are looked at */

enum feed_kind {
	FEED_EMPTY,
	FEED_SNAPSHOT,		/* or something that is no event: its reader
				 * says what is wrong with it */
	FEED_EVENTS,
};

/* Fill the first two. */
struct feed {
	int fd;
	const char *name;	/* for messages */
	char head[FEED_HEAD];
	size_t n, at;		/* bytes in head, and how many were given */
};

/*
 * Opens the next operand ("-" is standard input) as fd->fd, a descriptor that
 * stays the same for all: so a signal can end the reading there.
 */
bool feed_open(struct feed *fd, const char *name, struct fault *f);

/* Waits for the first bytes. False when reading fails. */
bool feed_kind(struct feed *fd, enum feed_kind *kind, struct fault *f);

/* A `read` for json/lines.h. */
long feed_read(void *feed, void *to, size_t n, struct fault *f);

/*
 * Waits for input at most until the time `until` (stamp_ticks), STAMP_NONE:
 * without end. False when there is none yet, or a signal came.
 */
bool feed_wait(const struct feed *fd, int64_t until);

/* Reads to the end, so that the writer sees no broken pipe. */
bool feed_drain(struct feed *fd, struct fault *f);

#endif
