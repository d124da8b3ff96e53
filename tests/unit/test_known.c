/*
 * The short way to an event (json/jshape, event/record, event/known) beside
 * the long one: records of all dialects, each many times with other values
 * and some damage, come out alike whatever is asked for. At the top of the
 * tree; KNOWN_LINES and KNOWN_SEED are for more of them.
 */
#include <glob.h>
#include <stdlib.h>

#include "mutate.h"
#include "ways.h"

enum {
	LINES = 24000,		/* in all; with LONG so many times: */
	LONG_TIMES = 100,
	ALIKE_MAX = 70,		/* lines of a record */
	BATCH = 32 * 1024,	/* bytes of lines that are read at once */
	ANEW = 4,	/* all but each so many batches: nothing is known */
	TURNS = 6000,	/* lines of records that take turns */
	FRESH = 97,		/* each so many lines with a new converter */
	SHOWN_MAX = 5,
	SMALL = 300,		/* a --max-line that cuts some */
};

/* What no sample has. */
static const char *const more[] = {
	"{\"time\":\"2026-11-21T09:24:11Z\",\"level\":\"info\",\"severity\":9,"
	    "\"event\":\"e\",\"k\":1}",
	"{\"time\":\"2026-11-21T09:24:11Z\",\"event\":\"e\",\"k\":\"v\"}",
	"{\"event\":\"e\",\"level_text\":\"loud\",\"k\":\"v\",\"n\":1}",
	"{\"level\":\"info\",\"msg\":\"m\",\"time\":\"2026-11-21T09:24:11Z\","
	    "\"a rather long name of a member\":{\"n\":1.5,\"s\":[true]}}",
	"{\"timeUnixNano\":1795253051719000000,\"msg\":\"x\",\"lvl\":\"9\","
	    "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"}",
	"{\"observedTimeUnixNano\":1795253051719000000,\"body\":\"x\","
	    "\"timestamp\":\"-\",\"severity\":\"warn\"}",
	"{\"level\":30,\"time\":1795253051471,\"pid\":7,\"hostname\":\"h\","
	    "\"msg\":\"up\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\","
	    "\"span_id\":\"b7ad6b7169203331\",\"trace_flags\":\"01\"}",
	"{\"event\":\"x\",\"event\":\"y\",\"level\":\"info\",\"level\":30,"
	    "\"timestamp\":\"2026-11-21T09:24:11Z\"}",
	"{\"a\":{\"b\":1,\"c\":{\"d\":[1,null]}},\"event\":\"e\",\"level\":"
	    "\"warn\",\"timestamp\":\"2026-11-21T09:24:11.25Z\"}",
	"{\"Level\":\"info\",\"Msg\":\"m\",\"n1\":1,\"n2\":2,\"n3\":3,"
	    "\"n4\":4,\"n5\":5,\"n6\":6,\"n7\":7,\"n8\":8,\"n9\":9}",
	"{\"timestamp\":\"2026-11-21T09:24:11Z\",\"level\":\"info\","
	    "\"message\":\"m\",\"context\":{\"user\":\"u\",\"ids\":[1,2]},"
	    "\"duration_ms\":12.5,\"ok\":true,\"error\":null}",
	"{\"level\":\"info\",\"ts\":1795253051.25,\"msg\":\"m\","
	    "\"context\":{\"user\": \"u\", \"n\": 1},\"ids\":[1,2]}",
	"{\"event\": \"e\", \"level\": \"info\", \"timestamp\": "
	    "\"2026-11-21T09:24:11Z\", \"parts\": [1, {\"k\": null}]}",
};

static struct dialect_custom mapped;

#define STAMP "\"timestamp\":\"2026-11-21T09:24:11Z\""
#define NANO "\"timeUnixNano\":1795253051719000000"
#define ID "0af7651916cd43dd8448eb211c80319"
#define PIECE(text) "{\"log\":\"" text "\",\"stream\":\"stdout\"," \
	"\"time\":\"2026-11-21T09:24:11Z\"}\n"
#define LEVEL(text) "{\"event\":\"a\",\"level\":\"" text "\"," STAMP \
	",\"k\":1}\n"
#define PINO(level) "{\"level\":" level ",\"time\":1795253051471," \
	"\"pid\":7,\"hostname\":\"h\",\"msg\":\"up\"}\n"
#define OWN_LEVEL(text) "{\"level\":\"" text "\",\"severity\":9," \
	"\"event\":\"e\"}\n"
