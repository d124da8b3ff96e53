/*
 * Records to events: an event is one line of strict JSON without white space,
 * its parts first and in their order, and parsing it once more gives the same
 * bytes; what is refused leaves nothing behind. Strictly, a line that begins
 * as an object is taken when the grammar has it valid, or when it is several.
 * A line that comes again and again is what it was the first time.
 */
#include <stdlib.h>
#include <unistd.h>

#include "tests/fuzz/grammar.h"
#include "tests/unit/ways.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SIZE_MAX_HERE = 60000,	/* what a pipe holds whole */
	LINE_MAX_HERE = 4096,
	DEPTH_MAX = JREAD_DEPTH_MAX,
	TIMES = 3,	/* a shape is known from the third one on */
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
	struct jread r;
	struct jtoken t;

	require(line.n > 2 && str_chr(line, '\n') == line.n - 1);
	require(grammar_valid(line.p, line.n - 1, DEPTH_MAX));
	scan_index(&s, line.p, line.n - 1);
	jread_init(&r, &s, line.p, line.n - 1);
	r.strict = true;
	check_order(&r);
	jread_init(&r, &s, line.p, line.n - 1);
	require(!jread_value(&r, &t) || !(t.flags & JREAD_SPACED));
	scan_free(&s);
}

/* What was appended: n events, a line each. */
static void
check_events(struct str out, size_t n)
{
	require(n > 0);
	while (n--) {
		size_t end = str_chr(out, '\n') + 1;

		require(end <= out.n);
		check_event(str_of(out.p, end));
		out = str_from(out, end);
	}
	require(out.n == 0);
}

/* Whether a record may hold another as text, which may be damaged. */
static bool
may_wrap(struct str s)
{
	static const char *const hint[] = { "log", "MESSAGE", "\\u" };

	for (size_t i = 0; i < sizeof(hint) / sizeof(hint[0]); i++)
		for (size_t at = 0; at < s.n; at++)
			if (str_starts(str_from(s, at), str_c(hint[i])))
				return true;
	return false;
}

/* Whether it may be a batch, which may be one of no records. */
static bool
may_be_batch(struct str s)
{
	for (; s.n; s = str_from(s, 1))
		if (str_starts(s, STR("Logs")) || str_starts(s, STR("\\u")))
			return true;
	return false;
}

/* What the grammar says of a line that begins as an object, and we of it. */
static void
check_verdict(const struct line *line, bool refused, size_t events,
    bool strict)
{
	struct str s = line->text;

	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r'))
		s = str_from(s, 1);
	if (!s.n || s.p[0] != '{')
		return;
	if (grammar_valid(s.p, s.n, DEPTH_MAX))
		require(!refused || (strict && may_wrap(s)) ||
		    may_be_batch(s));
	else
		require(refused || !strict || events > 1);
}

static void
check_result(struct logline *ll, enum logline_result got,
    const struct line *line, bool strict, struct str out,
    const struct logline_refusal *why)
{
	if (got == LOGLINE_EVENT) {
		check_events(out, logline_events(ll));
		if (line)
			check_verdict(line, false, logline_events(ll),
			    strict);
		return;
	}
	require(out.n == 0);
	if (got != LOGLINE_REFUSED)
		return;
	require(why->what && why->column > 0 &&
	    why->reason < LOGLINE_NREASONS);
	if (line && why->reason == REFUSED_NOT_JSON)
		check_verdict(line, true, 0, strict);
}

/* Ends one joined line; false when none was open. */
static bool
flush(struct logline *ll, struct buf *out, size_t *refused)
{
	struct logline_refusal why = { 0 };
	size_t from = out->n;
	enum logline_result got = logline_flush(ll, out, &why);

	check_result(ll, got, NULL, true, str_from(buf_str(out), from), &why);
	*refused += got == LOGLINE_REFUSED;
	return got != LOGLINE_BLANK;
}

/* All lines of a text, converted; how many were refused. */
static size_t
convert(struct logline *ll, bool strict, struct str text, size_t max,
    struct buf *out)
{
	struct logline_refusal why;
	enum logline_result got;
	struct lines l;
	struct line line;
	size_t refused = 0, from;
	int fd[2];

	require(pipe(fd) == 0 &&
	    write(fd[1], text.p, text.n) == (ssize_t)text.n);
	close(fd[1]);
	lines_init(&l, fd[0], "fuzz", max);
	while (lines_next(&l, &line, NULL) == LINES_OK) {
		from = out->n;
		while ((got = logline_convert(ll, &l, &line, out, &why)) ==
		    LOGLINE_FLUSH) {
			require(flush(ll, out, &refused));
			from = out->n;
		}
		check_result(ll, got, &line, strict,
		    str_from(buf_str(out), from), &why);
		refused += got == LOGLINE_REFUSED;
	}
	while (flush(ll, out, &refused))
		;
	lines_free(&l);
	close(fd[0]);
	logline_destroy(ll);
	return refused;
}

/* Each line so many times, the short way and the long one. */
static void
check_ways(struct str text)
{
	static const struct ways_how how[] = {
		{ .name = "whole" }, { .name = "strict", .strict = true },
		{ .name = "some", .keep = "a.b,c,event,level_,k" },
		{ .name = "rules", .direct = "event,level,time,logger,"
		    "trace_id,a,a.b,c,k,msg,severity" },
	};
	enum { N = sizeof(how) / sizeof(how[0]) };
	static struct ways ways[N];
	static bool made;
	struct lines l;
	struct line line;

	for (size_t i = 0; i < N; i++) {
		require(made || ways_init(&ways[i], &how[i]));
		ways_again(&ways[i]);
	}
	made = true;
	ways_open(&l, &text, LINE_MAX_HERE);
	while (lines_next(&l, &line, NULL) == LINES_OK)
		for (size_t i = 0; i < N * TIMES; i++)
			require(ways_line(&ways[i % N], &l, &line));
	lines_free(&l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = str_of((const char *)data, size);
	struct buf once = { 0 }, twice = { 0 }, few = { 0 };
	struct logline *ll;

	if (size > SIZE_MAX_HERE)
		return 0;
	convert(logline_new(NULL, false), false, text, LINE_MAX_HERE, &once);
	if (once.n < SIZE_MAX_HERE) {
		require(convert(logline_new(NULL, true), true,
		    buf_str(&once), 0, &twice) == 0);
		require(str_eq(buf_str(&once), buf_str(&twice)));
	}
	ll = logline_new(NULL, true);
	require(logline_keep(ll, STR("a.b,c,event,level_"), NULL));
	convert(ll, true, text, 0, &few);
	check_ways(text);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&few);
	return 0;
}
