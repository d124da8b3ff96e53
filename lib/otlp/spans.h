/*
 * Spans (protocols.md 1, trace.v1): finished ones as whoever found them gives
 * them, and events that are spans themselves.
 */
#ifndef OTLP_SPANS_H
#define OTLP_SPANS_H

#include "event/span.h"
#include "otlp/pack.h"
#include "otlp/facts.h"

enum { SPANS_NAME_MAX = 128 };	/* bytes of a name made of an event's text */

/*
 * Packs a finished span, and what happened during it, with no more than l
 * (NULL: no limits) allows. Attributes that are no JSON object are left out.
 */
bool spans_put(struct pack *p, struct attributes *a, const struct limits *l,
    const struct span *s, struct fault *f);

/*
 * Packs the event that r stands before, whose text is `line`, as a span, if
 * it has or derives a trace context and has a time (*any): it ends at its
 * time, and its duration says when it began. An error when its severity is
 * one. False for what is no event, then r->error is set and nothing was
 * packed; and when the sink says so (f).
 */
bool spans_event(struct pack *p, struct facts_reader *rr, struct jread *r,
    struct str line, bool *any, struct fault *f);

#endif
