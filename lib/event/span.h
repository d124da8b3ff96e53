/*
 * A finished span: what the rules of spans make of events, or an event alone,
 * between those who find it (series, otlp/context) and the sink. No memory is
 * its own.
 */
#ifndef EVENT_SPAN_H
#define EVENT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

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
};

#endif
