/*
 * Records to events: an event is one line of strict JSON without white space,
 * its parts first and in their order, and parsing it once more gives the same
 * bytes; what is refused leaves nothing behind.
 */
#include <stdlib.h>
#include <unistd.h>

#include "event/logline.h"
#include "tests/fuzz/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SIZE_MAX_HERE = 60000,	/* what a pipe holds whole */
	LINE_MAX_HERE = 4096,
};

static void
require(bool ok)
{
	if (!ok)
		abort();
}

/* Behind which place of the order a name comes; the last for any other. */
static size_t
place(struct str name)
{
	static const char *const order[] = { "time", "level", "severity",
		"level_text", "event", "logger", "trace_id", "span_id",
		"trace_flags" };
	enum { N = sizeof(order) / sizeof(order[0]) };

	for (size_t i = 0; i < N; i++)
		if (str_eq(name, str_c(order[i])))
			return i;
	return N;
}

/* The parts, each at most once, before everything else. */
static void
check_order(struct jread *r)
{
	struct jtoken key, value;
	size_t last = 0, at;
	bool any = false;

	require(jread_open(r, JREAD_OBJECT));
	while (jread_member(r, &key, &value)) {
		at = place(key.text);
		require(!any || at > last || (at == last && at == place(
		    str_c(""))));
		any = true;
		last = at;
	}
	require(!r->error && jread_end(r));
}

static void
check_event(struct str line)
{
	struct scan s = { 0 };
	struct jread r, in;
	struct jtoken t;

	require(line.n > 2 && str_chr(line, '\n') == line.n - 1);
	require(grammar_valid(line.p, line.n - 1, JREAD_DEPTH_MAX));
	scan_index(&s, line.p, line.n - 1);
	jread_init(&r, &s, line.p, line.n - 1);
	r.strict = true;
	in = r;
	require(jread_value(&r, &t) && jread_end(&r));
	require(t.kind == JREAD_OBJECT && !(t.flags & JREAD_SPACED));
	check_order(&in);
	scan_free(&s);
}

/* What a call has appended: so many events, each a line. */
static void
check_events(const struct logline *ll, struct str text)
{
	struct str line;
	size_t n = 0, end;

	for (; text.n; n++) {
		end = str_chr(text, '\n');
		require(end < text.n);
		line = str_of(text.p, end + 1);
		check_event(line);
		text = str_from(text, end + 1);
	}
	require(n > 0 && n == logline_events(ll));
}

/* Ends a joined line, or all of them; offset of what is behind. */
static size_t
flush(struct logline *ll, struct buf *out, bool all)
{
	struct logline_refusal why;
	enum logline_result got;
	size_t from;

	do {
		from = out->n;
		got = logline_flush(ll, out, &why);
		if (got == LOGLINE_EVENT)
			check_events(ll, str_from(buf_str(out), from));
		else
			require(out->n == from);
	} while (all && got != LOGLINE_BLANK);
	return out->n;
}

/* All lines of a text, converted; how many were refused. */
static size_t
convert(struct logline *ll, struct str text, size_t max, struct buf *out)
{
	struct logline_refusal why;
	struct lines l;
	struct line line;
	size_t refused = 0;
	int fd[2];

	require(pipe(fd) == 0 &&
	    write(fd[1], text.p, text.n) == (ssize_t)text.n);
	close(fd[1]);
	lines_init(&l, fd[0], "fuzz", max);
	while (lines_next(&l, &line, NULL) == LINES_OK) {
		size_t from = out->n;
		enum logline_result got;

		why = (struct logline_refusal){ 0 };
		while ((got = logline_convert(ll, &l, &line, out, &why)) ==
		    LOGLINE_FLUSH)
			from = flush(ll, out, false);
		switch (got) {
		case LOGLINE_EVENT:
			check_events(ll, str_from(buf_str(out), from));
			break;
		case LOGLINE_REFUSED:
			refused++;
			require(why.what && why.column > 0 &&
			    why.reason < LOGLINE_NREASONS);
			/* FALLTHROUGH */
		case LOGLINE_BLANK:
		case LOGLINE_HELD:
		case LOGLINE_DROPPED:
		case LOGLINE_FLUSH:
			require(out->n == from);
		}
	}
	flush(ll, out, true);
	lines_free(&l);
	close(fd[0]);
	logline_destroy(ll);
	return refused;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_of((const char *)data, size);
	struct buf once = { 0 }, twice = { 0 }, few = { 0 };
	struct logline *ll;

	if (size > SIZE_MAX_HERE)
		return 0;
	convert(logline_new(NULL, false), text, LINE_MAX_HERE, &once);
	if (once.n < SIZE_MAX_HERE) {
		require(convert(logline_new(NULL, true), buf_str(&once), 0,
		    &twice) == 0);
		require(str_eq(buf_str(&once), buf_str(&twice)));
	}
	ll = logline_new(NULL, true);
	require(logline_keep(ll, STR("a.b,c,event,level_"), NULL));
	convert(ll, text, 0, &few);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&few);
	return 0;
}
