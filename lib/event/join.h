/*
 * A long line that a container's runtime has written in pieces.
 */
#ifndef EVENT_JOIN_H
#define EVENT_JOIN_H

#include "event/dialect.h"
#include "json/lines.h"

enum { JOIN_PIECES_MAX = 65536 };	/* lines that make one */

/* One line in the making; zeroed there is none. */
struct join {
	bool open;
	bool over;		/* too long: the rest is passed over */
	const struct dialect *dialect;	/* of its wrapper; NULL for CRI */
	uint64_t line;		/* the number of the first piece's line */
	size_t n;		/* pieces */
	unsigned flags;		/* of all of them, as of record_read */
	struct buf head;	/* the first piece's line */
	struct buf text;	/* of all pieces */
	struct buf held;	/* their lines, newlines included */
};

void join_begin(struct join *j, const struct dialect *dialect,
    const struct line *line);
/*
 * Adds a piece of text; false, and the join is over, when it would be longer
 * than max bytes, or of too many pieces.
 */
bool join_add(struct join *j, struct str piece, size_t max);
/* Keeps the line that the piece was in, for those who want it if refused. */
void join_hold(struct join *j, const struct line *line);
void join_free(struct join *j);

#endif
