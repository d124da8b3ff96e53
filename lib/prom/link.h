/*
 * Reading and writing a connection against deadlines: sockets, and pipes and
 * files for tests and pipelines.
 */
#ifndef PROM_LINK_H
#define PROM_LINK_H

#include <stdint.h>

#include "base/str.h"

enum link_end {
	LINK_OK,
	LINK_LATE,		/* the deadline passed */
	LINK_GONE,		/* the peer closed or reset the connection */
	LINK_FAULT,		/* anything else: errno says what */
};

enum {
	LINK_DRAIN_MAX = 64 * 1024,	/* bytes read and dropped at the end */
};

/* Sockets only: no read or write on fd waits from now on but in poll. */
void link_init(int fd);
/*
 * At most n bytes to p; *got is 0 at the end of the input. The deadline is an
 * instant of stamp_ticks.
 */
enum link_end link_read(int fd, void *p, size_t n, int64_t deadline,
    size_t *got);
/* All of s. */
enum link_end link_write(int fd, struct str s, int64_t deadline);
/*
 * Ends a connection so that the peer gets to read the answer: closing a
 * socket with unread bytes would send a reset. Sends the end of our data,
 * then reads and drops until the peer's, the deadline or LINK_DRAIN_MAX.
 * Does nothing when fd is no socket.
 */
void link_finish(int fd, int64_t deadline);

#endif
