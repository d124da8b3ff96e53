/*
 * Spans by rules (mlog-rules.5, `span`): pairs of events with one key, or
 * events that carry their duration.
 */
#ifndef SERIES_TRACER_H
#define SERIES_TRACER_H

#include "event/span.h"
#include "rules/eval.h"
#include "rules/rule.h"
#include "series/fieldlist.h"
#include "series/pairs.h"

enum {
	/* Bytes of all open spans; the oldest go. */
	TRACER_OPEN_MAX = 16 * 1024 * 1024,
	/* Bytes of an event's members that its span keeps; of a larger one
	 * it keeps time and name. */
	TRACER_EVENT_MAX = 16 * 1024,
	TRACER_NAME_MAX = 256,	/* bytes of such an event's name */
	TRACER_KEY_MAX = 4096,	/* bytes of a key; a longer one is skipped */
};

/* A rule with its open spans. */
struct tracer_rule {
	const struct rule *rule;
	struct fieldlist fields;	/* that its expressions read */
	struct pairs pairs;
};

/* Members of the event that every rule reads. */
enum tracer_field {
	TRACER_EVENT, TRACER_TRACE_ID, TRACER_SPAN_ID, TRACER_TRACE_FLAGS,
	TRACER_NFIELDS
};

struct tracer {
	struct rules *rules;
	struct tracer_rule *plan;
	int64_t now;		/* or STAMP_NONE: the latest event's time */
	int64_t limit;		/* what is later does not move that */
	int64_t latest;
	struct event_reader reader;
	struct eval eval;
	struct context *context;
	int own[TRACER_NFIELDS], id[CONTEXT_MAX];
	struct value *joined;	/* the fields of both events of a pair */
	struct span_counts counts;
	struct buf json, text, names;	/* of the span at hand */
	struct span_event event[PAIRS_NOTES_MAX];
};

/*
 * rules have passed rules_finish, no event was read with them yet, and they
 * outlive it. timeout (ns) is for rules that have none; now is the clock's
 * time, or STAMP_NONE: spans time out by the events' times then.
 */
struct tracer *tracer_new(struct rules *rules, int64_t timeout, int64_t now);
void tracer_destroy(struct tracer *t);
/* What a sink calls it by. */
void tracer_maker(struct tracer *t, struct span_maker *m);

#endif
