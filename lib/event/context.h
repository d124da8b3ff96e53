/*
 * The trace context of an event: its own, or derived from its correlation
 * ids, such as request_id, task_id, agent_id. The first one present names the
 * trace, the last one the span, and each is the parent of the next. One seen
 * with others before it stays in their trace: a later event that lacks them
 * is of that trace too.
 */
#ifndef EVENT_CONTEXT_H
#define EVENT_CONTEXT_H

#include "base/buf.h"
#include "event/ids.h"
#include "event/recall.h"

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

/* A correlation id: a field and its value; "" where it is missing. */
struct context_id {
	struct str name, value;
};

/*
 * The ids of a span that a rule makes of an event: `key` names it and `parent`
 * the one it is within, both in the trace of c, which is what context_derive
 * made of the event; where that has none, in the trace that the parent's value
 * names, else the key's, else `line`, the event's text. Without a parent it is
 * the span that c has of its own. Ids in fields named span_id and
 * parent_span_id are spans themselves. The key stays in that trace, also in
 * events that lack the others.
 */
void context_place(struct context *cx, const struct context_id *key,
    const struct context_id *parent, struct str line, struct context_ids *c);
/* The span is sent: further ones of its id get others, by how often. */
void context_tell_apart(struct context *cx, struct context_ids *c);

/*
 * For the state: gives the members of JSON objects to put, several entries in
 * each, and takes those of one ("seen", "entries").
 */
void context_save(const struct context *cx,
    void (*put)(void *arg, struct str members), void *arg);
bool context_load(struct context *cx, struct str kind, struct str entries);
void context_free(struct context *cx);

#endif