#define OWN_TIME(space) "{\"time\":\"2026-11-21" space "09:24:11Z\"," \
	"\"event\":\"e\",\"k\":1}\n"
#define OWN_EVENT(ts) "{\"event\":\"e\",\"@t\":\"2026-11-21T09:24:11Z\"," \
	"\"@m\":\"m\",\"ts\":\"" ts "\"}\n"

/* Lines of which a later one might be, or once was, taken for another. */
static const char *const sequence[] = {
	LEVEL("info") LEVEL("info") LEVEL("                            error")
	    LEVEL("") LEVEL("info") LEVEL(""),
	"{" NANO ",\"msg\":\"x\",\"trace_id\":\"" ID "1\"}\n"
	    "{" NANO ",\"msg\":\"x\",\"trace_id\":\"" ID "2\"}\n"
	    "{" NANO ",\"msg\":\"x\",\"trace_id\":\"" ID "3\"}\n",
	"{" NANO ",\"msg\":\"x\",\"lvl\":\"9\"}\n"
	    "{" NANO ",\"msg\":\"x\",\"lvl\":\"warn\"}\n"
	    "{" NANO ",\"msg\":\"x\",\"lvl\":\"17\"}\n",
	"\xef\xbb\xbf" PIECE("a") PIECE("b\\n") "\x1e" PIECE("c") PIECE("d\\n"),
	" 2026-11-21T09:24:15Z stdout P a\n2026-11-21T09:24:16Z stdout F b\n",
	"{" STAMP ",\"level\":\"info\",\"event\":\"e\",\"ids\":[1,2]}\n"
	    "{" STAMP ",\"level\":\"info\",\"event\":\"e\",\"ids\":[1,2]}\n"
	    "{" STAMP ",\"level\":\"info\",\"event\":\"e\",\"ids\":[1, 2]}\n",
	PINO("30") PINO("30") PINO("30") PINO("null") PINO("40") PINO("true"),
	/* The last ones are events of the format's own. */
	OWN_LEVEL("loud") OWN_LEVEL("loud") OWN_LEVEL("loud") OWN_LEVEL("info"),
	OWN_TIME(" ") OWN_TIME(" ") OWN_TIME(" ") OWN_TIME("T"),
	OWN_EVENT("9") OWN_EVENT("9") OWN_EVENT("9") OWN_EVENT("-"),
	"{\"severity\":99,\"event\":\"x\",\"k\":1}\n",
};

#define MANY "time,level,severity,level_text,event,logger,trace_id,msg," \
	"message,pid,hostname,name,k,n,status,a.b,a,c,log.level,log,v,ts," \
	"context,http,req,parts,ids"

/* Those from FORCED to FORCED_END take all records for the dialect. */
enum { FORCED = 7, FORCED_END = 15 };
static struct ways_how how[] = {
	{ .name = "whole" },
	{ .name = "shown", .watch = true },
	{ .name = "strict", .strict = true },
	{ .name = "some", .keep = "msg,status,k,a rather long name,pid,c" },
	{ .name = "some within", .keep = "a.b,level,event_,log.level,v,"
	    "request.headers,fields.message,severity" },
	{ .name = "none", .keep = "no such name" },
	{ .name = "strictly some", .keep = "k,time_,timestamp,msg",
	    .strict = true },
	{ .name = "pino" }, { .name = "structlog" }, { .name = "generic" },
	{ .name = "otlp" }, { .name = "mlog" }, { .name = "docker" },
	{ .name = "clef" }, { .name = "gcp", .keep = "k,a,severity" },
	{ .name = "mapped", .only = &mapped.dialect },
	{ .name = "rules", .direct = MANY },
	{ .name = "few rules", .direct = "event,a.b,b.c,request.method" },
	{ .name = "strict rules", .direct = "level,k,pid,msg,message",
	    .strict = true },
	{ .name = "rules of new names", .direct = "event_,level_,time_,k" },
	{ .name = "mapped rules", .direct = MANY, .only = &mapped.dialect },
};
enum { NHOW = sizeof(how) / sizeof(how[0]) };

/* ---- the samples */

struct samples {
	struct buf text;
	size_t *at, n, cap;	/* where lines begin; at[n] is the end */
};

static void
add_sample(struct samples *s, struct str line)
{
	if (s->n + 1 >= s->cap) {
		s->cap = s->cap ? 2 * s->cap : 1024;
		s->at = realloc(s->at, s->cap * sizeof(*s->at));
	}
	if (!s->at)
		abort();
	s->at[s->n++] = s->text.n;
	buf_puts(&s->text, line);
	s->at[s->n] = s->text.n;
}

