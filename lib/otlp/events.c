/*
 * The loop over events. What is made of one is in logs.c and spans.c.
 */
#include <inttypes.h>

#include "json/lines.h"
#include "otlp/events.h"
#include "otlp/logs.h"
#include "otlp/spans.h"
#include "snapshot/state.h"

bool
events_flush(struct events *e, struct fault *f)
{
	return (!e->logs || pack_flush(e->logs, f)) &&
	    (!e->spans || pack_flush(e->spans, f)) &&
	    (!e->out || out_flush(e->out, f));
}

static bool
in_hand(const struct events *e)
{
	return (e->logs && e->logs->items) || (e->spans && e->spans->items) ||
	    (e->out && e->out->buf.n);
}

/* Items are as old as the last look at the clock, at most. */
bool
events_due(struct events *e, int64_t *wait, struct fault *f)
{
	int64_t now = stamp_ticks();

	if (e->now == STAMP_NONE)
		e->observed = stamp_now();
	if (!in_hand(e)) {
		e->since = now;
		return true;
	}
	*wait = e->since + e->flush - now;
	if (*wait > 0)
		return true;
	*wait = -1;
	e->since = now;
	return events_flush(e, f);
}

/* While the input pauses a timer runs. */
static long
read_input(void *from, void *to, size_t n, struct fault *f)
{
	struct events *e = from;
	int64_t wait;

	do {
		wait = -1;
		if (!events_due(e, &wait, f))
			return -1;
	} while (!inlet_wait(e->inlet, wait < 0 ? STAMP_NONE :
	    stamp_ticks() + wait) && !*e->stop);
	if (e->now == STAMP_NONE)
		e->observed = stamp_now();
	return inlet_read(e->inlet, to, n, f);
}

static void
refuse(struct events *e, const struct line *line, size_t column,
    const char *why)
{
	if (++e->refused > EVENTS_REFUSED_SHOWN)
		return;
	if (column)
		note(e->note, "%s:%" PRIu64 ":%zu: %s; the line is passed "
		    "over", e->inlet->name, line->number, column, why);
	else
		note(e->note, "%s:%" PRIu64 ": %s; the line is passed over",
		    e->inlet->name, line->number, why);
}

static bool
put_span(void *arg, const struct span *s, struct fault *f)
{
	struct events *e = arg;

	return spans_put(e->spans, &e->reader.attributes, e->limits, s, f);
}

static bool
put_spans(struct events *e, struct jread *r, const struct line *line,
    struct fault *f)
{
	struct span_sink sink = { put_span, e };
	bool any = true, ok;

	if (e->maker)
		return e->maker->event(e->maker->arg, r, line->text, &sink,
		    f);
	ok = spans_event(e->spans, &e->reader, r, line->text, &any, f);
	e->traceless += ok && !any;
	return ok;
}

static bool
put_event(struct events *e, const struct jread *at, const struct line *line,
    struct fault *f)
{
	struct jread r = *at;
	bool ok = !e->logs || logs_put(e->logs, &e->reader, &r, e->observed,
	    f);

	if (ok && e->spans) {
		r = *at;
		ok = put_spans(e, &r, line, f);
	}
	if (ok || !r.error)
		return ok;
	refuse(e, line, jread_column(&r, line->at), r.error);
	return true;
}

static bool
put_mark(struct events *e, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct markline m = { 0 };
	struct jread r;
	bool ok;

	if (!e->state)
		return true;
	lines_read(l, line, &r);
	ok = markline_read(&m, &r, f) || fault_within(f, "%s:%" PRIu64,
	    l->name, line->number);
	ok = ok && state_mark(e->state, &m, f);
	markline_free(&m);
	return ok;
}

static bool
put_line(struct events *e, struct lines *l, const struct line *line,
    struct fault *f)
{
	struct jread r;

	if (line->cut) {
		refuse(e, line, 0, "too long");
		return true;
	}
	if (str_starts(line->text, MARK_PREFIX))
		return put_mark(e, l, line, f);
	if (line->text.n == 0)
		return true;
	/* What a signal left of it is no damage. */
	if (!line->ended && *e->stop && !e->state) {
		e->inlet->torn = true;
		return true;
	}
	lines_read(l, line, &r);
	e->lines++;
	return put_event(e, &r, line, f);
}

void
events_init(struct events *e)
{
	facts_init(&e->reader, e->context);
	e->reader.limits = e->limits;
	e->since = stamp_ticks();
	e->observed = e->now;
}

void
events_free(struct events *e)
{
	facts_free(&e->reader);
}

/* What was looked at to tell the input's kind is read again. */
static void
hold_input_back(struct events *e, struct lines *l)
{
	struct hold *h = &e->state->hold;

	hold_input(h, e->inlet->fd, e->inlet->name);
	hold_begin(h, str_of(e->inlet->head, e->inlet->n));
	e->inlet->at = e->inlet->n;
	l->read = hold_read;
	l->from = h;
}

bool
events_run(struct events *e, struct fault *f)
{
	enum lines_result got = LINES_END;
	uint64_t before = e->refused;
	struct lines l;
	struct line line;
	bool ok = true;

	lines_init(&l, e->inlet->fd, e->inlet->name, EVENTS_LINE_MAX);
	l.read = read_input;
	l.from = e;
	if (e->state)
		hold_input_back(e, &l);
	while (ok && (got = lines_next(&l, &line, f)) == LINES_OK)
		ok = put_line(e, &l, &line, f);
	if (e->refused > EVENTS_REFUSED_SHOWN)
		note(e->note, "%s: %" PRIu64 " lines are no events and were "
		    "passed over", e->inlet->name, e->refused - before);
	lines_free(&l);
	return ok && got == LINES_END;
}
