/*
 * The loop over events. What is made of one is in logs.c and spans.c.
 */
#include <inttypes.h>

#include "json/lines.h"
#include "otlp/events.h"
#include "otlp/logs.h"
#include "otlp/spans.h"

static bool
flush(struct events *e, struct fault *f)
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

/*
 * Before each read what waits too long goes out, and while the input pauses a
 * timer runs. Items are as old as the last look at the clock, at most.
 */
static long
read_input(void *from, void *to, size_t n, struct fault *f)
{
	struct events *e = from;
	int64_t until;

	do {
		if (!in_hand(e))
			e->since = stamp_ticks();
		until = e->since + e->flush;
		if (in_hand(e) && stamp_ticks() >= until) {
			if (!flush(e, f))
				return -1;
			e->since = stamp_ticks();
		}
	} while (!feed_wait(e->feed, in_hand(e) ? until : STAMP_NONE) &&
	    !*e->stop);
	if (e->now == STAMP_NONE)
		e->observed = stamp_now();
	return feed_read(e->feed, to, n, f);
}

static void
refuse(struct events *e, const struct line *line, size_t column,
    const char *why)
{
	if (++e->refused > EVENTS_REFUSED_SHOWN)
		return;
	if (column)
		note(e->note, "%s:%" PRIu64 ":%zu: %s; the line is passed "
		    "over", e->feed->name, line->number, column, why);
	else
		note(e->note, "%s:%" PRIu64 ": %s; the line is passed over",
		    e->feed->name, line->number, why);
}

/* Whether the line was an event; false with f set for a fault. */
static bool
put_event(struct events *e, struct facts_reader *rr, const struct jread *at,
    const struct line *line, bool *event, struct fault *f)
{
	struct jread r = *at;
	bool any = true;

	*event = true;
	if (e->logs && !logs_put(e->logs, rr, &r, e->observed, f))
		goto refused;
	if (!e->spans)
		return true;
	r = *at;
	if (!spans_event(e->spans, rr, &r, line->text, &any, f))
		goto refused;
	e->traceless += !any;
	return true;
refused:
	*event = false;
	if (!r.error)
		return false;
	refuse(e, line, jread_column(&r, line->at), r.error);
	return true;
}

static bool
put_line(struct events *e, struct facts_reader *rr, struct lines *l,
    const struct line *line, struct fault *f)
{
	static const struct str mark = { "{\"@mlog\":", 9 };
	struct jread r;
	bool event;

	if (line->cut) {
		refuse(e, line, 0, "too long");
		return true;
	}
	if (line->text.n == 0 || str_starts(line->text, mark))
		return true;
	lines_read(l, line, &r);
	e->lines++;
	return put_event(e, rr, &r, line, &event, f);
}

bool
events_run(struct events *e, struct fault *f)
{
	enum lines_result got = LINES_END;
	struct facts_reader rr;
	struct lines l;
	struct line line;
	bool ok = true;

	facts_init(&rr, e->context);
	lines_init(&l, e->feed->fd, e->feed->name, 0);
	l.read = read_input;
	l.from = e;
	e->since = stamp_ticks();
	e->observed = e->now;
	while (ok && (got = lines_next(&l, &line, f)) == LINES_OK)
		ok = put_line(e, &rr, &l, &line, f);
	ok = ok && got == LINES_END && flush(e, f);
	if (e->refused > EVENTS_REFUSED_SHOWN)
		note(e->note, "%s: %" PRIu64 " lines are no events and were "
		    "passed over", e->feed->name, e->refused);
	lines_free(&l);
	facts_free(&rr);
	return ok;
}
