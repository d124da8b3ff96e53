/*
 * Logs to the event stream: each line of each input through logline, refused
 * ones counted, reported and kept as asked.
 */
#ifndef EVENT_STREAM_H
#define EVENT_STREAM_H

#include "base/io.h"
#include "event/detect.h"
#include "event/multi.h"

struct input;

enum stream_invalid { INVALID_SKIP, INVALID_PASS, INVALID_FAIL };

/* Fill the first group; zero the rest. */
struct stream {
	struct logline *logline;
	struct out *out;
	struct out *rejects;	/* refused lines, byte for byte, or NULL */
	enum stream_invalid invalid;
	size_t max_line;	/* 0: LINES_DEFAULT_MAX */
	bool multiline;		/* a text may go over several lines */
	struct detect *detect;	/* is told of each line, and no events are
				 * written; or NULL */
	/* Called after each read with what has come of this input so far (of
	 * a packed one, packed bytes); may be NULL. */
	void (*step)(uint64_t lines, uint64_t bytes);
	/* Called for each refused line; may be NULL. */
	void (*refused)(void *arg, const char *input, uint64_t line,
	    const struct logline_refusal *why);
	void *arg;

	uint64_t lines, events;
	uint64_t nrefused[LOGLINE_NREASONS];
	bool failed;		/* nothing more can be done: the output failed,
				 * or a line was refused under INVALID_FAIL */
	struct input *input;	/* the one at hand */
	struct multi multi;
};

/*
 * Converts what fd gives, to its end; fd stays the caller's. False for I/O
 * faults, and for a refused line under INVALID_FAIL. The output is flushed
 * whenever a read would block.
 */
bool stream_input(struct stream *s, int fd, const char *name,
    struct fault *f);

/*
 * Whether what has been read of the input ends within a record that is not
 * written yet, because it goes on; *line (or NULL) is where that began. What
 * comes before is whole: a place to go on from lies where this is false.
 */
bool stream_open(const struct stream *s, uint64_t *line);

/* Releases what the stream holds itself; the rest stays the caller's. */
void stream_free(struct stream *s);

/* Refused lines in all. */
uint64_t stream_refused(const struct stream *s);

/*
 * Appends what the run came to: lines for people, each ended by LF; nothing
 * when there is nothing to say. verbose adds the counts of a good run.
 */
void stream_totals(const struct stream *s, bool verbose, struct buf *b);

#endif
