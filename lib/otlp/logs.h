/*
 * Events as log records (protocols.md 1, logs.v1): the event is the body, and
 * where it reads as a name also the event name; level and severity, time and
 * trace context have their fields, all other members are attributes with
 * their JSON types.
 */
#ifndef OTLP_LOGS_H
#define OTLP_LOGS_H

#include "otlp/pack.h"
#include "otlp/facts.h"

enum { LOGS_NAME_MAX = 256 };	/* bytes of an event name */

/*
 * Packs the event that r stands before. now (ns) is when it was observed,
 * where it does not say so itself. False for what is no event, then r->error
 * is set and nothing was packed; and when the sink says so (f).
 */
bool logs_put(struct pack *p, struct facts_reader *rr, struct jread *r,
    int64_t now, struct fault *f);

#endif
