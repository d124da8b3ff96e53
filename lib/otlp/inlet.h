/*
 * The input: its first bytes tell what it is, and are read again by whoever
 * reads the whole.
 */
#ifndef OTLP_INLET_H
#define OTLP_INLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

enum { INLET_HEAD = 64 };	/* bytes that are looked at */

enum inlet_kind {
	INLET_EMPTY,
	INLET_SNAPSHOT,		/* or something that is no event: its reader
				 * says what is wrong with it */
	INLET_EVENTS,
};

/* Fill the first two. */
struct inlet {
	int fd;
	const char *name;	/* for messages */
	char head[INLET_HEAD];
	size_t n, at;		/* bytes in head, and how many were given */
	int64_t left;		/* bytes of a regular file that were there when
				 * it was opened and are not read yet */
	bool torn;		/* the reader's: it ended within a line */
};

/*
 * Opens the next operand ("-" is standard input) as fd->fd, a descriptor that
 * stays the same for all: so a signal can end the reading there.
 */
bool inlet_open(struct inlet *fd, const char *name, struct fault *f);

/* Waits for the first bytes. False when reading fails. */
bool inlet_kind(struct inlet *fd, enum inlet_kind *kind, struct fault *f);

/* A `read` for json/lines.h. */
long inlet_read(void *inlet, void *to, size_t n, struct fault *f);

/*
 * Waits for input at most until the time `until` (stamp_ticks), STAMP_NONE:
 * without end. False when there is none yet, or a signal came.
 */
bool inlet_wait(const struct inlet *fd, int64_t until);

/* Whether all was read, as far as it can be known: once a signal has ended the
 * reading. */
bool inlet_whole(const struct inlet *fd);

/* Reads to the end, so that the writer sees no broken pipe. */
bool inlet_drain(struct inlet *fd, struct fault *f);

#endif
