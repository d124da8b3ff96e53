/*
 * Marks read, totals summed, positions moved by them.
 */
#include <stdio.h>

#include "event/markline.h"
#include "snapshot/places.h"
#include "unit.h"

#define POS(name, ino, more) "{\"input\":\"" name "\",\"dev\":1,\"ino\":" ino \
	",\"offset\":7,\"size\":9,\"open\":true," \
	"\"head\":\"00000000000000aa\",\"tail\":\"00000000000000bb\"" more "}"
#define GONE(ino, more) "{\"input\":\"a\",\"dev\":1,\"ino\":" ino \
	",\"gone\":true" more "}"

static bool
mark_of(struct markline *m, const char *text, struct fault *f)
{
	struct scan scan = { 0 };
	struct buf b = { 0 };
	struct jread r;
	bool ok;

	buf_puts(&b, str_c(text));
	(void)buf_room(&b, 4096);
	scan_index(&scan, b.p, b.n);
	jread_init(&r, &scan, b.p, b.n);
	*f = (struct fault){ 0 };
	ok = markline_read(m, &r, f);
	CHECK(ok == (f->text[0] == '\0'));
	scan_free(&scan);
	buf_free(&b);
	return ok;
}

static void
good(void)
{
	struct markline m = { 0 };
	struct fault f;

	CHECK(mark_of(&m, "{\"@mlog\":\"begin\",\"version\":1,"
	    "\"generation\":17,\"state\":\"00ff\"}", &f));
	CHECK_INT(m.kind, MARK_BEGIN);
	CHECK_INT(m.generation, 17);
	CHECK_STR(m.state, "00ff");
	CHECK(!m.totals.any);
	CHECK(mark_of(&m, "{\"@mlog\":\"pos\",\"inputs\":["
	    POS("a", "2", "") "," GONE("3", "") ","
	    GONE("4", ",\"lost\":true") "],\"lines\":5,\"rejected\":"
	    "{\"x\":2,\"y\":3}}", &f));
	CHECK_INT(m.kind, MARK_POS);
	CHECK_INT(m.generation, 0);
	CHECK_INT(m.ninputs, 3);
	CHECK_STR(m.input[0].input, "a");
	CHECK_INT(m.input[2].ino, 4);
	CHECK(m.totals.any);
	CHECK_INT(m.totals.lines, 5);
	CHECK_INT(m.totals.lost, 1);
	CHECK_INT(m.totals.nreasons, 2);
	CHECK(mark_of(&m, "{\"@mlog\":\"end\"}", &f));
	CHECK_INT(m.kind, MARK_END);
	CHECK_INT(m.ninputs, 0);
	CHECK_INT(m.totals.nreasons, 0);
	CHECK(mark_of(&m, "{\"@mlog\":\"new\",\"x\":{\"y\":[1]}}", &f));
	CHECK_INT(m.kind, MARK_OTHER);
	markline_free(&m);
}

static void
wrong(void)
{
	static const struct {
		const char *text, *why;
	} row[] = {
		{ "{\"@mlog\":\"end\"", "" },
		{ "{\"@mlog\":\"end\"}}", "" },
		{ "{\"@mlog\":1}", "\"@mlog\" is wrong: 1" },
		{ "{\"@mlog\":\"begin\",\"version\":2}", "newer than" },
		{ "{\"@mlog\":\"begin\",\"version\":-1}", "is wrong: -1" },
		{ "{\"@mlog\":\"begin\",\"generation\":1.5}", "is wrong" },
		{ "{\"@mlog\":\"begin\",\"state\":7}", "is wrong: 7" },
		{ "{\"@mlog\":\"pos\",\"inputs\":{}}", "array" },
		{ "{\"@mlog\":\"pos\",\"inputs\":[7]}", "object" },
		{ "{\"@mlog\":\"pos\",\"inputs\":[{\"dev\":1}]}", "no \"" },
		{ "{\"@mlog\":\"pos\",\"rejected\":[]}", "is wrong" },
		{ "{\"@mlog\":\"pos\",\"rejected\":{\"a\":\"1\"}}", "wrong" },
	};
	struct markline m = { 0 };
	struct fault f;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (!CHECK_ROW(i, !mark_of(&m, row[i].text, &f) &&
		    strstr(f.text, row[i].why)))
			fprintf(stderr, "\tsaid \"%s\"\n", f.text);
	markline_free(&m);
}

/* However many reasons there are, none of what they count is lost. */
static void
reasons(void)
{
	struct totals t = { 0 }, sum = { 0 };
	uint64_t n = 0, want = 0;
	char name[200];

	for (unsigned i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "%u%0100d", i, 0);
		totals_reject(&t, str_c(name), i);
		totals_reject(&t, str_c(name), 1);
		want += i + 1;
	}
	totals_reject(&t, STR(""), 3);
	CHECK_INT(t.nreasons, TOTALS_REASONS_MAX);
	t.lines = 7;
	t.any = true;
	totals_add(&sum, &t);
	totals_add(&sum, &t);
	CHECK_INT(sum.lines, 14);
	CHECK(sum.any);
	for (size_t i = 0; i < sum.nreasons; i++) {
		n += sum.rejected[i].n;
		CHECK_ROW(i, strlen(sum.rejected[i].reason) <=
		    TOTALS_NAME_MAX);
	}
	CHECK_INT(n, 2 * (want + 3));
}

/* Random moves, beside a table of what is there. */
static void
moves(void)
{
	enum { NFILES = 500 };
	static const char *const name[] = { "a", "b", "c" };
	int64_t at[NFILES];
	struct places p = { 0 };
	const struct position *sorted;
	uint64_t seed = 41;
	size_t n, want = 0;

	for (size_t i = 0; i < NFILES; i++)
		at[i] = -1;
	for (int i = 0; i < 20000; i++) {
		uint64_t x = unit_random(&seed);
		size_t k = x % NFILES;
		struct position to = { .input = str_c(name[x >> 20 & 1]),
			.dev = k % 7, .ino = k, .offset = x >> 40,
			.gone = (x >> 32) % 3 == 0 };

		CHECK(places_move(&p, &to, NULL));
		at[k] = to.gone ? -1 : (int64_t)to.offset;
	}
	sorted = places_sorted(&p, &n);
	for (size_t i = 0; i < NFILES; i++)
		want += at[i] >= 0;
	CHECK(n > 100);
	CHECK_INT(n, want);
	for (size_t i = 0; i < n; i++) {
		CHECK_ROW(i, (int64_t)sorted[i].offset == at[sorted[i].ino]);
		CHECK_ROW(i, i == 0 || str_cmp(sorted[i - 1].input,
		    sorted[i].input) <= 0);
	}
	places_free(&p);
	CHECK_INT((places_sorted(&p, &n), n), 0);
	places_free(&p);
}

static void
limit(void)
{
	struct position to = { .input = STR("a") };
	struct places p = { 0 };
	struct fault f = { 0 };

	for (to.ino = 0; to.ino < POSITIONS_MAX; to.ino++)
		if (!places_move(&p, &to, &f))
			break;
	CHECK_INT(to.ino, POSITIONS_MAX);
	CHECK(!places_move(&p, &to, &f));
	CHECK(strstr(f.text, "more than 100000 inputs"));
	to = (struct position){ .ino = 5, .gone = true };
	CHECK(places_move(&p, &to, &f));
	to = (struct position){ .ino = POSITIONS_MAX };
	CHECK(places_move(&p, &to, &f));
	places_free(&p);
}

int
main(void)
{
	good();
	wrong();
	reasons();
	moves();
	limit();
	UNIT_END;
}
