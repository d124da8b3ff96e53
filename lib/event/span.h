/*
 * A finished span: what the rules of spans make of events, or an event alone,
 * between those who find it (series/tracer, an event by itself) and the sink.
 * No memory is its own.
 */
#ifndef EVENT_SPAN_H
#define EVENT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "event/context.h"
#include "json/jread.h"

enum { SPAN_TRACE = 16, SPAN_ID = 8 };		/* bytes of ids */

enum span_status { SPAN_UNSET, SPAN_OK, SPAN_ERROR };

/* What happened during a span: an event of the log. */
struct span_event {
	int64_t time;			/* ns */
	struct str name;
	struct str attributes;		/* a JSON object, or "" */
};

struct span {
	unsigned char trace[SPAN_TRACE], id[SPAN_ID], parent[SPAN_ID];
	bool has_parent;
	unsigned flags;			/* W3C's, 0 to 255 */
	struct str name;		/* not "" */
	int64_t start, end;		/* ns, start <= end */
	enum span_status status;
	struct str message;		/* of the status, or "" */
	struct str attributes;		/* a JSON object, or "" */
	const struct span_event *events;
	size_t nevents;
	unsigned lost_events;		/* further ones, which were too many */
};

/* Where finished spans go; false ends the run. */
struct span_sink {
	bool (*put)(void *arg, const struct span *s, struct fault *f);
	void *arg;
};

/* What became of events and of what began with them. */
struct span_counts {
	uint64_t open;		/* begun, and not ended yet */
	uint64_t timeouts;	/* begun, and not ended in time */
	uint64_t evicted;	/* begun, and there were too many */
	uint64_t skipped;	/* events that a rule wanted and cannot use */
};

/*
 * Who makes spans of several events, as a sink sees it. Whoever runs them
 * fills it in.
 */
struct span_maker {
	void *arg;
	/* Once, when the names in cx are known; cx is kept. */
	void (*begin)(void *arg, struct context *cx);
	/*
	 * The event that r stands before, whose text is `line`. False for
	 * what is no event, with r->error set, and when the sink says so.
	 */
	bool (*event)(void *arg, struct jread *r, struct str line,
	    const struct span_sink *to, struct fault *f);
	/* What is open for too long is dropped, up to the latest event. */
	void (*settle)(void *arg);
	void (*counts)(void *arg, struct span_counts *c);
	/* For the state: the members of a JSON object for each that is open;
	 * and one of these again. False for what is none. */
	void (*save)(void *arg, void (*put)(void *to, struct str members),
	    void *to);
	bool (*load)(void *arg, const struct jread *object);
};

#endif
