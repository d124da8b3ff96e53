/*
 * Reading and writing a connection against deadlines: sockets, and pipes and
 * files for tests and pipelines.
 */
#ifndef PROM_LINK_H
#define PROM_LINK_H

#include <stdint.h>

#include "base/str.h"

/* One direction of a connection. */
struct link {
	int fd;			/* not owned */
	bool socket;
};

enum link_end {
	LINK_OK,
	LINK_LATE,		/* the deadline passed */
	LINK_GONE,		/* the peer closed or reset the connection */
	LINK_FAULT,		/* anything else: errno says what */
};

enum {
	LINK_DRAIN_MAX = 64 * 1024,	/* bytes read and dropped at the end */
};

/*
 * Sockets: no read or write on fd waits from now on but in poll. All later
 * calls get by with read, write, poll and shutdown, so that a sandbox can
 * stand between.
 */
void link_init(struct link *l, int fd);
/*
 * At most n bytes to p; *got is 0 at the end of the input. The deadline is an
 * instant of stamp_ticks.
 */
enum link_end link_read(const struct link *l, void *p, size_t n,
    int64_t deadline, size_t *got);
/* All of s. */
enum link_end link_write(const struct link *l, struct str s,
    int64_t deadline);
/*
 * Ends a connection so that the peer gets to read the answer: closing a
 * socket with unread bytes would send a reset. Sends the end of our data,
 * then reads and drops until the peer's, the deadline or LINK_DRAIN_MAX.
 * Does nothing when it is no socket.
 */
void link_finish(const struct link *l, int64_t deadline);

#endif
