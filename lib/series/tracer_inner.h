/*
 * What the files of the tracer share; nobody else includes it.
 */
#ifndef SERIES_TRACER_INNER_H
#define SERIES_TRACER_INNER_H

#include "series/tracer.h"

/* A span at its end: the evaluator stands before the events as one. */
struct tracer_found {
	const struct tracer_rule *plan;
	const struct pairs_event *from;	/* NULL: one event is all */
	int64_t start, end;
	struct str line;		/* the event's text */
};

/* The ids of the span that the rule makes of the event at hand; what is known
 * of its key is remembered. */
void tracer_place(struct tracer *t, const struct rule *rule, struct str line,
    struct context_ids *c);
/* Gives it to the sink. */
bool tracer_put(struct tracer *t, const struct tracer_found *found,
    const struct span_sink *to, struct fault *f);
/* Keeps the event, whose text is `line`, with an open span. */
void tracer_note(struct tracer *t, struct tracer_rule *p,
    struct pairs_event *w, int64_t time, struct str line);
/* A member as text, "" for one that is missing; in t->text where it had to be
 * unescaped, which then has room for it. */
struct str tracer_text(struct tracer *t, int field);

void tracer_save(void *tracer, void (*put)(void *to, struct str members),
    void *to);
bool tracer_load(void *tracer, const struct jread *object);

#endif
