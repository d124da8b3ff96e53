/*
 * Lines out of a descriptor, block by block, each with its index for jread.
 * Memory is bounded by the longest line allowed, whatever the input is.
 */
#ifndef JSON_LINES_H
#define JSON_LINES_H

#include "json/jread.h"

enum {
	LINES_DEFAULT_MAX = 1024 * 1024,	/* bytes of a line */
	LINES_LIMIT_MAX = 1024 * 1024 * 1024,
};

/* One line, without its newline; a view until the next lines_next. */
struct line {
	struct str text;
	uint64_t number;	/* from 1 */
	bool ended;		/* by a newline; else the input ends here */
	bool cut;		/* over the limit: text is only its head, at
				 * most LINE_HEAD_MAX bytes, for messages */
	size_t at, i, iend;	/* where it lies in the index */
};

enum { LINE_HEAD_MAX = 256, LINES_TAIL_MAX = 256, LINES_AGAIN = -2 };

/* The last bytes before a place in the input, at most LINES_TAIL_MAX. */
struct lines_tail {
	char p[LINES_TAIL_MAX];
	size_t n;
};

struct lines {
	int fd;
	const char *name;	/* for messages; not owned */
	size_t max;		/* bytes of a line */
	uint64_t number;	/* of the line returned last */
	uint64_t bytes;		/* read in all */

	/*
	 * Where the bytes come from, instead of fd, when it is not NULL: how
	 * many of at most n, 0 at the end, -1 with a fault, LINES_AGAIN to be
	 * called again. It waits once at most.
	 */
	long (*read)(void *from, void *to, size_t n, struct fault *f);
	void *from;

	/*
	 * Called before a read that would block, so that what was made of
	 * the input so far can be flushed; with each piece of a line that is
	 * over the limit, newline included; and after each read. All may be
	 * NULL; false is a fault.
	 */
	bool (*idle)(void *arg, struct fault *f);
	bool (*over)(void *arg, struct str piece, struct fault *f);
	void (*step)(void *arg, uint64_t lines, uint64_t bytes);
	void *arg;

	struct buf buf;		/* the rest is its own */
	struct scan scan;
	size_t next;		/* offset of the next line in buf */
	size_t nth;		/* its newline in scan.line[] */
	size_t npos;		/* its first entry in scan.pos[] */
	bool eof, stale;
	struct lines_tail before;	/* the window; may be set first */
	struct lines_tail cut;		/* before the line that was cut last */
};

enum lines_result { LINES_OK, LINES_END, LINES_FAULT };

/* fd stays the caller's. max 0 means LINES_DEFAULT_MAX. */
void lines_init(struct lines *l, int fd, const char *name, size_t max);
enum lines_result lines_next(struct lines *l, struct line *line,
    struct fault *f);
/* A reader for the line that was returned last. */
void lines_read(const struct lines *l, const struct line *line,
    struct jread *r);
/* Bytes up to the end of the line that was returned last. */
uint64_t lines_offset(const struct lines *l);
/* What has been read behind it; a view until the next lines_next. */
struct str lines_rest(const struct lines *l);
/*
 * What stands before that place, or before the line that was returned last.
 * It reaches to before the first byte that was read where `before` was set.
 */
void lines_tail(const struct lines *l, struct lines_tail *t);
void lines_tail_of(const struct lines *l, const struct line *line,
    struct lines_tail *t);
/* Appends to what stands before. */
void lines_tail_add(struct lines_tail *t, struct str s);
void lines_free(struct lines *l);

#endif
