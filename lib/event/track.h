/*
 * The inputs of a run with positions: what is known of each, and which file
 * it is at present. Finding that out is match.c's, reading is resume.c's.
 */
#ifndef EVENT_TRACK_H
#define EVENT_TRACK_H

#include "event/rotate.h"
#include "event/source.h"

enum { TRACK_SETTLED = 60 };	/* seconds without a change: a rotated file
				 * gets nothing more */

/* One input. */
struct track {
	struct position pos;	/* its name is `name` */
	char *name;		/* its own */
	struct rotate rotate;	/* a view of it */
	struct source *source;	/* open, or NULL: nothing to read now */
	struct lines_tail tail;	/* before the offset, once begun */
	uint64_t line;		/* lines read in this run */
	uint64_t from;		/* the offset where this run began */
	char *label;		/* for messages: the name and `from`; or NULL */
	bool begun;		/* its source stands at the offset */
	bool old;		/* rotated away: there is a newer file, or it
				 * is packed */
	bool changed;		/* since the last mark */
	bool found;		/* by the last scan, with a name */
	bool failed;		/* it cannot be read: told, and left alone */
	bool done;		/* its last name has gone, and it was read to
				 * the end since: it is not lost */
	uint64_t shorter;	/* in a scan: the size of its file, of which
				 * all has been read, and more; or 0 */
	uint64_t seen_size;	/* of its source when it was read last */
	int64_t seen_mtime;
	const struct file *file;	/* what it was made of; in a scan */
};

struct tracks {
	struct track **v;
	size_t n, cap;
};

struct track *tracks_add(struct tracks *t, struct str name);
void track_rename(struct track *t, struct str name);
/* Takes s, or NULL, in the place of its source, which is closed. */
void track_source(struct track *t, struct source *s);
/* Removes the track at v[i]; the order of the others stays. */
void tracks_remove(struct tracks *t, size_t i);
/* Logs by name, whatever their folder, each from its oldest file on. */
void tracks_sort(struct tracks *t);
void tracks_free(struct tracks *t);

#endif
