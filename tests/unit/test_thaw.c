/*
 * Counting on from a state: in pieces, each with an aggregate of its own that
 * is restored from the text of the one before, is the same as at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "snapshot/freeze.h"
#include "snapshot/snapfile.h"
#include "unit.h"

static const char rules_text[] =
    "counter n by agent, status\n"
    "counter cost of cost by agent limit 5\n"
    "counter big of big\n"
    "counter kept by agent limit 3 drop\n"
    "label verdict only \"allow\", \"deny\" else \"other\"\n"
    "counter v by agent, verdict\n"
    "gauge last_g of ms by agent\n"
    "gauge min_g min of ms\n"
    "gauge max_g max of ms by agent\n"
    "gauge sum_g sum of delta\n"
    "histogram h of cost by status buckets 0.001, 0.01, 0.1\n";

static struct rules *
load(const char *text)
{
	struct rules_errors errors = { 0 };
	struct rules *r = rules_new();

	rules_load_text(r, STR("test"), str_c(text), &errors);
	CHECK(rules_finish(r, &errors));
	rules_errors_free(&errors);
	return r;
}

static void
put_event(struct buf *b, uint64_t *seed)
{
	uint64_t x = unit_random(seed);

	buf_lit(b, "{");
	if (x % 5)
		buf_printf(b, "\"time\":\"2026-11-21T09:%02u:%02u.%03uZ\",",
		    (unsigned)(x >> 8 & 31), (unsigned)(x >> 13 & 31),
		    (unsigned)(x >> 18 & 511));
	buf_printf(b, "\"event\":\"e\",\"agent\":\"a%u\"",
	    (unsigned)(x >> 27 & 7));
	if (x >> 30 & 3)
		buf_printf(b, ",\"status\":\"%s\"",
		    x >> 32 & 1 ? "ok" : "\\\"bad\\\"");
	if (x >> 33 & 1)
		buf_printf(b, ",\"verdict\":\"%s\"", x >> 34 & 1 ? "allow" :
		    "odd");
	buf_printf(b, ",\"cost\":%.7f,\"ms\":%u,\"delta\":-%u.3,"
	    "\"big\":1e%u}\n", (double)(x >> 35 & 0xffff) / 1e6,
	    (unsigned)(x >> 40 & 1023), (unsigned)(x >> 50 & 63),
	    (unsigned)(x >> 56 & 31));
}

static void
feed_text(struct aggregate *a, struct event_reader *er, struct str text)
{
	struct str rest = text, line;
	struct scan scan = { 0 };
	struct jread r;
	struct event e;
	struct buf b = { 0 };

	while (str_cut(&rest, '\n', &line) && line.n) {
		buf_reset(&b);
		buf_puts(&b, line);
		(void)buf_room(&b, 4096);
		scan.npos = scan.nlines = 0;
		scan_index(&scan, b.p, b.n);
		jread_init(&r, &scan, b.p, b.n);
		CHECK(event_read(er, &r, &e));
		CHECK(aggregate_event(a, &e, NULL));
	}
	scan_free(&scan);
	buf_free(&b);
}

static bool
load_snap(struct str text, struct snap *s)
{
	FILE *file = tmpfile();
	struct snapfile *sf;
	struct fault f = { 0 };
	bool ok;

	if (!file || fwrite(text.p, 1, text.n, file) != text.n ||
	    fflush(file) != 0) {
		perror("tmpfile");
		exit(1);
	}
	lseek(fileno(file), 0, SEEK_SET);
	sf = snapfile_new(fileno(file), "text");
	ok = snapfile_next(sf, s, &f) == SNAPFILE_OK;
	if (!ok)
		fprintf(stderr, "\t%s\n", f.text);
	snapfile_destroy(sf);
	fclose(file);
	return ok;
}

#define NOW (INT64_C(1795262400) * STAMP_SEC)

/* Counts a part on from the state `was` (empty: from nothing) into `is`. */
static void
count_on(struct rules *rules, struct event_reader *er, struct str part,
    const struct buf *was, struct buf *is, bool own)
{
	struct aggregate *a = aggregate_new(rules, NOW);
	struct fault f = { 0 };
	struct snap s;

	if (was->n && CHECK(load_snap(buf_str(was), &s))) {
		if (!CHECK(thaw(a, &s, own ? "p" : NULL, &f)))
			fprintf(stderr, "\t%s\n", f.text);
		snap_free(&s);
	}
	feed_text(a, er, part);
	buf_reset(is);
	CHECK(freeze(&s, a, NOW, own ? "p" : NULL, &f));
	s.latest = a->latest;
	snapfile_write(is, &s);
	snap_free(&s);
	aggregate_destroy(a);
}

/*
 * Leaves out the start times: that of a series is frozen in the first piece,
 * while events that come later may be of an earlier time.
 */
static struct str
without_starts(struct buf *b)
{
	static const struct str start = { ",\"start\":\"", 10 };
	struct str rest = buf_str(b), line;
	size_t n = 0;

	while (str_cut(&rest, '\n', &line)) {
		size_t at = 0;

		while (at < line.n && !str_starts(str_from(line, at), start))
			at++;
		memmove(b->p + n, line.p, at);
		n += at;
		if (at < line.n) {
			at += start.n;
			at += str_chr(str_from(line, at), '"') + 1;
			memmove(b->p + n, line.p + at, line.n - at);
			n += line.n - at;
		}
	}
	/* The end line is another one now. */
	while (n && b->p[n - 1] != '{')
		n--;
	return str_of(b->p, n);
}

/* The first part of what is left: whole lines, at least one. */
static struct str
cut_piece(struct str rest, uint64_t *seed)
{
	size_t k = (size_t)(unit_random(seed) % rest.n);

	k += str_chr(str_from(rest, k), '\n') + 1;
	return str_of(rest.p, k < rest.n ? k : rest.n);
}

static void
pieces(bool own)
{
	struct rules *rules = load(rules_text);
	struct buf log = { 0 }, whole = { 0 }, none = { 0 }, state[2];
	struct event_reader er;
	uint64_t seed = 99;

	event_reader_init(&er, &rules->fields);
	for (int i = 0; i < 600; i++)
		put_event(&log, &seed);
	count_on(rules, &er, buf_str(&log), &none, &whole, own);
	whole.n = without_starts(&whole).n;
	for (size_t round = 0; round < 40; round++) {
		struct str rest = buf_str(&log), piece;
		size_t n = 0;

		memset(state, 0, sizeof(state));
		for (; rest.n; n++) {
			piece = cut_piece(rest, &seed);
			count_on(rules, &er, piece, &state[n % 2],
			    &state[(n + 1) % 2], own);
			rest = str_from(rest, piece.n);
		}
		CHECK_ROW(round, whole.n > 1000 && str_eq(buf_str(&whole),
		    without_starts(&state[n % 2])));
		buf_free(&state[0]);
		buf_free(&state[1]);
	}
	buf_free(&log);
	buf_free(&whole);
	event_reader_free(&er);
	rules_destroy(rules);
}

int
main(void)
{
	pieces(false);
	pieces(true);
	UNIT_END;
}
