/*
 * An event: one canonical line (mlog-event.5) as the rules see it.
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include <stdint.h>

#include "base/stamp.h"
#include "event/fields.h"

/* The six level names, and the other names of exact severities. */
enum {
	SEVERITY_NONE = 0,	/* unknown */
	SEVERITY_TRACE = 1,
	SEVERITY_DEBUG = 5,
	SEVERITY_INFO = 9,
	SEVERITY_WARN = 13,
	SEVERITY_ERROR = 17,
	SEVERITY_FATAL = 21,
	SEVERITY_MAX = 24,
};

/*
 * One event. `field` holds a value for each path of the struct fields that
 * the reader was made with, in that order; all views live until the next
 * event is read.
 */
struct event {
	int64_t time;		/* ns, or STAMP_NONE */
	int severity;		/* OpenTelemetry SeverityNumber, 0 unknown */
	const struct value *field;
};

/*
 * Reads canonical lines for the rules. `fields` are theirs; the reader adds
 * what it needs itself and seals them, so make it when all are added.
 */
struct event_known;

struct event_reader {
	struct fields *fields;
	struct value *value;
	unsigned char *literal;
	struct buf scratch;
	int time, severity;	/* numbers of these two fields */
	struct stamp_memo minute;	/* of the event before */
	bool time_asked;	/* the rules read the time's text too */
	struct event_known *known;	/* how lines were built */
};

void event_reader_init(struct event_reader *er, struct fields *fields);
void event_reader_free(struct event_reader *er);
/* False and r->error when the line is no valid JSON object. */
bool event_read(struct event_reader *er, struct jread *r, struct event *e);

/*
 * The first severity of a level's name ("warn" 13, "notice" 10, "critical"
 * 18 ...; without case), 0 for an unknown one. *last is the last severity
 * that the name covers: the end of the range for the six level names
 * ("error" 17 to 20, "fatal" 21 to 24), else the severity itself.
 */
int severity_of(struct str name, int *last);
/* The name of the range a severity lies in ("error" for 18), or "". */
struct str severity_level(int severity);

#endif
