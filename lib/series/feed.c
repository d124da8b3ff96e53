/*
 * The loop of mlog-agg. What an event means to a rule is aggregate.c's.
 */
#include <inttypes.h>

#include "series/feed.h"

enum { FEED_LINE_MAX = 64 * 1024 * 1024 };

static void
refuse(struct feed *feed, const char *name, const struct line *line,
    size_t column, const char *what)
{
	feed->nrefused++;
	if (feed->refused)
		feed->refused(feed->arg, name, line->number, column, what);
}

static bool
is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

static bool
feed_mark(struct feed *feed, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct markline m = { 0 };
	struct jread r;
	bool ok;

	if (str_starts(str_from(line->text, MARK_PREFIX.n),
	    STR("\"snapshot\"")))
		return fault(f, "%s: a snapshot, where events were expected",
		    l->name);
	if (!feed->mark)
		return true;
	lines_read(l, line, &r);
	ok = markline_read(&m, &r, f) || fault_within(f, "%s:%" PRIu64,
	    l->name, line->number);
	ok = ok && feed->mark(feed->mark_arg, &m, f);
	markline_free(&m);
	return ok;
}

static bool
feed_line(struct feed *feed, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct jread r;
	struct event e;

	feed->lines++;
	if (line->cut) {
		refuse(feed, l->name, line, l->max, "the line is too long");
		return true;
	}
	if (str_starts(line->text, MARK_PREFIX))
		return feed_mark(feed, l, line, f);
	if (!str_starts(line->text, STR("{")) && is_blank(line->text))
		return true;
	lines_read(l, line, &r);
	if (!event_read(feed->reader, &r, &e)) {
		refuse(feed, l->name, line, jread_column(&r, line->at),
		    r.error);
		return true;
	}
	feed->failed = !aggregate_event(feed->aggregate, &e, f);
	return !feed->failed;
}

static void
step(void *arg, uint64_t lines, uint64_t bytes)
{
	const struct feed *feed = arg;

	if (feed->step)
		feed->step(lines, bytes);
}

bool
feed_input(struct feed *feed, int fd, const char *name, struct fault *f)
{
	enum lines_result got;
	struct lines l;
	struct line line;
	bool ok = true;

	lines_init(&l, fd, name, FEED_LINE_MAX);
	l.step = step;
	l.arg = feed;
	if (feed->hold) {
		hold_input(feed->hold, fd, name);
		l.read = hold_read;
		l.from = feed->hold;
	}
	while (ok && (got = lines_next(&l, &line, f)) != LINES_END)
		ok = got == LINES_OK && feed_line(feed, &l, &line, f);
	lines_free(&l);
	feed->failed |= feed->hold && !ok;
	return ok;
}

void
feed_totals(const struct feed *feed, bool verbose, struct buf *b)
{
	if (feed->nrefused)
		buf_printf(b, "%" PRIu64 " of %" PRIu64 " lines refused\n",
		    feed->nrefused, feed->lines);
	if (verbose)
		buf_printf(b, "%" PRIu64 " lines, %" PRIu64 " events\n",
		    feed->lines, feed->aggregate->events);
}
