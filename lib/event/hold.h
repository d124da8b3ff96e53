/*
 * An event stream held back to its marks: bytes are given out once the mark
 * that makes them count has come, so that who applies them never has to take
 * anything back (formats.md 3). A stream without marks passes as it comes.
 */
#ifndef EVENT_HOLD_H
#define EVENT_HOLD_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

enum {
	HOLD_MAX = 32 * 1024 * 1024,	/* bytes held back for a mark; one
					 * comes every 16 MiB of log */
};

/* What the first line says. */
enum hold_form {
	HOLD_UNKNOWN,		/* not one line came */
	HOLD_PLAIN,
	HOLD_MARKS,
};

/* Fill the second group; zero the rest. */
struct hold {
	int fd;			/* by hold_input */
	const char *name;	/* for messages; not owned */

	int stop;		/* readable: end soon; or -1 */
	int wake;		/* readable: call `due`, which reads it; or
				 * -1 */
	bool passes;		/* marks hold nothing back */
	/*
	 * Called before each read, when all that was given out is dealt
	 * with: does what is due, and says in how many ns it wants to be
	 * called again (*wait is < 0: no need). May be NULL.
	 */
	bool (*due)(void *arg, int64_t *wait, struct fault *f);
	/*
	 * Called when more than HOLD_MAX waits for its mark: what was made
	 * of the stream up to the last mark is to be kept by the callee, for
	 * now lines are given out which may come to nothing.
	 */
	bool (*spill)(void *arg, struct fault *f);
	void *arg;

	enum hold_form form;
	bool stopped;		/* reading ended because of stop */
	uint64_t dropped;	/* at the end: bytes behind the last mark */

	struct buf buf;		/* the rest is its own */
	size_t given;		/* bytes of buf that were given out, ... */
	size_t ready;		/* ... may be, ... */
	size_t line;		/* ... lie before the line that has no end */
	size_t seen;		/* no newline between line and here */
	bool inside;		/* that line's beginning was given out */
	bool spilled, eof, ending;
	int64_t deadline;	/* ticks, when ending */
};

/* The next stream: forgets what was read of the one before. */
void hold_input(struct hold *h, int fd, const char *name);
/* What was read of it already, before the first hold_read. */
void hold_begin(struct hold *h, struct str head);
/*
 * The next bytes, at most n: how many, 0 at the end, -1 with a fault. For
 * struct lines: `lines.read = hold_read; lines.from = &hold`. Once stop is
 * readable it reads on to the end of the stream, which its writer is likely
 * to have been told too, for two seconds at most, and not if it is a file.
 */
long hold_read(void *hold, void *to, size_t n, struct fault *f);
void hold_free(struct hold *h);

#endif
