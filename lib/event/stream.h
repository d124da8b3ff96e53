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

enum { STREAM_HOLD_MAX = 16 * 1024 * 1024 };

enum stream_invalid { INVALID_SKIP, INVALID_PASS, INVALID_FAIL };

/* What a run has come to. */
struct stream_counts {
	uint64_t lines, events;
	uint64_t refused[LOGLINE_NREASONS];
};

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
	/* Takes each event in place of `out`, whose buffer is used then; the
	 * logline is one with logline_direct. Or NULL. */
	bool (*take)(void *arg, const struct event *e, struct fault *f);
	void *take_arg;
	/* Called after each read with what has come of this input so far (of
	 * a packed one, packed bytes); may be NULL. */
	void (*step)(uint64_t lines, uint64_t bytes);
	/* Called for each refused line; may be NULL. */
	void (*refused)(void *arg, const char *input, uint64_t line,
	    const struct logline_refusal *why);
	void *arg;

	struct stream_counts counts;
	bool failed;		/* nothing more can be done: the output or
				 * take failed,
				 * or a line was refused under INVALID_FAIL, */
	bool stopped;		/* which is this */
	bool torn;		/* the last input ended within a joined
				 * record */
	struct input *input;	/* the one at hand */
	struct stream_part *part;	/* or a part of one */
	struct buf window;	/* memory of the last part */
	struct scan scan;
	struct multi multi;
};

/*
 * Converts what fd gives, to its end; fd stays the caller's. False for I/O
 * faults, and for a refused line under INVALID_FAIL. The output is flushed
 * whenever a read would block.
 */
bool stream_input(struct stream *s, int fd, const char *name,
    struct fault *f);

/* The same for an input that is set up, which may be a range of a file. */
bool stream_read(struct stream *s, struct input *in, struct fault *f);

/*
 * A part of an input that is read whole record by whole record, so that the
 * next part can go on behind it. Fill the first two groups, zero the rest.
 */
struct stream_part {
	const char *name;	/* for messages */
	/* As for struct lines. */
	long (*read)(void *from, void *to, size_t n, struct fault *f);
	void *from;
	uint64_t limit;		/* bytes to take, about; 0: no limit */
	/* Called after each read: whether the part shall end; may be NULL. */
	bool (*pause)(void *arg);
	/* Called at the end of the input: whether to take a line without its
	 * newline, and to end what is open. NULL: no. */
	bool (*last)(void *arg);
	void *arg;

	/* In and out: where it begins, then where the next one would. */
	uint64_t offset;
	uint64_t line;		/* lines before it, for messages */
	struct lines_tail tail;	/* what stands before */

	struct buf rest;	/* out: what was read behind it, to be given
				 * to the next part first; the caller frees */
	bool more;		/* out: not at the end of the input yet */

	/* Its own: how it was before a record that is not complete. */
	bool open, forced;
	uint64_t base;
	struct stream_counts counts;
	size_t nout;
};

/*
 * Converts a part. At the end of an input that is not its last, a line
 * without its newline and a record that goes on (stream_open) are left, as if
 * they had not been read; but what holds up more than STREAM_HOLD_MAX bytes
 * of input is ended as it is. False as for stream_input; all before the fault
 * is taken then. The output is not flushed.
 */
bool stream_part(struct stream *s, struct stream_part *p, struct fault *f);

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
uint64_t stream_counts_refused(const struct stream_counts *c);

/*
 * Appends what the run came to: lines for people, each ended by LF; nothing
 * when there is nothing to say. verbose adds the counts of a good run.
 */
void stream_totals(const struct stream *s, bool verbose, struct buf *b);
/* The same for counts from elsewhere. */
void stream_put_totals(const struct stream_counts *c,
    const struct logline_repairs *r, bool verbose, struct buf *b);

#endif
