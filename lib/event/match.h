/*
 * Which file is which input: by device and inode, and by content (formats.md
 * 3.1, 3.2). Each alone is known to skip text or to read it twice.
 */
#ifndef EVENT_MATCH_H
#define EVENT_MATCH_H

#include "event/files.h"

enum { MATCH_TRIES = 12 };	/* scans, until nothing changes meanwhile */

/* Fill files.operand, noperands, tracks (those below), say and arg; match_free
 * releases the rest. */
struct match {
	struct files files;
	struct tracks tracks;

	/* What the next mark has to say is gone; positions of one that has
	 * moved to another file among them. */
	struct position *gone;
	size_t ngone, gone_cap;
	struct arena texts;	/* of their names, until match_told */

	uint64_t lost;		/* inputs that are, so far */
	bool unsure;		/* its own: files changed during the scan */
};

/* Takes over the positions of a state. */
void match_load(struct match *m, const struct position *p, size_t n);
/*
 * Finds the files, and gives each to a track: one with a position that it
 * fits, or a new one; a copy in the making, or of a file that is there still,
 * gets none. Tracks whose file has gone are removed, those that were open
 * told of (files.say) as lost. False for too many files, and with f->again
 * where names kept changing: then nothing has, and no file is read.
 */
bool match_scan(struct match *m, struct fault *f);
/* Forgets what is in gone[]: the mark has been written. */
void match_told(struct match *m);
void match_free(struct match *m);

#endif
