/*
 * Any bytes as an event stream, as logs and as spans: every request is within
 * its limits, holds as many items as it says, is taken by protobuf-c and by
 * jansson, and cut in two is still all of it. And any bytes as a request that
 * is to be cut: no fault, and never more than there was.
 */
#include <jansson.h>
#include <stdlib.h>

#include "otlp/logs.h"
#include "otlp/spans.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BYTES = 600, ITEMS = 3 };

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_halves(const struct batch *b)
{
	struct buf half = { 0 };
	size_t n, sum = 0;

	for (size_t from = 0; from < b->items; from += (b->items + 1) / 2) {
		buf_reset(&half);
		must(batch_cut(b->signal, b->body, from, (b->items + 1) / 2,
		    &half));
		must(half.n <= b->body.n);
		must(batch_count(b->signal, buf_str(&half), &n));
		sum += n;
	}
	must(sum == b->items);
	buf_free(&half);
}

static bool
check(void *ctx, const struct batch *b, struct fault *f)
{
	struct buf text = { 0 };
	json_t *j;
	size_t n;

	(void)ctx;
	must(batch_count(b->signal, b->body, &n) && n == b->items);
	must(batch_json(b->signal, b->body, &text, f));
	j = json_loadb(text.p, text.n, 0, NULL);
	must(j != NULL);
	json_decref(j);
	buf_free(&text);
	check_halves(b);
	return true;
}

static bool
take(void *ctx, const struct batch *b, struct fault *f)
{
	must(b->items > 0 && b->items <= ITEMS && b->body.n <= BYTES);
	return check(ctx, b, f);
}

static bool
reject(void *ctx, const struct batch *b, const char *what, struct fault *f)
{
	must(b->items == 1 && b->body.n > BYTES && what[0]);
	return check(ctx, b, f);
}

static void
put_lines(struct str text, struct pack *logs, struct pack *traces)
{
	struct context cx = { .name = { STR("a"), STR("b.c"), STR("id") },
	    .n = 3 };
	struct facts_reader rr;
	struct scan scan = { 0 };
	struct str line;
	struct fault f;
	bool any;

	facts_init(&rr, &cx);
	while (text.n && str_cut(&text, '\n', &line)) {
		struct jread r;

		scan_index(&scan, line.p, line.n);
		jread_init(&r, &scan, line.p, line.n);
		must(logs_put(logs, &rr, &r, 1, &f) || r.error);
		jread_init(&r, &scan, line.p, line.n);
		must(spans_event(traces, &rr, &r, line, &any, &f) || r.error);
	}
	must(pack_flush(logs, &f) && pack_flush(traces, &f));
	scan_free(&scan);
	facts_free(&rr);
	context_free(&cx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pack_setup s = { .signal = BATCH_LOGS, .version = "1",
	    .limits = { ITEMS, BYTES }, .sink = { take, reject, NULL } };
	struct str bytes = str_of((const char *)data, size);
	struct pack logs, traces;
	struct buf out = { 0 };
	size_t n;

	pack_init(&logs, &s);
	s.signal = BATCH_TRACES;
	pack_init(&traces, &s);
	put_lines(bytes, &logs, &traces);
	pack_free(&logs);
	pack_free(&traces);
	for (int i = 0; i < BATCH_NSIGNALS; i++) {
		bool ok = batch_count((enum batch_signal)i, bytes, &n);

		must(batch_cut((enum batch_signal)i, bytes, 0, n, &out) == ok);
	}
	buf_free(&out);
	return 0;
}
