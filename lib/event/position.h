/*
 * How far one log has been read: what a `pos` mark tells (mlog-event.5) and a
 * state keeps, a line an input (mlog-snapshot.5). No I/O here.
 */
#ifndef EVENT_POSITION_H
#define EVENT_POSITION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/stamp.h"
#include "json/jread.h"

enum {
	POSITION_HEAD = 1024,	/* bytes of content that are hashed at most: */
	POSITION_TAIL = 256,	/* the first, and those before the offset */
	POSITION_NAME_MAX = 32768,	/* bytes of a name, with escapes */
	POSITIONS_MAX = 100000,	/* inputs of one state */
};

/*
 * One input. dev and ino name it among the others: a later position with the
 * same two takes the place of an earlier one, and `gone` removes that. The
 * content is what the next run knows it by.
 */
struct position {
	struct str input;	/* as it was opened; for people */
	uint64_t dev, ino;
	uint64_t offset;	/* bytes that were read, unpacked ones of a
				 * packed file; ends behind a whole line */
	uint64_t size;		/* of the file, packed or not, when it was */
	int64_t mtime;		/* last looked at; ns, or STAMP_NONE */
	bool open;		/* there may be more; else closed: a rotated
				 * file that was read to its end */
	bool gone;		/* to be forgotten; only dev and ino count */
	bool lost;		/* ... and more of it may have been written
				 * than was ever read: gone while open */
	uint64_t head;		/* XXH64 of the first min(POSITION_HEAD,
				 * offset) bytes */
	uint64_t tail;		/* and of the last min(POSITION_TAIL, offset)
				 * before the offset */
};

/*
 * Reads the object that r stands before; members of other names are passed
 * over. The name is copied into texts. False when one is missing or wrong.
 */
bool position_read(struct position *p, struct jread *r, struct arena *texts,
    struct fault *f);
/*
 * Appends the members, with commas between them and no brackets around, so
 * that others can stand before them. Of one that is gone only those that
 * count then.
 */
void position_put(struct buf *b, const struct position *p);

/* Whether both are positions in the same file. */
bool position_same(const struct position *a, const struct position *b);

#endif
