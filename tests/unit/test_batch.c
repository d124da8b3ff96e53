/*
 * Batches: over random ones each record becomes one event, with what is
 * around it and nothing of its neighbours, and parsing the events again
 * changes nothing. Then the odd ones, and the limits.
 */
#include <stdlib.h>

#include "event/convert.h"
#include "unit.h"

enum { ROUNDS = 3000 };

struct conv {
	struct logline *ll;
	struct buf out;
	struct logline_refusal why;
};

static enum logline_result
convert(struct conv *c, struct str text)
{
	if (!c->ll)
		c->ll = logline_new(NULL, false);
	buf_reset(&c->out);
	return logline_text(c->ll, text, &c->out, &c->why);
}

static void
conv_free(struct conv *c)
{
	logline_destroy(c->ll);
	buf_free(&c->out);
}

static size_t
occurs(struct str s, struct str what)
{
	size_t n = 0;

	for (; s.n; s = str_from(s, 1))
		n += str_starts(s, what);
	return n;
}

/* ---- random batches, each mark a value that is there once */

struct made {
	struct buf text;
	uint64_t seed;
	size_t records, resources, scopes;
	size_t scope_of[256], resource_of[256];	/* by record */
};

static void
put_record(struct made *m)
{
	static const char *const more[] = {
		"", ",\"timeUnixNano\":\"1795253051719000000\"",
		",\"severityNumber\":13,\"body\":{\"stringValue\":\"up\"}",
		",\"severityText\":\"loud\"", ",\"traceId\":\"\",\"flags\":1",
		",\"body\":{\"kvlistValue\":{}},\"level\":\"info\"",
		",\"schemaUrl\":\"mine\",\"time\":7,\"x\":[]",
		",\"observedTimeUnixNano\":\"1795253051719000000\"",
	};
	size_t i = m->records++;

	m->scope_of[i] = m->scopes;
	m->resource_of[i] = m->resources;
	buf_printf(&m->text, "{\"attributes\":\"record%zu.\"", i);
	for (size_t n = unit_random(&m->seed) % 3; n > 0; n--)
		buf_puts(&m->text, str_c(more[unit_random(&m->seed) %
		    (sizeof(more) / sizeof(more[0]))]));
	buf_putc(&m->text, '}');
}

static void
put_list(struct made *m, int level)
{
	size_t n = unit_random(&m->seed) % 4 + (level == 0);

	buf_putc(&m->text, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(&m->text, ',');
		if (level == 2) {
			put_record(m);
			continue;
		}
		if (level == 0)
			buf_printf(&m->text, "{\"resource\":\"resource%zu.\","
			    "\"scopeLogs\":", ++m->resources);
		else
			buf_printf(&m->text, "{\"scope\":{\"name\":"
			    "\"scope%zu.\"},\"schemaUrl\":1,\"logRecords\":",
			    ++m->scopes);
		if (unit_random(&m->seed) % 8)
			put_list(m, level + 1);
		else
			buf_lit(&m->text, "null");
		buf_putc(&m->text, '}');
	}
	buf_putc(&m->text, ']');
}

static void
put_batch(struct made *m)
{
	buf_reset(&m->text);
	m->records = m->resources = m->scopes = 0;
	buf_lit(&m->text, "{\"x\":\"outer\",\"resourceLogs\":");
	put_list(m, 0);
	buf_putc(&m->text, '}');
}

static bool
has_mark(struct str event, const char *what, size_t i, size_t times)
{
	struct buf b = { 0 };
	bool ok;

	buf_printf(&b, "\"%s%zu.\"", what, i);
	ok = occurs(event, buf_str(&b)) == times;
	buf_free(&b);
	return ok;
}

static void
check_event(const struct made *m, size_t i, struct str event)
{
	CHECK_ROW(i, has_mark(event, "record", i, 1));
	CHECK_ROW(i, has_mark(event, "resource", m->resource_of[i], 1));
	/* Once as the logger, once where it is. */
	CHECK_ROW(i, has_mark(event, "scope", m->scope_of[i], 2) ||
	    has_mark(event, "scope", m->scope_of[i], 1));
	CHECK_ROW(i, occurs(event, STR("\"outer\"")) == 1);
	for (size_t k = 0; k < m->records; k++)
		if (k != i)
			CHECK_ROW(k, has_mark(event, "record", k, 0));
}

static void
each_record_once(void)
{
	struct made m = { .seed = 17 };
	struct conv once = { 0 }, twice = { 0 };
	size_t empty = 0, many = 0;

	for (size_t i = 0; i < ROUNDS; i++) {
		struct str rest, line;
		enum logline_result got;

		put_batch(&m);
		got = convert(&once, buf_str(&m.text));
		empty += m.records == 0;
		many += m.records > 4;
		if (!CHECK_ROW(i, got == (m.records ? LOGLINE_EVENT :
		    LOGLINE_REFUSED)) || !m.records)
			continue;
		CHECK_ROW(i, logline_events(once.ll) == m.records);
		rest = str_of(once.out.p, once.out.n - 1);
		for (size_t k = 0; CHECK_ROW(i, k <= m.records) &&
		    str_cut(&rest, '\n', &line); k++) {
			struct str whole = str_of(line.p, line.n + 1);

			check_event(&m, k, line);
			CHECK_ROW(i, convert(&twice, line) == LOGLINE_EVENT);
			if (!CHECK_ROW(i, str_eq(buf_str(&twice.out), whole)))
				fprintf(stderr, "\tonce  %.*s\ttwice %.*s",
				    STR_ARG(whole),
				    STR_ARG(buf_str(&twice.out)));
		}
	}
	CHECK(empty > 50 && many > 1000);
	conv_free(&once);
	conv_free(&twice);
	buf_free(&m.text);
}

