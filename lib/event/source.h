/*
 * One open file of a log, plain or packed: reading it from any offset, and
 * telling by its content whether it is the file that a position was kept of.
 * Offsets are those of the text, unpacked. Which file is whose is match.c's.
 */
#ifndef EVENT_SOURCE_H
#define EVENT_SOURCE_H

#include "base/fault.h"
#include "event/position.h"
#include "json/lines.h"

struct gz;

/* A walk through the text of a file. */
struct source_walk {
	struct gz *gz;		/* or NULL */
	uint64_t at;
};

struct source {
	char *name;		/* its own */
	int fd;
	uint64_t dev, ino;
	uint64_t size;		/* as source_look saw it last */
	int64_t mtime;		/* ns */
	bool linked;		/* it has a name still */
	bool packed;		/* gzip data; by its name as long as ... */
	bool blank;		/* ... it has no bytes that tell */

	/* Of the text that is being read; see source_begin. */
	struct source_walk walk;
	struct buf rest;	/* given before what comes next */
	char head[POSITION_HEAD];
	size_t nhead;
	bool replaced;		/* plain: what was read is there no more */
	bool cut;		/* packed: it ends too early */
};

enum source_result {
	SOURCE_OK,
	SOURCE_ABSENT,		/* there is no such file */
	SOURCE_OTHER,		/* it is no regular file */
	SOURCE_FAULT,
};

/*
 * Opens a file. Only with SOURCE_OK there is *s to be closed. With
 * SOURCE_FAULT dev and ino of *who are set where they could be found out.
 */
enum source_result source_open(const char *path, struct source **s,
    struct position *who, struct fault *f);
void source_close(struct source *s);
/* Looks at size and time of change again. */
bool source_look(struct source *s, struct fault *f);

/*
 * Which of n positions its text fits: as long as the offset, and hashed
 * alike. fits[i] is set for each; false for a fault in reading. What of
 * packed data is damaged or cut short is taken as not there.
 */
bool source_fits(struct source *s, const struct position *const *p, size_t n,
    bool *fits, struct fault *f);
/* The first bytes of its text, up to POSITION_HEAD: how many there are. */
size_t source_peek(struct source *s, char *head);
/* Whether its text is the beginning of that of another one, or all of it.
 * Long plain ones are compared at both ends of the shorter one. */
bool source_copies(struct source *s, struct source *of);

/*
 * Makes it ready to be read from an offset; *tail is what stands before. It
 * may have been cut before that: compare what it holds with the position.
 */
bool source_begin(struct source *s, uint64_t offset, struct lines_tail *tail,
    struct fault *f);
/* A `read` for struct lines: what it gives is as of one file, or nothing. */
long source_read(void *from, void *to, size_t n, struct fault *f);
/* Gives text back that was read and not taken. */
void source_unread(struct source *s, struct str text);
/* Hash of the text's beginning for a position at this offset. */
uint64_t source_head(const struct source *s, uint64_t offset);
/* Whether all that was read is still there; packed data always is. */
bool source_same(struct source *s);

#endif
