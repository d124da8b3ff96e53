/*
 * Any JSON log line to an event (mlog-event.5): detection of its dialect,
 * the canonical members first, the others in their own order.
 */
#ifndef EVENT_LOGLINE_H
#define EVENT_LOGLINE_H

#include "event/event.h"
#include "event/sign.h"
#include "json/lines.h"

/* Why a line was refused; the names are those of the metrics. */
enum logline_reason {
	REFUSED_NOT_JSON,
	REFUSED_NOT_AN_OBJECT,
	REFUSED_TOO_LONG,
	REFUSED_TOO_MANY,	/* members of one name */
	LOGLINE_NREASONS
};
extern const char *const logline_reason_name[LOGLINE_NREASONS];

struct logline_refusal {
	enum logline_reason reason;
	size_t column;		/* in bytes, from 1 */
	const char *what;	/* in words */
	uint64_t line;		/* the first one of several, or 0 */
	struct str held;	/* ... and the lines before this one, each
				 * with its newline; until the next call */
};

/* What was passed on, but not as it came. */
struct logline_repairs {
	uint64_t nonfinite;	/* lines with NaN or Infinity, now null */
	uint64_t bad_utf8;	/* lines with invalid UTF-8, now U+FFFD */
	uint64_t surrogate;	/* lines with lone surrogate escapes, kept */
	uint64_t nuls;		/* lines with NULs before them, left out */
	uint64_t inner;		/* wrapped JSON that is damaged, as text */
	uint64_t broken_off;	/* joined lines without an end */
};

enum logline_result {
	LOGLINE_EVENT,		/* one, or several (logline_events) */
	LOGLINE_BLANK,
	LOGLINE_REFUSED,
	LOGLINE_HELD,		/* the beginning or middle of a joined line */
	LOGLINE_DROPPED,	/* the rest of one that was refused */
	LOGLINE_FLUSH,		/* not read: logline_flush comes first */
};

/* A record that became an event, for those who want to know how. */
struct logline_seen {
	const struct dialect *dialect;
	const struct fields *names;	/* what the numbers of names mean */
	const struct record *rec;	/* the innermost, as it was read */
	const struct parts *parts;
	const struct jread *r;	/* the reader its tokens are from */
	struct str prefix;	/* the text before it, or "" */
	size_t layers;		/* wrappers around it */
	unsigned flags;		/* JREAD_NONFINITE ...: what was repaired */
};

struct logline;

/*
 * only: the dialect to take all lines for, or NULL to detect it. strict:
 * nothing lenient. Never fails.
 */
struct logline *logline_new(const struct dialect *only, bool strict);
/*
 * Keeps, beside the members of the format, only the paths that are named (a
 * list with commas), or those of a set. False when there are too many, or a
 * name is empty. Before the first line.
 */
bool logline_keep(struct logline *ll, struct str list, struct fault *f);
bool logline_keep_fields(struct logline *ll, const struct fields *fields,
    struct fault *f);
/*
 * Has each record shown to `seen` as well; views end with the call. Of a line
 * with several, those before a refused one have been shown. Before the first
 * line.
 */
void logline_watch(struct logline *ll, void (*seen)(void *arg,
    const struct logline_seen *seen), void *arg);
/*
 * Has events read for the rules whose members er reads (made, so that its
 * fields are all there): where a line is one plain record, its event is not
 * appended but given by logline_event. er stays the caller's. False when
 * there are too many members. Before the first line.
 */
bool logline_direct(struct logline *ll, struct event_reader *er,
    struct fault *f);
/* The event of the line converted last, until the next one; NULL where its
 * events have been appended. */
const struct event *logline_event(const struct logline *ll);
/* The event of a line that was appended, until the next one; false where it
 * is none. */
bool logline_appended(struct logline *ll, struct str line,
    const struct event **e, struct fault *f);
void logline_destroy(struct logline *ll);

/*
 * Appends the event that the line is, newline included, or the events of all
 * records on it. LOGLINE_REFUSED sets *why; it and all others append nothing.
 */
enum logline_result logline_convert(struct logline *ll,
    const struct lines *from, const struct line *line, struct buf *out,
    struct logline_refusal *why);
/* The same for a text that was not read as a line: an object. */
enum logline_result logline_text(struct logline *ll, struct str text,
    struct buf *out, struct logline_refusal *why);
/* How many events the last call appended. */
size_t logline_events(const struct logline *ll);

/*
 * Whether a joined line is open, and in *line (which may be NULL) where the
 * first of them began.
 */
bool logline_open(const struct logline *ll, uint64_t *line);
/*
 * Ends a joined line as it is: the one that LOGLINE_FLUSH asks for, or the
 * one that began first; LOGLINE_BLANK when none is open. At the end of each
 * input, until then.
 */
enum logline_result logline_flush(struct logline *ll, struct buf *out,
    struct logline_refusal *why);
/* Forgets them instead, because they will be read again. */
void logline_drop(struct logline *ll);

/* The dialect of the line converted last. */
const struct dialect *logline_dialect(const struct logline *ll);
const struct logline_repairs *logline_repaired(const struct logline *ll);

/* A refused line as an event whose name is the line (--invalid pass). */
void logline_pass(struct str line, struct buf *out);

#endif