/* ---- what only looks like one, and what is refused */

#define BATCH(records) "{\"resourceLogs\":[{\"scopeLogs\":[{" \
	"\"logRecords\":" records "}]}]}"

static void
odd_ones(void)
{
	static const struct {
		const char *text;
		size_t events;	/* 0: refused */
	} t[] = {
		{ BATCH("[{}]"), 1 },
		{ BATCH("[{},{\"a\":1},{}]"), 3 },
		{ BATCH("[]"), 0 },
		{ BATCH("null"), 0 },
		{ "{\"resourceLogs\":[]}", 0 },
		{ "{\"resourceLogs\":[{}]}", 0 },
		{ "{\"resourceLogs\":null}", 1 },
		{ "{\"resourceLogs\":{}}", 1 },
		{ "{\"resourceLogs\":[1]}", 1 },
		{ "{\"resourceLogs\":[{\"scopeLogs\":1}]}", 1 },
		{ "{\"resourceLogs\":[{\"scopeLogs\":[[]]}]}", 1 },
		{ BATCH("{}"), 1 },
		{ BATCH("[{},{},3]"), 1 },
		/* Another array of that name would be what is left. */
		{ "{\"resourceLogs\":[],\"resourceLogs\":[{\"scopeLogs\":["
		    "{\"logRecords\":[{},{}]}]}]}", 1 },
		{ "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}],"
		    "\"logRecords\":[{},{}]}]}]}", 1 },
		{ "{\"resourceLogs\":[{\"resourceLogs\":[{}],\"scopeLogs\":["
		    "{\"logRecords\":[{},{}]}]}]}", 1 },
		/* A batch in a batch, and one more than that. */
		{ BATCH("[" BATCH("[{},{}]") ",{}]"), 3 },
		{ BATCH("[" BATCH("[" BATCH("[{},{}]") ",{}]") ",{}]"), 3 },
		/* In arrays and rows all or none. */
		{ BATCH("[{},{}]") BATCH("[{}]"), 3 },
		{ BATCH("[{},{}]") BATCH("[]"), 0 },
	};
	struct conv c = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		enum logline_result got = convert(&c, str_c(t[i].text));

		CHECK_ROW(i, got == (t[i].events ? LOGLINE_EVENT :
		    LOGLINE_REFUSED));
		CHECK_ROW(i, occurs(buf_str(&c.out), STR("\n")) ==
		    t[i].events);
		/* What is no batch is an event as it stands. */
		if (t[i].events == 1 && i)
			CHECK_ROW(i, c.out.n == strlen(t[i].text) + 1 &&
			    memcmp(c.out.p, t[i].text, c.out.n - 1) == 0);
		if (t[i].events)
			CHECK_ROW(i, logline_events(c.ll) == t[i].events);
		else
			CHECK_ROW(i, c.why.reason == REFUSED_NOT_AN_OBJECT);
	}
	conv_free(&c);
}

/* A batch whose records have so many bytes around them. */
static void
put_wide(struct buf *b, size_t around, size_t records)
{
	buf_reset(b);
	buf_lit(b, "{\"resourceLogs\":[{\"resource\":\"");
	memset(buf_room(b, around), 'x', around);
	b->n += around;
	buf_lit(b, "\",\"scopeLogs\":[{\"logRecords\":[{}");
	while (--records)
		buf_lit(b, ",{}");
	buf_lit(b, "]}]}]}");
}

static void
output_limited(void)
{
	enum { AROUND = 1 << 20, FIT = CONVERT_MORE_MAX / (AROUND + 32) };
	struct conv c = { 0 };
	struct buf b = { 0 };

	put_wide(&b, AROUND, FIT);
	CHECK(convert(&c, buf_str(&b)) == LOGLINE_EVENT);
	CHECK(logline_events(c.ll) == FIT);
	put_wide(&b, AROUND, FIT + 2);
	CHECK(convert(&c, buf_str(&b)) == LOGLINE_REFUSED);
	CHECK(c.why.reason == REFUSED_TOO_LONG && c.out.n == 0);
	/* A million records are none the less, and no memory is. */
	put_wide(&b, AROUND, 1000000);
	CHECK(convert(&c, buf_str(&b)) == LOGLINE_REFUSED && c.out.n == 0);
	CHECK(c.out.cap < 3 * (size_t)CONVERT_MORE_MAX);
	conv_free(&c);
	buf_free(&b);
}

static void
members_limited(void)
{
	struct conv c = { 0 };
	struct buf b = { 0 };

	for (int where = 0; where < 2; where++) {
		buf_reset(&b);
		buf_printf(&b, "{\"resourceLogs\":[{\"scopeLogs\":[{"
		    "\"logRecords\":[{},{%s", where ? "\"a\":0}]," : "");
		for (int i = 0; i <= RECORD_MEMBERS_MAX; i++)
			buf_printf(&b, "%s\"m%d\":1", i ? "," : "", i);
		buf_puts(&b, str_c(where ? "}]}]}" : "}]}]}]}"));
		CHECK_ROW((size_t)where, convert(&c, buf_str(&b)) ==
		    LOGLINE_REFUSED && c.why.reason == REFUSED_TOO_MANY &&
		    c.out.n == 0);
	}
	conv_free(&c);
	buf_free(&b);
}

int
main(void)
{
	each_record_once();
	odd_ones();
	output_limited();
	members_limited();
	UNIT_END;
}
