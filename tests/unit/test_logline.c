/*
 * Any record to an event, as properties over random records built from the
 * names of all dialects: parsing the event once more changes nothing, no
 * member is lost, the line is strict JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "event/event.h"
#include "event/stream.h"
#include "event/put.h"
#include "unit.h"

/* A converter, and where its lines come from. */
struct conv {
	struct logline *ll;
	enum logline_result got;
	struct logline_refusal why;
	struct buf out;
	const char *dialect;
};

/* One line through a pipe, which holds it whole. */
static void
convert(struct conv *c, const struct dialect *only, bool strict,
    struct str text)
{
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	int fd[2];

	buf_reset(&c->out);
	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) !=
	    (ssize_t)text.n) {
		perror("pipe");
		exit(1);
	}
	close(fd[1]);
	if (!c->ll)
		c->ll = logline_new(only, strict);
	lines_init(&l, fd[0], "text", 0);
	CHECK(lines_next(&l, &line, &f) == LINES_OK);
	c->got = logline_convert(c->ll, &l, &line, &c->out, &c->why);
	c->dialect = c->got == LOGLINE_EVENT ?
	    logline_dialect(c->ll)->name : "";
	lines_free(&l);
	close(fd[0]);
}

static void
conv_free(struct conv *c)
{
	logline_destroy(c->ll);
	buf_free(&c->out);
}

static const char *const name[] = {
	"time", "level", "severity", "level_text", "event", "logger",
	"trace_id", "span_id", "trace_flags", "@mlog", "timestamp", "ts",
	"@timestamp", "t", "datetime", "date", "asctime", "eventTime",
	"timeStamp", "level_number", "lvl", "levelname", "log.level",
	"loglevel", "priority", "s", "msg", "message", "body", "text", "log",
	"logger_name", "name", "component", "module", "target", "source",
	"service", "traceId", "trace.id", "otelTraceID", "dd.trace_id",
	"spanId", "span.id", "pid", "hostname", "prefix", "v",
	"time_", "event_", "level_", "level__", "severity_", "level_text_",
	"logger_", "trace_id_", "@mlog_", "a", "b.c", "trace", "span", "dd",
	"\\u0065vent", "tim\\u0065", "\\ud800", "", "x y",
};

static const char *const value[] = {
	"\"2026-11-21T09:24:11.471Z\"", "\"2026-11-21T09:24:11Z\"",
	"\"2026-11-21 10:24:11,471+01:00\"", "\"2026-11-21T09:24:11.500Z\"",
	"1795253051471", "1795253051.471", "\"1795253051\"", "1e400", "-1",
	"30", "10", "50", "9", "17", "24", "0", "\"9\"", "\"30\"",
	"\"info\"", "\"warn\"", "\"WARNING\"", "\"critical\"", "\" error \"",
	"\"error\"", "\"loud\"", "\"\"", "\"task.finished\"", "\"x\\n\\\"y\"",
	"\"\\u0069nfo\"", "null", "true", "[]", "[1, {\"a\": 2}]", "{}",
	"{\"id\":\"0af7651916cd43dd8448eb211c80319c\"}",
	"{\"level\":\"warn\"}", "{\"trace_id\":\"0af7651916cd43dd\"}",
	"\"0AF7651916CD43DD8448EB211C80319C\"", "\"0af7651916cd43dd\"",
	"\"b7ad6b7169203331\"", "\"00000000000000000000000000000000\"",
	"\"01\"", "\"00\"", "0.10", "18446744073709551616", "\"\\ud800\"",
	"\"\xc3\xa4\"", "\"\xff\"", "NaN", "{\"c\":-Infinity}",
};

enum {
	NNAMES = sizeof(name) / sizeof(name[0]),
	NVALUES = sizeof(value) / sizeof(value[0]),
};

static void
put_random(struct buf *b, uint64_t *seed)
{
	size_t n = unit_random(seed) % 8;
	size_t spread = unit_random(seed) % 2 ? NNAMES : 12;

	buf_reset(b);
	buf_putc(b, '{');
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s\"%s\"%s%s", i ? ", " : "",
		    name[unit_random(seed) % spread],
		    unit_random(seed) % 5 ? ":" : " : ",
		    value[unit_random(seed) % NVALUES]);
	buf_putc(b, '}');
}

