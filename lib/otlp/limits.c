/*
 * Which variable says what. Cutting is attributes.c's, counting the events of
 * a span spans.c's. Links, which have limits too, no span of ours has.
 */
#include "otlp/env.h"
#include "otlp/limits.h"

static const char all_count[] = "OTEL_ATTRIBUTE_COUNT_LIMIT";
static const char all_length[] = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";

void
limits_load(struct limits *l, bool logs, bool traces, const struct note *n)
{
	struct attributes_limits all = { ATTRIBUTES_ANY, ATTRIBUTES_ANY };

	*l = (struct limits){ all, all, all, ATTRIBUTES_ANY };
	if (!logs && !traces)
		return;
	all.count = env_limit(all_count, ATTRIBUTES_ANY, n);
	all.length = env_limit(all_length, ATTRIBUTES_ANY, n);
	l->log = l->span = l->event = all;
	if (logs) {
		l->log.count = env_limit("OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT",
		    all.count, n);
		l->log.length = env_limit(
		    "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", all.length,
		    n);
	}
	if (!traces)
		return;
	l->span.count = env_limit("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
	    all.count, n);
	l->span.length = l->event.length = env_limit(
	    "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", all.length, n);
	l->event.count = env_limit("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
	    all.count, n);
	l->events = env_limit("OTEL_SPAN_EVENT_COUNT_LIMIT", ATTRIBUTES_ANY,
	    n);
}
