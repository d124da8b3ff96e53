/*
 * The trace context of an event: its own, or derived from its correlation
 * ids, such as request_id, task_id, agent_id. The first one present names the
 * trace, the last one the span, and each is the parent of the next. One seen
 * with others before it stays in their trace: a later event that lacks them
 * is of that trace too.
 */
#ifndef OTLP_CONTEXT_H
#define OTLP_CONTEXT_H

#include "base/buf.h"
#include "otlp/ids.h"
#include "otlp/recall.h"

enum { CONTEXT_MAX = 8 };	/* correlation fields */

/* What is known of an event. */
struct context_ids {
	bool has_trace, has_span, has_parent;
	bool derived;		/* the span is not the event's own */
	unsigned flags;		/* W3C's, 0 to 255 */
	unsigned char trace[IDS_TRACE], span[IDS_SPAN], parent[IDS_SPAN];
};

struct context {
	struct str name[CONTEXT_MAX];	/* the fields, outermost first */
	size_t n;
	struct recall seen;	/* a field's value: its trace and parent */
	struct recall claimed;	/* spans that an event has taken */
};

/*
 * Adds to the event's own ids in c, what they lack. value[i] is the text of
 * the field i, "" where it is missing. With an own trace and no own span the
 * span is derived within that trace, if there is a correlation id.
 */
void context_derive(struct context *cx, const struct str *value,
    struct context_ids *c);

/*
 * Makes the event's span of its context. The first event that takes time
 * (`lasts`) and names a span is that span; all others are children of it,
 * told apart by `key`, their own text.
 */
void context_claim(struct context *cx, bool lasts, struct str key,
    struct context_ids *c);

/* For the state: appends lines of JSON, and reads one such line's members. */
void context_save(const struct context *cx, struct buf *b);
bool context_load(struct context *cx, struct str kind, struct str key,
    struct str data);
void context_free(struct context *cx);

#endif