/* How many members an object has; 0 when it is none, and strictly so. */
static size_t
members_of(struct str s)
{
	struct scan scan = { 0 };
	struct jread r;
	struct jtoken key, v;
	size_t n = 0;

	scan_index(&scan, s.p, s.n);
	jread_init(&r, &scan, s.p, s.n);
	r.strict = true;
	if (CHECK(jread_open(&r, JREAD_OBJECT)))
		while (jread_member(&r, &key, &v)) {
			CHECK(!(v.flags & JREAD_SPACED));
			n++;
		}
	CHECK(!r.error && jread_end(&r));
	scan_free(&scan);
	return n;
}

/* How often the bytes occur. */
static size_t
occurs(struct str s, struct str what)
{
	size_t n = 0;

	for (size_t i = 0; i + what.n <= s.n; i++)
		n += memcmp(s.p + i, what.p, what.n) == 0;
	return n;
}

static void
identity(void)
{
	struct conv once = { 0 }, twice = { 0 };
	struct buf record = { 0 };
	uint64_t seed = 41;
	unsigned shown = 0;

	for (size_t i = 0; i < 20000; i++) {
		put_random(&record, &seed);
		convert(&once, NULL, false, buf_str(&record));
		if (!CHECK_ROW(i, once.got == LOGLINE_EVENT))
			continue;
		members_of(str_of(once.out.p, once.out.n - 1));
		convert(&twice, NULL, false, buf_str(&once.out));
		if (!CHECK_ROW(i, twice.got == LOGLINE_EVENT &&
		    str_eq(buf_str(&once.out), buf_str(&twice.out))) &&
		    shown++ < 10)
			fprintf(stderr, "\trecord %.*s\n\tonce   %.*s"
			    "\ttwice  %.*s", STR_ARG(buf_str(&record)),
			    STR_ARG(buf_str(&once.out)),
			    STR_ARG(buf_str(&twice.out)));
	}
	conv_free(&once);
	conv_free(&twice);
	buf_free(&record);
}

/* A record of members with a value each that no other has. */
static void
put_marked(struct buf *b, uint64_t *seed, size_t n)
{
	buf_reset(b);
	buf_putc(b, '{');
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s\"%s\":%s%zu%s", i ? "," : "",
		    name[unit_random(seed) % NNAMES],
		    unit_random(seed) % 2 ? "\"mark" : "[\"mark", i, "\"");
	/* An array's bracket is closed where it was opened. */
	buf_putc(b, '}');
	for (size_t i = 0, open = 0; i < b->n; i++) {
		if (b->p[i] == '[')
			open = 1;
		if (open && (b->p[i] == ',' || b->p[i] == '}')) {
			buf_putc(b, ' ');
			memmove(b->p + i + 1, b->p + i, b->n - i - 1);
			b->p[i] = ']';
			open = 0;
			i++;
		}
	}
}

static void
nothing_lost(void)
{
	struct conv c = { 0 };
	struct buf record = { 0 }, mark = { 0 };
	uint64_t seed = 43;

	for (size_t i = 0; i < 6000; i++) {
		size_t n = unit_random(&seed) % 10;

		put_marked(&record, &seed, n);
		convert(&c, NULL, false, buf_str(&record));
		if (!CHECK_ROW(i, c.got == LOGLINE_EVENT))
			continue;
		/* No member is a time, so all come through one by one. */
		if (!CHECK_ROW(i, members_of(str_of(c.out.p,
		    c.out.n - 1)) == n))
			fprintf(stderr, "\t%.*s\n\t%.*s",
			    STR_ARG(buf_str(&record)),
			    STR_ARG(buf_str(&c.out)));
		for (size_t k = 0; k < n; k++) {
			buf_reset(&mark);
			buf_printf(&mark, "\"mark%zu\"", k);
			CHECK_ROW(i, occurs(buf_str(&c.out),
			    buf_str(&mark)) == 1);
		}
	}
	conv_free(&c);
	buf_free(&record);
	buf_free(&mark);
}