static struct str
sample(const struct samples *s, size_t i)
{
	return str_of(s->text.p + s->at[i], s->at[i + 1] - s->at[i]);
}

static void
add_file(struct samples *s, const char *path)
{
	static char text[1 << 20];
	FILE *f = fopen(path, "r");
	struct str rest = { text, 0 }, line;

	if (!CHECK(f != NULL))
		return;
	rest.n = fread(text, 1, sizeof(text), f);
	fclose(f);
	while (str_cut(&rest, '\n', &line))
		if (line.n > 2 && line.n < 4000)
			add_sample(s, line);
}

static void
add_files(struct samples *s, const char *pattern)
{
	glob_t found = { 0 };

	if (CHECK(glob(pattern, 0, NULL, &found) == 0))
		for (size_t i = 0; i < found.gl_pathc; i++)
			add_file(s, found.gl_pathv[i]);
	globfree(&found);
}

/* ---- both ways */

struct run {
	struct mutate m;
	struct mutate_record rec;
	struct ways ways[NHOW];
	struct buf text;
	const char *kernel;
	uint64_t seed;
	size_t lines, shown;
};

static void
show(struct run *t, const struct ways *w, const struct line *line)
{
	if (t->shown++ >= SHOWN_MAX)
		return;
	fprintf(stderr, "%s, kernel %s, seed %llu: other %s\n\tof %.*s\n"
	    "\tshort way: %d %s:%zu %.*s\n\tlong way:  %d %s:%zu %.*s\n",
	    w->how->name, t->kernel, (unsigned long long)t->seed, w->differs,
	    STR_ARG(line->text), (int)w->quick.got,
	    w->quick.why.what ? w->quick.why.what : "", w->quick.why.column,
	    STR_ARG(buf_str(&w->quick.out)), (int)w->slow.got,
	    w->slow.why.what ? w->slow.why.what : "", w->slow.why.column,
	    STR_ARG(buf_str(&w->slow.out)));
}

/* The same by a converter that was made for this line. */
static void
check_fresh(struct run *t, struct ways *w, const struct lines *l,
    const struct line *line)
{
	struct way fresh;

	if (!CHECK(way_init(&fresh, w->how)))
		return;
	way_go(&fresh, l, line);
	w->differs = way_differs(&w->quick, &fresh);
	if (!CHECK(!w->differs))
		show(t, w, line);
	CHECK(!fresh.quick);
	way_free(&fresh);
}

static void
check_line(struct run *t, const struct lines *l, const struct line *line)
{
	size_t which = t->lines++ % FRESH;

	for (size_t i = 0; i < NHOW; i++) {
		struct ways *w = &t->ways[i];
		bool open = logline_open(w->quick.ll, NULL);

		if (!CHECK(ways_line(w, l, line)))
			show(t, w, line);
		else if (i == which && !open)
			check_fresh(t, w, l, line);
	}
}

static void
check_text(struct run *t)
{
	struct str text = buf_str(&t->text);
	struct fault f = { 0 };
	struct lines l;
	struct line line;

	if (!mutate_once(&t->m, ANEW))
		for (size_t i = 0; i < NHOW; i++)
			ways_again(&t->ways[i]);
	ways_open(&l, &text, mutate_once(&t->m, 8) ? SMALL : 0);
	while (lines_next(&l, &line, &f) == LINES_OK)
		check_line(t, &l, &line);
	lines_free(&l);
	buf_reset(&t->text);
}

/*
 * Whether the short way was taken: for many of the lines, where records are
 * told by what they are; never where they are shown.
 */
static bool
enough_shorts(const struct ways *w)
{
	if (w->how->watch)
		return !w->shorts;
	return w->how->only && w->how->only != &mapped.dialect ? true :
	    w->shorts > w->lines / 6;
}

