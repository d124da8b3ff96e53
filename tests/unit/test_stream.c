/*
 * Parts of an input: wherever one ends and the next begins, the events are
 * those of one run, and what is not complete is not taken.
 */
#include <fcntl.h>
#include <unistd.h>

#include "event/input.h"
#include "event/stream.h"
#include "unit.h"

struct text {
	struct str all;
	struct buf rest;	/* to be given again first */
	size_t at, step;	/* bytes a read */
};

static long
read_text(void *from, void *to, size_t n, struct fault *f)
{
	struct text *t = from;
	struct str s = t->rest.n ? buf_str(&t->rest) :
	    str_from(t->all, t->at);

	(void)f;
	if (!t->rest.n && s.n > t->step)
		s.n = t->step;
	if (s.n > n)
		s.n = n;
	if (s.n)
		memcpy(to, s.p, s.n);
	if (t->rest.n)
		t->rest.n = 0;
	else
		t->at += s.n;
	return (long)s.n;
}

static bool
yes(void *arg)
{
	(void)arg;
	return true;
}

/* All of a text in parts of about `limit` bytes; what is left at its end. */
static size_t
in_parts(struct str all, uint64_t limit, size_t step, bool multiline,
    bool last, struct buf *events, struct stream_counts *counts)
{
	struct out out = { .fd = open("/dev/null", O_WRONLY),
		.name = "null" };
	struct stream s = { .logline = logline_new(NULL, false), .out = &out,
		.multiline = multiline };
	struct text t = { .all = all, .step = step };
	struct stream_part p = { .name = "text", .read = read_text,
		.from = &t, .limit = limit };
	struct fault f = { 0 };

	CHECK(out.fd >= 0);
	do {
		struct str before;

		p.last = last ? yes : NULL;
		CHECK(stream_part(&s, &p, &f));
		before = str_of(all.p, (size_t)p.offset);
		CHECK(str_ends(before, str_of(p.tail.p, p.tail.n)));
		CHECK(p.tail.n == (before.n < LINES_TAIL_MAX ? before.n :
		    LINES_TAIL_MAX));
		CHECK(str_starts(str_from(all, before.n), buf_str(&p.rest)));
		CHECK(!p.more || before.n + p.rest.n == t.at);
		buf_puts(&t.rest, buf_str(&p.rest));
	} while (p.more);
	*counts = s.counts;
	buf_puts(events, buf_str(&out.buf));
	logline_destroy(s.logline);
	stream_free(&s);
	CHECK(out_close(&out, &f));
	buf_free(&p.rest);
	buf_free(&t.rest);
	return all.n - (size_t)p.offset;
}

/* Whatever the parts are, want comes out, and `left` bytes are left. */
static void
check(const char *text, bool multiline, bool last, const char *want,
    size_t left)
{
	struct stream_counts whole, counts;
	struct buf events = { 0 };

	CHECK_INT(in_parts(str_c(text), 0, 1000, multiline, last, &events,
	    &whole), left);
	CHECK_STR(buf_str(&events), want);
	for (uint64_t limit = 1; limit < 70; limit += 3) {
		for (size_t step = 1; step < 40; step += 7) {
			buf_reset(&events);
			CHECK_INT(in_parts(str_c(text), limit, step,
			    multiline, last, &events, &counts), left);
			CHECK_STR(buf_str(&events), want);
			CHECK(!memcmp(&counts, &whole, sizeof(counts)));
		}
	}
	buf_free(&events);
}

#define CRI "2026-11-21T09:24:12.5Z "

static void
plain(void)
{
	check("{\"event\":\"a\"}\n\nno json\n{\"event\":\"b\"}\n", false,
	    false, "{\"event\":\"a\"}\n{\"event\":\"b\"}\n", 0);
	check("{\"event\":\"a\"}\n{\"event\":\"b\"}", false, false,
	    "{\"event\":\"a\"}\n", 13);
	check("{\"event\":\"a\"}\n{\"event\":\"b\"}", false, true,
	    "{\"event\":\"a\"}\n{\"event\":\"b\"}\n", 0);
	check("{\"event\":\"a\"}\n{\"eve", false, false,
	    "{\"event\":\"a\"}\n", 5);
	check("{\"eve", false, false, "", 5);
	check("", false, false, "", 0);
}

/* Pieces of a line stay together, and those after them wait. */
static void
joined(void)
{
	static const char whole[] = CRI "stdout P {\"event\":\n"
	    CRI "stderr F {\"event\":\"e\"}\n" CRI "stdout F \"a\"}\n";
	static const char want[] = "{\"time\":\"2026-11-21T09:24:12.500Z\","
	    "\"event\":\"e\",\"stream\":\"stderr\"}\n"
	    "{\"time\":\"2026-11-21T09:24:12.500Z\","
	    "\"event\":\"a\",\"stream\":\"stdout\"}\n";
	static const char cut[] = CRI "stdout F {\"event\":\"z\"}\n"
	    CRI "stdout P {\"event\":\n" CRI "stderr F {\"event\":\"e\"}\n";

	check(whole, false, false, want, 0);
	check(whole, false, true, want, 0);
	check(cut, false, false, "{\"time\":\"2026-11-21T09:24:12.500Z\","
	    "\"event\":\"z\",\"stream\":\"stdout\"}\n", strlen(cut) -
	    strlen(CRI "stdout F {\"event\":\"z\"}\n"));
}

static void
texts(void)
{
	check("{\n\"event\":\"a\"\n}\n{\"event\":\"b\"}\n{\n\"eve", true, false,
	    "{\"event\":\"a\"}\n{\"event\":\"b\"}\n", 6);
	check("[\n{\"event\":\"a\"},\n{\"event\":\"b\"}\n]\n", true, false,
	    "{\"event\":\"a\"}\n{\"event\":\"b\"}\n", 0);
	check("{\"event\":\"z\"}\n[\n{\"event\":\"a\"},\n{\"event\":\"b\"}\n",
	    true, false, "{\"event\":\"z\"}\n", 31);
	check("{\"event\":\"z\"}\n[\n{\"event\":\"a\"},\n{\"event\":\"b\"}\n",
	    true, true,
	    "{\"event\":\"z\"}\n{\"event\":\"a\"}\n{\"event\":\"b\"}\n", 0);
}

/* What holds up too much is not waited for. */
static void
forced(void)
{
	struct buf text = { 0 }, events = { 0 };
	struct stream_counts counts;
	uint64_t n;

	buf_lit(&text, CRI "stdout P {\"event\":\n");
	for (n = 0; text.n < STREAM_HOLD_MAX + 4096; n++)
		buf_lit(&text, CRI "stderr F {\"event\":\"e\"}\n");
	CHECK_INT(in_parts(buf_str(&text), 0, 65536, false, false, &events,
	    &counts), 0);
	CHECK_INT(counts.events, n + 1);
	CHECK_INT(counts.lines, n + 1);
	buf_free(&text);
	buf_free(&events);
}

int
main(void)
{
	plain();
	joined();
	texts();
	forced();
	UNIT_END;
}
