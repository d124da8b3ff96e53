/*
 * Reading logs from where the last run stopped, with marks between the events
 * that say how far it came (formats.md 1 "Marks", 3): mlog-parse --resume.
 */
#ifndef EVENT_RESUME_H
#define EVENT_RESUME_H

#include <signal.h>

#include "event/match.h"
#include "event/stream.h"

enum {
	RESUME_BYTES = 16 * 1024 * 1024,	/* of text between two marks */
	RESUME_POLL = 250,			/* ms between two looks */
};
#define RESUME_PAUSE STAMP_SEC			/* between two marks */

/* Fill the first three groups, zero the rest; resume_free. */
struct resume {
	struct stream *stream;
	char *const *operand;	/* names and patterns */
	size_t noperands;
	bool marks;		/* write them */
	bool follow;		/* stay and read on until *stop */
	const volatile sig_atomic_t *stop;	/* end in order, soon */
	/* Told of what goes wrong with an input, which is no fault of the
	 * run; not NULL. */
	void (*say)(void *arg, const struct fault *f);
	void *arg;

	/* As in struct files: the state's own files. May be NULL. */
	bool (*skip)(const void *arg, const char *path);
	const void *skip_arg;

	/* The state that was read; the caller's. */
	uint64_t generation;
	struct str checksum;
	const struct position *input;
	size_t ninputs;

	uint64_t nsaid;		/* how often say was called: some input is
				 * not read, or was lost */
	struct match match;	/* the rest is its own */
	struct stream_counts marked;	/* as of the last mark */
	uint64_t taken;		/* bytes since */
	int64_t marked_at;	/* ticks */
	uint64_t print;		/* of names and files, at ... */
	int64_t print_at;	/* ... ticks */
	bool again;		/* look for files before the next round */
	bool network;		/* told that a file is not on a local disk */
};

/*
 * Writes the stream of events and marks. Under INVALID_FAIL a refused line
 * ends it, in order, before that line, and is the fault. False also when the
 * output fails; then the stream breaks off.
 */
bool resume_run(struct resume *r, struct fault *f);
void resume_free(struct resume *r);

#endif