static void
check(const char *in, const char *dialect, const char *want)
{
	struct conv c = { 0 };

	convert(&c, NULL, false, str_c(in));
	CHECK(c.got == LOGLINE_EVENT);
	CHECK_STR(str_c(c.dialect), dialect);
	CHECK_STR(str_of(c.out.p, c.out.n ? c.out.n - 1 : 0), want);
	conv_free(&c);
}

static void
dialects_told(void)
{
	check("{\"event\":\"llm.call\",\"level\":\"warning\","
	    "\"timestamp\":\"2026-11-21T09:24:11.471469Z\",\"cost\":0.10}",
	    "structlog", "{\"time\":\"2026-11-21T09:24:11.471469Z\","
	    "\"level\":\"warn\",\"severity\":13,\"level_text\":\"warning\","
	    "\"event\":\"llm.call\",\"cost\":0.10}");
	check("{\"event\":\"x\",\"level_number\":40,\"ts\":1795253051.5}",
	    "structlog", "{\"time\":\"2026-11-21T09:24:11.500Z\","
	    "\"level\":\"error\",\"severity\":17,\"level_text\":\"40\","
	    "\"event\":\"x\"}");
	check("{\"level\":30,\"time\":1795253051471,\"pid\":7,"
	    "\"hostname\":\"h\",\"msg\":\"up\"}", "pino",
	    "{\"time\":\"2026-11-21T09:24:11.471Z\",\"level\":\"info\","
	    "\"severity\":9,\"level_text\":\"30\",\"event\":\"up\","
	    "\"pid\":7,\"hostname\":\"h\"}");
	check("{\"severity\":\"ERROR\",\"message\":\"m\",\"name\":\"n\"}",
	    "gcp", "{\"level\":\"error\",\"severity\":17,"
	    "\"level_text\":\"ERROR\",\"event\":\"m\",\"logger\":\"n\"}");
	check("{\"log\":{\"level\":\"warn\"},\"message\":\"m\"}", "generic",
	    "{\"level\":\"warn\",\"severity\":13,\"event\":\"m\","
	    "\"log\":{\"level\":\"warn\"}}");
	check("{\"a\":1}", "generic", "{\"a\":1}");
	check("{}", "generic", "{}");
	check("{\"time\":\"2026-11-21T09:24:11Z\",\"level\":\"info\","
	    "\"severity\":10,\"event\":\"e\"}", "mlog",
	    "{\"time\":\"2026-11-21T09:24:11Z\",\"level\":\"info\","
	    "\"severity\":10,\"event\":\"e\"}");
	check("{\"event\":\"x\",\"level\":\"info\",\"@mlog\":\"end\"}",
	    "structlog", "{\"level\":\"info\",\"severity\":9,"
	    "\"event\":\"x\",\"@mlog_\":\"end\"}");
	check("{\"msg\":\"x\",\"level\":\"INFO\","
	    "\"trace_id\":\"0AF7651916CD43DD8448EB211C80319C\"}", "generic",
	    "{\"level\":\"info\",\"severity\":9,\"level_text\":\"INFO\","
	    "\"event\":\"x\","
	    "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"}");
}

