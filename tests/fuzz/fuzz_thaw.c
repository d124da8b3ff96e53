/*
 * What a state says of series, and of parts that nobody is shown, out of any
 * bytes: refused with words, or the counting goes on from it. What is written
 * then restores to the same bytes, and events and time do it no harm. Families
 * get the hashes of the rules here, or the fuzzer would never pass.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "snapshot/freeze.h"
#include "snapshot/snapfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_HERE = 60000 };	/* what a pipe holds whole */

static const char text_of_rules[] =
    "counter c of n by a window 1h\n"
    "counter r absolute of n by a\n"
    "counter m of n window month from 31 tz \"Europe/Berlin\"\n"
    "gauge g of n by a expire 1h\n"
    "gauge l min of n by a limit 3\n"
    "frequency f of a window day\n"
    "distinct d of a by b\n"
    "distinct w of a window day\n"
    "summary s of n by a\n"
    "histogram h of n exponential error 1% by a exemplar id window week\n"
    "histogram p of elapsed by a, b buckets 1, 2\n"
    " pair k from e == \"s\" to e == \"e\" timeout 1h\n"
    "histogram x of n buckets 1, 2 exemplar id\n"
    "states t key k by a initially \"x\", b until a == \"z\" drop after 1h"
    " limit 3\n"
    "states u key k by a until a == \"z\" expire 1h\n"
    "updown o of n by a up where e == \"s\" down where e == \"e\"\n"
    "label v only \"y\", \"z\" else \"other\"\n"
    "counter n by v, a\n"
    "compute q by a = c / g warn 1\n";

static const char event_text[] =
    "{\"time\":\"2026-11-21T09:30:00Z\",\"a\":\"z\",\"b\":\"y\",\"n\":2,"
    "\"k\":\"1\",\"e\":\"e\",\"id\":\"i\",\"v\":\"y\"}";

static struct rules *
the_rules(void)
{
	static struct rules *r;
	struct rules_errors errors = { 0 };

	if (r)
		return r;
	r = rules_new();
	rules_load_text(r, STR("fuzz"), str_c(text_of_rules), &errors);
	if (!rules_finish(r, &errors))
		abort();
	return r;
}

static bool
read_one(struct str text, struct snap *s)
{
	struct fault f = { 0 };
	struct snapfile *sf;
	bool ok;
	int fd[2];

	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd[1]);
	sf = snapfile_new(fd[0], "fuzz");
	ok = snapfile_next(sf, s, &f) == SNAPFILE_OK;
	snapfile_destroy(sf);
	close(fd[0]);
	return ok;
}

static void
seal(struct buf *b)
{
	size_t lines = 0;

	if (b->n && b->p[b->n - 1] != '\n')
		buf_putc(b, '\n');
	for (size_t i = 0; i < b->n; i++)
		lines += b->p[i] == '\n';
	buf_printf(b, "{\"@mlog\":\"end\",\"lines\":%zu,\"xxh64\":\"%016"
	    PRIx64 "\"}\n", lines, hash_fixed(buf_str(b)));
}

/* The families are as if these rules had made them. */
static void
claim(struct snap *s)
{
	const struct rules *r = the_rules();
	struct snap_family *f = arena_new(&s->arena, s->nfamilies,
	    sizeof(*f));

	for (size_t i = 0; i < s->nfamilies; i++) {
		f[i] = s->families[i];
		for (size_t k = 0; k < r->nfamilies; k++)
			if (str_eq(f[i].name, r->family[k].name))
				f[i].rule = str_c(r->family[k].hash);
	}
	s->families = f;
}

static struct aggregate *
restored(struct snap *s)
{
	struct aggregate *a = aggregate_new(the_rules(), s->time);
	struct fault f = { 0 };
	bool ok;

	if (!aggregate_ready(a, &f))
		abort();
	claim(s);
	ok = thaw(a, s, "p", &f);
	if (ok == (f.text[0] != '\0'))
		abort();
	if (ok)
		return a;
	aggregate_destroy(a);
	return NULL;
}

static void
see_an_event(struct aggregate *a)
{
	struct event_reader reader;
	struct scan scan = { 0 };
	struct jread jr;
	struct event e;

	event_reader_init(&reader, &the_rules()->fields);
	scan_index(&scan, event_text, sizeof(event_text) - 1);
	jread_init(&jr, &scan, event_text, sizeof(event_text) - 1);
	if (!event_read(&reader, &jr, &e))
		abort();
	for (int i = 0; i < 2; i++)
		aggregate_event(a, &e, NULL);
	event_reader_free(&reader);
	scan_free(&scan);
}

/* The state that the text's aggregate makes at its time; false: refused. */
static bool
written(struct str text, struct buf *out, bool event)
{
	struct snap s = { 0 }, again = { 0 };
	struct fault f = { 0 };
	struct aggregate *a;
	bool ok;

	if (!read_one(text, &s)) {
		snap_free(&s);
		return false;
	}
	a = restored(&s);
	ok = a != NULL;
	if (ok && event)
		see_an_event(a);
	if (ok) {
		if (!freeze(&again, a, s.time, "p", &f))
			abort();
		again.latest = a->latest;
		snapfile_write(out, &again);
		aggregate_destroy(a);
	}
	snap_free(&again);
	snap_free(&s);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = { 0 }, once = { 0 }, twice = { 0 };

	if (size > SIZE_MAX_HERE)
		return 0;
	buf_put(&text, data, size);
	seal(&text);
	if (written(buf_str(&text), &once, false) &&
	    once.n < SIZE_MAX_HERE) {
		if (!written(buf_str(&once), &twice, false) ||
		    !str_eq(buf_str(&once), buf_str(&twice)))
			abort();
		buf_reset(&twice);
		written(buf_str(&once), &twice, true);
	}
	buf_free(&text);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
