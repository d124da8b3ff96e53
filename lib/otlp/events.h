/*
 * An event stream (mlog-event.5) to batches of logs and spans: line by line,
 * and what is in hand goes out after a while also when the input pauses.
 */
#ifndef OTLP_EVENTS_H
#define OTLP_EVENTS_H

#include <signal.h>

#include "base/io.h"
#include "event/span.h"
#include "otlp/inlet.h"
#include "otlp/note.h"
#include "otlp/pack.h"
#include "otlp/facts.h"

enum {
	EVENTS_REFUSED_SHOWN = 10,	/* refused lines told one by one */
	/* Bytes of an event; memory may be some times as much. One that is
	 * too large for a request alone is rejected only if it fits here. */
	EVENTS_LINE_MAX = 6 * 1024 * 1024,
};

struct state;

/* Fill the first group; zero the rest. */
struct events {
	struct inlet *inlet;
	struct pack *logs, *spans;	/* NULL: not asked for */
	const struct span_maker *maker;	/* of spans, or NULL: each event is
					 * one */
	struct context *context;
	const struct limits *limits;	/* or NULL: none */
	int64_t flush;		/* ns that an item waits at most */
	int64_t now;		/* ns: when events are observed, or
				 * STAMP_NONE: the clock's time */
	struct out *out;	/* is flushed after batches were, or NULL */
	const volatile sig_atomic_t *stop;
	const struct note *note;	/* told of refused lines */

	struct state *state;	/* NULL: marks are passed over; else the
				 * stream is held back to them */
	uint64_t lines, refused;
	uint64_t traceless;	/* events that made no span: no context or no
				 * time */
	int64_t since;		/* ticks: how long items may have waited */
	int64_t observed;
	struct facts_reader reader;
};

/* Once, when the context has its names. */
void events_init(struct events *e);
void events_free(struct events *e);
/*
 * Reads what the inlet gives, to its end. Lines that are no events are counted
 * and told. False when reading fails, a mark is refused, or the sink of a pack
 * says so.
 */
bool events_run(struct events *e, struct fault *f);
/* Sends what is in hand. */
bool events_flush(struct events *e, struct fault *f);
/* Sends what has waited for long enough; as a `due` of struct hold. */
bool events_due(struct events *e, int64_t *wait, struct fault *f);

#endif
