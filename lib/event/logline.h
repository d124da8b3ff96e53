/*
 * Any JSON log line to an event (mlog-event.5): detection of its dialect,
 * the canonical members first, the others in their own order.
 */
#ifndef EVENT_LOGLINE_H
#define EVENT_LOGLINE_H

#include "event/dialect.h"
#include "event/fields.h"
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
};

/* What was passed on, but not as it came. */
struct logline_repairs {
	uint64_t nonfinite;	/* lines with NaN or Infinity, now null */
	uint64_t bad_utf8;	/* lines with invalid UTF-8, now U+FFFD */
	uint64_t surrogate;	/* lines with lone surrogate escapes, kept */
};

enum logline_result { LOGLINE_EVENT, LOGLINE_BLANK, LOGLINE_REFUSED };

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
void logline_destroy(struct logline *ll);

/*
 * Appends the event that the line is, newline included. LOGLINE_REFUSED sets
 * *why and appends nothing.
 */
enum logline_result logline_convert(struct logline *ll,
    const struct lines *from, const struct line *line, struct buf *out,
    struct logline_refusal *why);
/* The dialect of the line converted last. */
const struct dialect *logline_dialect(const struct logline *ll);
const struct logline_repairs *logline_repaired(const struct logline *ll);

/* A refused line as an event whose name is the line (--invalid pass). */
void logline_pass(struct str line, struct buf *out);

#endif