static void
refusals(void)
{
	static const struct {
		const char *line;
		enum logline_result got;
		enum logline_reason reason;
		size_t column;
	} row[] = {
		{ " \t\r", LOGLINE_BLANK, 0, 0 },
		{ "{\"a\":1", LOGLINE_REFUSED, REFUSED_NOT_JSON, 7 },
		{ "  {\"a\":x}", LOGLINE_REFUSED, REFUSED_NOT_JSON, 8 },
		{ "[1]", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT, 2 },
		{ "[]", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT, 1 },
		{ "7", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT, 1 },
		{ "\"{}\"", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT, 1 },
		{ "Traceback", LOGLINE_REFUSED, REFUSED_NOT_JSON, 1 },
		{ "abc {\"a\":x}", LOGLINE_REFUSED, REFUSED_NOT_JSON, 10 },
		{ "abc {\"a\":1} x", LOGLINE_REFUSED, REFUSED_NOT_JSON, 13 },
		{ "[x] {\"a\":1}\r", LOGLINE_EVENT, 0, 0 },
		{ "\xef\xbb\xbf{\"a\":1}", LOGLINE_EVENT, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct conv c = { 0 };

		convert(&c, NULL, false, str_c(row[i].line));
		if (!CHECK_ROW(i, c.got == row[i].got &&
		    (c.got != LOGLINE_REFUSED || (c.out.n == 0 &&
		    c.why.reason == row[i].reason &&
		    c.why.column == row[i].column))))
			fprintf(stderr, "\tgot %d, reason %d, column %zu\n",
			    (int)c.got, (int)c.why.reason, c.why.column);
		conv_free(&c);
	}
}

static void
repairs(void)
{
	struct conv lax = { 0 }, strict = { 0 };
	const struct logline_repairs *r;

	convert(&lax, NULL, false, STR("{\"a\":NaN,\"b\":\"\xff\"}"));
	CHECK_STR(buf_str(&lax.out), "{\"a\":null,\"b\":\"\xef\xbf\xbd\"}\n");
	convert(&lax, NULL, false, STR("{\"a\":\"\\udc00\"}"));
	CHECK_STR(buf_str(&lax.out), "{\"a\":\"\\udc00\"}\n");
	r = logline_repaired(lax.ll);
	CHECK(r->nonfinite == 1 && r->bad_utf8 == 1 && r->surrogate == 1);
	convert(&strict, NULL, true, STR("{\"a\":NaN}"));
	CHECK(strict.got == LOGLINE_REFUSED);
	convert(&strict, NULL, true, STR("{\"b\":\"\xff\"}"));
	CHECK(strict.got == LOGLINE_REFUSED);
	conv_free(&lax);
	conv_free(&strict);
}

/* More members of one name than names can be found for. */
static void
too_many(void)
{
	struct buf record = { 0 };
	struct conv c = { 0 };

	for (int n = PUT_RENAMED_MAX; n <= PUT_RENAMED_MAX + 1; n++) {
		buf_reset(&record);
		buf_lit(&record, "{\"a\":0");
		for (int i = 0; i < n; i++)
			buf_printf(&record, ",\"@mlog\":%d", i);
		buf_putc(&record, '}');
		convert(&c, NULL, false, buf_str(&record));
		CHECK(c.got == (n > PUT_RENAMED_MAX ? LOGLINE_REFUSED :
		    LOGLINE_EVENT));
	}
	CHECK(c.why.reason == REFUSED_TOO_MANY);
	buf_free(&record);
	conv_free(&c);
}

/* ---- joined lines that are open */

static enum logline_result
give(struct conv *c, uint64_t number, const char *text)
{
	struct line line = { .text = str_c(text), .number = number,
	    .ended = true };
	struct lines l = { .max = 1000 };

	if (!c->ll)
		c->ll = logline_new(NULL, false);
	buf_reset(&c->out);
	return logline_convert(c->ll, &l, &line, &c->out, &c->why);
}

static void
open_lines(void)
{
	struct conv c = { 0 };
	uint64_t at = 0;

	CHECK(give(&c, 6, " ") == LOGLINE_BLANK);
	CHECK(!logline_open(c.ll, &at) && !logline_open(c.ll, NULL));
	CHECK(give(&c, 7, "2026-11-21T09:24:11Z stderr P a") == LOGLINE_HELD);
	CHECK(give(&c, 8, "2026-11-21T09:24:12Z stdout P b") == LOGLINE_HELD);
	CHECK(logline_open(c.ll, NULL));
	CHECK(logline_open(c.ll, &at) && at == 7);
	/* It goes on in stdout; stderr has waited longer. */
	CHECK(give(&c, 9, "2026-11-21T09:24:13Z stdout P c") == LOGLINE_HELD);
	CHECK(logline_flush(c.ll, &c.out, &c.why) == LOGLINE_EVENT);
	CHECK_STR(buf_str(&c.out), "{\"time\":\"2026-11-21T09:24:11Z\","
	    "\"event\":\"a\",\"stream\":\"stderr\"}\n");
	CHECK(logline_open(c.ll, &at) && at == 8);
	/* Now stderr's is the later one. */
	CHECK(give(&c, 10, "2026-11-21T09:24:14Z stderr P d") == LOGLINE_HELD);
	CHECK(logline_open(c.ll, &at) && at == 8);
	CHECK(logline_flush(c.ll, &c.out, &c.why) == LOGLINE_EVENT);
	CHECK_STR(buf_str(&c.out), "{\"time\":\"2026-11-21T09:24:12Z\","
	    "\"event\":\"bc\",\"stream\":\"stdout\"}\n");
	CHECK(logline_open(c.ll, &at) && at == 10);
	CHECK(logline_flush(c.ll, &c.out, &c.why) == LOGLINE_EVENT);
	CHECK(!logline_open(c.ll, &at));
	CHECK(logline_flush(c.ll, &c.out, &c.why) == LOGLINE_BLANK);
	conv_free(&c);
	logline_destroy(NULL);
}

/* The same of a stream, whose texts over several lines are open too. */
static void
open_streams(void)
{
	struct conv c = { .ll = logline_new(NULL, false) };
	struct stream s = { .logline = c.ll };
	uint64_t at = 0;

	CHECK(!stream_open(&s, &at));
	give(&c, 3, "2026-11-21T09:24:11Z stderr P a");
	CHECK(stream_open(&s, &at) && at == 3);
	s.multi = (struct multi){ .state = MULTI_VALUE, .line = 5 };
	CHECK(stream_open(&s, &at) && at == 5);
	s.multi.in_array = true;
	s.multi.array_line = 4;
	CHECK(stream_open(&s, &at) && at == 4);
	CHECK(stream_open(&s, NULL));
	conv_free(&c);
}

static void
texts(void)
{
	static const struct {
		const char *text;
		enum logline_result got;
		enum logline_reason reason;
	} t[] = {
		{ "{\"event\":\"a\"}", LOGLINE_EVENT, 0 },
		{ "{\"event\":\"a\"} {\"event\":\"b\"}", LOGLINE_EVENT, 0 },
		{ "[]", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT },
		{ "12", LOGLINE_REFUSED, REFUSED_NOT_AN_OBJECT },
		{ "", LOGLINE_REFUSED, REFUSED_NOT_JSON },
		{ "text", LOGLINE_REFUSED, REFUSED_NOT_JSON },
		{ "{", LOGLINE_REFUSED, REFUSED_NOT_JSON },
	};
	struct conv c = { .ll = logline_new(NULL, false) };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&c.out);
		CHECK_ROW(i, logline_text(c.ll, str_c(t[i].text), &c.out,
		    &c.why) == t[i].got);
		CHECK_ROW(i, t[i].got == LOGLINE_EVENT ? c.out.n > 0 :
		    c.out.n == 0 && c.why.reason == t[i].reason);
	}
	conv_free(&c);
}

/* More names than there may be, and one with too many parts. */
static void
names_to_keep(void)
{
	struct logline *ll = logline_new(NULL, false);
	struct fields many = { 0 };
	struct fault f = { 0 };
	struct str deep = STR("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a");

	CHECK(logline_keep(ll, STR("a, b.c"), &f));
	CHECK(!logline_keep(ll, deep, &f));
	CHECK(!logline_keep(ll, STR("a,,b"), &f));
	for (int i = 0; i < FIELDS_MAX; i++) {
		char text[16];

		snprintf(text, sizeof(text), "n%d", i);
		fields_add_path(&many, str_c(text));
	}
	CHECK(!logline_keep_fields(ll, &many, &f));
	fields_free(&many);
	logline_destroy(ll);
}

int
main(void)
{
	dialects_told();
	refusals();
	repairs();
	too_many();
	identity();
	nothing_lost();
	open_lines();
	open_streams();
	texts();
	names_to_keep();
	UNIT_END;
}