static void
run(const struct samples *s, const char *kernel, uint64_t seed, size_t lines)
{
	static struct run t;
	unsigned long shorts = 0;

	t = (struct run){ .m.seed = seed, .seed = seed, .kernel = kernel };
	for (size_t i = 0; i < NHOW; i++)
		CHECK(ways_init(&t.ways[i], &how[i]));
	while (t.lines < lines) {
		size_t n = 2 + mutate_below(&t.m, ALIKE_MAX);

		mutate_begin(&t.m, &t.rec, mutate_once(&t.m, 4) ? STR("") :
		    sample(s, mutate_below(&t.m, s->n)));
		while (n--)
			mutate_line(&t.m, &t.text);
		if (t.text.n > BATCH || t.lines + BATCH / 512 > lines)
			check_text(&t);
	}
	for (size_t i = 0; i < NHOW; i++) {
		const struct ways *w = &t.ways[i];

		if (!CHECK(enough_shorts(w)))
			fprintf(stderr, "%s: %lu of %lu lines, %lu events\n",
			    w->how->name, w->shorts, w->lines, w->events);
		shorts += w->shorts;
		ways_free(&t.ways[i]);
	}
	mutate_free(&t.m, &t.rec);
	buf_free(&t.text);
	printf("%s: %zu lines, %d ways, %lu events the short way\n", kernel,
	    t.lines, (int)NHOW, shorts);
}

/* A text by all ways, which have met nothing before. */
static void
check_sequence(const char *text)
{
	static struct run t;

	t = (struct run){ .m.seed = 1, .seed = 1, .kernel = "chosen" };
	for (size_t i = 0; i < NHOW; i++)
		CHECK(ways_init(&t.ways[i], &how[i]));
	mutate_put(&t.text, text);
	check_text(&t);
	for (size_t i = 0; i < NHOW; i++)
		ways_free(&t.ways[i]);
	buf_free(&t.text);
}

/*
 * Records of one hash but of other names, more than are known at a time, so
 * that their places are given up; not all of them can be known.
 */
static void
check_turns(void)
{
	static const char *const key[][3] = {
		{ "event", "level", "timestamp" }, { "msg", "level", "time" },
		{ "message", "severity", "time" }, { "log", "stream", "time" },
		{ "event", "level_text", "k" }, { "time", "event", "k" },
		{ "msg", "lvl", "trace_id" }, { "@t", "@m", "@l" },
		{ "body", "level", "ts" }, { "verb", "auditID", "stage" },
		{ "level", "level", "msg" }, { "a", "b", "c" },
	};
	static struct run t;
	size_t n = sizeof(key) / sizeof(key[0]);

	t = (struct run){ .m.seed = 7, .seed = 7, .kernel = "chosen" };
	for (size_t i = 0; i < NHOW; i++)
		CHECK(ways_init(&t.ways[i], &how[i]));
	for (size_t i = 0; i < TURNS; i++) {
		size_t k = mutate_below(&t.m, n);

		for (size_t m = 0; m < 3; m++)
			buf_printf(&t.text, "%s\"%s\":\"%s\"", m ? "," : "{",
			    key[k][m], mutate_string[mutate_below(&t.m,
			    MUTATE_USUAL)]);
		mutate_put(&t.text, "}\n");
	}
	check_text(&t);
	CHECK(t.ways[0].shorts > TURNS / 40);
	for (size_t i = 0; i < NHOW; i++)
		ways_free(&t.ways[i]);
	buf_free(&t.text);
}

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

static void
prepare(struct samples *s)
{
	struct fault f = { 0 };

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		add_sample(s, str_c(more[i]));
	add_files(s, "tests/dialects/*/in");
	add_files(s, "tests/golden/mlog-parse/*/in");
	CHECK(s->n > 500);
	for (size_t i = FORCED; i < FORCED_END; i++)
		CHECK(dialect_named(str_c(how[i].name), &how[i].only, &f) &&
		    how[i].only);
	CHECK(dialect_map(STR("time=ts|timestamp,level=lvl|level,event=msg|"
	    "message,logger=name,scale=python"), NULL, &mapped, &f));
}

int
main(void)
{
	uint64_t seed = setting("KNOWN_SEED", 20261121);
	size_t lines = setting("KNOWN_LINES", LINES), usable = 0;
	struct samples s = { 0 };
	struct fault f = { 0 };

	if (getenv("LONG"))
		lines *= LONG_TIMES;
	prepare(&s);
	for (size_t i = 0; i < sizeof(sequence) / sizeof(sequence[0]); i++)
		check_sequence(sequence[i]);
	check_turns();
	for (size_t i = 0; i < scan_nkernels; i++)
		usable += scan_kernels[i]->usable();
	for (size_t i = 0; i < scan_nkernels; i++)
		if (scan_choose(scan_kernels[i]->name, &f))
			run(&s, scan_kernels[i]->name, seed + i,
			    lines / usable);
	free(s.at);
	buf_free(&s.text);
	UNIT_END;
}
