/*
 * Finished spans as whoever found them gives them, to requests; and the bounded
 * memory behind trace contexts.
 */
#include "base/stamp.h"
#include "otlp/batch.h"
#include "event/recall.h"
#include "otlp/spans.h"

#include "unit.h"

static bool
keep(void *ctx, const struct batch *b, struct fault *f)
{
	return batch_json(b->signal, b->body, ctx, f);
}

static bool
refuse(void *ctx, const struct batch *b, const char *what, struct fault *f)
{
	(void)ctx;
	(void)b;
	return fault(f, "%s", what);
}

static void
put(const struct span *s, struct buf *json)
{
	struct pack_setup setup = { .signal = BATCH_TRACES, .version = "1",
	    .limits = { 10, 1 << 20 }, .sink = { keep, refuse, json } };
	struct attributes a = { 0 };
	struct fault f;
	struct pack p;

	pack_init(&p, &setup);
	CHECK(spans_put(&p, &a, NULL, s, &f) && pack_flush(&p, &f));
	pack_free(&p);
	attributes_free(&a);
}

static void
test_whole(void)
{
	static const struct span_event events[] = {
		{ 5 * STAMP_SEC, { "half", 4 }, { "{\"n\":1}", 7 } },
		{ 6 * STAMP_SEC, { "none", 4 }, { NULL, 0 } },
	};
	struct span s = { .trace = { 1, [15] = 2 }, .id = { [7] = 3 },
	    .parent = { 4 }, .has_parent = true, .flags = 1,
	    .name = STR("work"), .start = 4 * STAMP_SEC,
	    .end = 7 * STAMP_SEC + 5, .status = SPAN_ERROR,
	    .message = STR("no luck"),
	    .attributes = STR("{\"a\":[true],\"b\":2.5}"),
	    .events = events, .nevents = 2 };
	struct buf b = { 0 };

	put(&s, &b);
	CHECK_STR(buf_str(&b), "{\"resourceSpans\":[{\"resource\":{},"
	    "\"scopeSpans\":[{\"scope\":{\"name\":\"mlog\",\"version\":\"1\"},"
	    "\"spans\":[{\"traceId\":\"01000000000000000000000000000002\","
	    "\"spanId\":\"0000000000000003\","
	    "\"parentSpanId\":\"0400000000000000\",\"name\":\"work\","
	    "\"kind\":1,\"startTimeUnixNano\":\"4000000000\","
	    "\"endTimeUnixNano\":\"7000000005\",\"attributes\":["
	    "{\"key\":\"a\",\"value\":{\"arrayValue\":{\"values\":"
	    "[{\"boolValue\":true}]}}},"
	    "{\"key\":\"b\",\"value\":{\"doubleValue\":2.5}}],"
	    "\"events\":[{\"timeUnixNano\":\"5000000000\",\"name\":\"half\","
	    "\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"1\"}}]},"
	    "{\"timeUnixNano\":\"6000000000\",\"name\":\"none\"}],"
	    "\"status\":{\"message\":\"no luck\",\"code\":2},"
	    "\"flags\":1}]}]}]}\n");
	buf_free(&b);
}

static bool
has(const struct buf *b, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= b->n; i++) {
		if (memcmp(b->p + i, word, n) == 0)
			return true;
	}
	return false;
}

static void
test_least(void)
{
	struct span s = { .trace = { 1 }, .id = { 1 }, .name = STR("x"),
	    .attributes = STR("[no object") };
	struct buf b = { 0 };

	put(&s, &b);
	CHECK(has(&b, "\"name\":\"x\"") && !has(&b, "attributes") &&
	    !has(&b, "status") && !has(&b, "parent"));
	buf_free(&b);
}

static void
count(void *ctx, uint64_t key, const unsigned char *data)
{
	size_t *n = ctx;

	CHECK(key && data);
	++*n;
}

static void
test_recall(void)
{
	struct recall r = { 0 };
	size_t n = 0;
	bool made;

	CHECK(!recall_find(&r, 7));
	recall_make(&r, 7, &made)[0] = 42;
	CHECK(made && recall_find(&r, 7)[0] == 42);
	CHECK(recall_make(&r, 7, &made)[0] == 42 && !made);
	/* One that is used all the time stays, however many come. */
	for (uint64_t k = 1; k <= 4 * RECALL_MAX; k++) {
		recall_make(&r, k * 0x9e3779b97f4a7c15u, &made);
		CHECK(recall_find(&r, 7));
	}
	CHECK(!recall_find(&r, 1 * 0x9e3779b97f4a7c15u));
	recall_each(&r, count, &n);
	CHECK(n <= RECALL_MAX && n > RECALL_MAX / 2);
	recall_free(&r);
}

int
main(void)
{
	test_whole();
	test_least();
	test_recall();
	UNIT_END;
}
