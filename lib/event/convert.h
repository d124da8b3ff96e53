/*
 * What logline.c, convert.c and peel.c share: the state of a converter. For
 * others logline.h is the way in.
 */
#ifndef EVENT_CONVERT_H
#define EVENT_CONVERT_H

#include "event/direct.h"
#include "event/join.h"
#include "event/layers.h"
#include "event/logline.h"

/* Beside the flags of jread, what was repaired in a line. */
enum {
	CONVERT_NULS = 1 << 16,		/* NULs before it, left out */
	CONVERT_INNER = 1 << 17,	/* wrapped JSON that is damaged */
	CONVERT_BROKEN_OFF = 1 << 18,	/* a joined line that has no end */
};

enum {
	CONVERT_STREAMS = 2,		/* stdout, stderr */
	/*
	 * Bytes that the events of a line with a batch may be longer than a
	 * line: what is around its records is in each of their events.
	 */
	CONVERT_MORE_MAX = 64 * 1024 * 1024,
};

struct logline {
	struct fields names;
	struct signs signs;	/* the compiled dialects */
	size_t nkeep, keep_cap;
	int *keep;		/* numbers in names */
	bool *kept;		/* by number */
	bool strict, sealed;
	const struct dialect *last;
	struct logline_repairs repairs;
	void (*seen)(void *arg, const struct logline_seen *seen);
	void *arg;
	struct direct *direct;	/* or NULL: events are lines */

	/* Of the line at hand. */
	const struct line *line;	/* NULL: its text can be no piece */
	size_t max;		/* --max-line */
	struct str prefix;
	unsigned flags;		/* found so far */
	size_t events;		/* made so far */
	size_t base;		/* where they begin in the output */
	bool given;		/* the one event is direct->event */
	bool lenient;		/* wrapped text may be anything */

	struct layer layer[LAYERS_MAX + 1];	/* the record's is the last */
	struct scan scan[LAYERS_MAX + 1];	/* of texts out of a line */
	struct buf text[LAYERS_MAX + 1];	/* what was unescaped */
	struct buf bytes[LAYERS_MAX + 1];	/* what was bytes */
	struct record_shapes shapes;
	struct record none;	/* of a text that is no record */
	struct join join[CONVERT_STREAMS];
	struct join *due;	/* to be flushed before the line, or NULL */
	struct layers layers;
	struct buf scratch;
	struct put put;
};

enum logline_result convert_refuse(struct logline_refusal *why,
    enum logline_reason reason, size_t column, const char *what);
/* For r's error, in a line that begins at the offset `from`. */
enum logline_result convert_refuse_at(struct logline_refusal *why,
    const struct jread *r, size_t from);

/* The text of a line, or of several; nothing is appended unless an event. */
enum logline_result convert_line(struct logline *ll, const struct lines *from,
    const struct line *line, struct buf *out, struct logline_refusal *why);
/* A text that was not read as a line. */
enum logline_result convert_text(struct logline *ll, struct str text,
    struct buf *out, struct logline_refusal *why);

/*
 * The object that r stands before, or several one after the other: all or
 * none. `depth` layers are around it, `from` is where the line begins.
 */
enum logline_result convert_objects(struct logline *ll, size_t depth,
    struct jread *r, size_t from, struct buf *out,
    struct logline_refusal *why);
/* The object token t that r returned. */
enum logline_result convert_token(struct logline *ll, size_t depth,
    const struct jread *r, const struct jtoken *t, struct buf *out,
    struct logline_refusal *why);
/*
 * Reads the record that r stands before into layer[depth], and finds what it
 * is; batch: the row of the batch that it is in, or NULL. False and r->error
 * for text that is no valid object.
 */
bool convert_read(struct logline *ll, size_t depth, const struct sign *batch,
    struct jread *r);
/* The event, or events, of the record in layer[depth]. */
enum logline_result convert_layer(struct logline *ll, size_t depth,
    struct buf *out, struct logline_refusal *why);
/*
 * The events of the records in it, whose row has arrays; false when it is no
 * batch (or one in so many layers that there is no room for its own), with
 * nothing done.
 */
bool convert_batch(struct logline *ll, size_t depth, struct buf *out,
    struct logline_refusal *why, enum logline_result *got);
/* A line of a container's log file. */
enum logline_result convert_cri(struct logline *ll, const struct cri *c,
    struct buf *out, struct logline_refusal *why);
/* Where the pieces of a stream's line are joined. */
struct join *convert_join(struct logline *ll, struct str stream);
/* A joined line as far as it has come. */
enum logline_result convert_rest(struct logline *ll, struct join *j,
    struct buf *out, struct logline_refusal *why);

#endif
