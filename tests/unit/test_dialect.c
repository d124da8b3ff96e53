/*
 * The table of dialects: levels in their spellings, the limits of the compiled
 * table, and over random records of all its names: parsing an event again
 * changes nothing, and what stood before a record does not matter.
 */
#include <stdlib.h>
#include <unistd.h>

#include "event/event.h"
#include "event/logline.h"
#include "event/sign_match.h"
#include "unit.h"

enum { NAMES_MAX = 512, ROUNDS = 40000 };

static void
levels_told(void)
{
	static const struct {
		enum dialect_scale scale;
		const char *text;
		int severity;
	} t[] = {
		{ SCALE_NONE, "info", 9 }, { SCALE_NONE, "WARNING", 13 },
		{ SCALE_NONE, "INFO ", 9 }, { SCALE_NONE, " warn", 13 },
		{ SCALE_NONE, "30", 0 }, { SCALE_NONE, "loud", 0 },
		{ SCALE_NONE, "", 0 }, { SCALE_NONE, "in", 0 },
		{ SCALE_NONE, "informationally", 0 },
		{ SCALE_NONE, "infO", 9 }, { SCALE_NONE, "inf\x0f", 0 },
		{ SCALE_NONE, "http", 5 }, { SCALE_NONE, "verbose", 5 },
		{ SCALE_NONE, "silly", 1 }, { SCALE_NONE, "SUCCESS", 9 },
		{ SCALE_NONE, "dpanic", 19 }, { SCALE_NONE, "panic", 21 },
		{ SCALE_NONE, "DEFAULT", 0 }, { SCALE_NONE, "LOG", 0 },
		{ SCALE_NONE, "INFO+2", 11 }, { SCALE_NONE, "ERROR-1", 16 },
		{ SCALE_NONE, "DEBUG-4", 1 }, { SCALE_NONE, "DEBUG-9", 1 },
		{ SCALE_NONE, "WARN+1", 14 }, { SCALE_NONE, "ERROR+99", 24 },
		{ SCALE_NONE, "ERROR+", 0 }, { SCALE_NONE, "INFO+x", 0 },
		{ SCALE_NONE, "INFO-99", 1 }, { SCALE_NONE, "INFO*2", 0 },
		{ SCALE_NONE, "INFO 2", 0 }, { SCALE_EVENT, "", 0 },
		{ SCALE_EVENT, "INFO5", 0 }, { SCALE_EVENT, "INFO1", 0 },
		{ SCALE_NONE, "INFO2", 0 }, { SCALE_EVENT, "INFO2", 10 },
		{ SCALE_EVENT, "SEVERITY_NUMBER_ERROR3", 19 },
		{ SCALE_EVENT, "SEVERITY_NUMBER_WARN", 13 },
		{ SCALE_EVENT, "17", 17 }, { SCALE_EVENT, "25", 0 },
		{ SCALE_EVENT, "0", 0 }, { SCALE_EVENT, "notice2", 0 },
		{ SCALE_PYTHON, "5", 1 }, { SCALE_PYTHON, "10", 5 },
		{ SCALE_PYTHON, "20", 9 }, { SCALE_PYTHON, "25", 9 },
		{ SCALE_PYTHON, "30", 13 }, { SCALE_PYTHON, "40", 17 },
		{ SCALE_PYTHON, "50", 18 }, { SCALE_PYTHON, "60", 0 },
		{ SCALE_PYTHON, "0", 0 }, { SCALE_PYTHON, "NOTSET", 0 },
		{ SCALE_PINO, "10", 1 }, { SCALE_PINO, "20", 5 },
		{ SCALE_PINO, "30", 9 }, { SCALE_PINO, "35", 9 },
		{ SCALE_PINO, "40", 13 }, { SCALE_PINO, "50", 17 },
		{ SCALE_PINO, "60", 21 }, { SCALE_PINO, "9", 0 },
		{ SCALE_PINO, "70", 0 }, { SCALE_PINO, "-1", 0 },
		{ SCALE_SYSLOG, "0", 21 }, { SCALE_SYSLOG, "1", 19 },
		{ SCALE_SYSLOG, "2", 18 }, { SCALE_SYSLOG, "3", 17 },
		{ SCALE_SYSLOG, "4", 13 }, { SCALE_SYSLOG, "5", 10 },
		{ SCALE_SYSLOG, "6", 9 }, { SCALE_SYSLOG, "7", 5 },
		{ SCALE_SYSLOG, "8", 0 }, { SCALE_SYSLOG, "emerg", 21 },
		{ SCALE_SYSLOG, "crit", 18 }, { SCALE_SYSLOG, "notice", 10 },
		{ SCALE_GCP, "0", 0 }, { SCALE_GCP, "DEFAULT", 0 },
		{ SCALE_GCP, "100", 5 }, { SCALE_GCP, "200", 9 },
		{ SCALE_GCP, "300", 10 }, { SCALE_GCP, "400", 13 },
		{ SCALE_GCP, "500", 17 }, { SCALE_GCP, "600", 18 },
		{ SCALE_GCP, "700", 19 }, { SCALE_GCP, "800", 21 },
		{ SCALE_GCP, "NOTICE", 10 }, { SCALE_GCP, "ALERT", 19 },
		{ SCALE_GCP, "EMERGENCY", 21 },
		{ SCALE_MONOLOG, "100", 5 }, { SCALE_MONOLOG, "200", 9 },
		{ SCALE_MONOLOG, "250", 10 }, { SCALE_MONOLOG, "300", 13 },
		{ SCALE_MONOLOG, "400", 17 }, { SCALE_MONOLOG, "500", 18 },
		{ SCALE_MONOLOG, "550", 19 }, { SCALE_MONOLOG, "600", 21 },
		{ SCALE_LOGBACK, "5000", 1 }, { SCALE_LOGBACK, "10000", 5 },
		{ SCALE_LOGBACK, "20000", 9 }, { SCALE_LOGBACK, "30000", 13 },
		{ SCALE_LOGBACK, "40000", 17 },
		{ SCALE_SERILOG, "Verbose", 1 }, { SCALE_SERILOG, "0", 1 },
		{ SCALE_SERILOG, "Information", 9 },
		{ SCALE_SERILOG, "2", 9 }, { SCALE_SERILOG, "Fatal", 21 },
		{ SCALE_SERILOG, "5", 21 }, { SCALE_DOTNET, "Critical", 18 },
		{ SCALE_DOTNET, "4", 17 }, { SCALE_DOTNET, "Trace", 1 },
		{ SCALE_POSTGRES, "LOG", 9 }, { SCALE_POSTGRES, "DEBUG3", 5 },
		{ SCALE_POSTGRES, "PANIC", 21 },
		{ SCALE_POSTGRES, "NOTICE", 10 },
		{ SCALE_MONGODB, "F", 21 }, { SCALE_MONGODB, "E", 17 },
		{ SCALE_MONGODB, "W", 13 }, { SCALE_MONGODB, "I", 9 },
		{ SCALE_MONGODB, "D1", 5 }, { SCALE_MONGODB, "D5", 5 },
		{ SCALE_MONGODB, "D6", 0 }, { SCALE_SURICATA, "1", 17 },
		{ SCALE_SURICATA, "2", 13 }, { SCALE_SURICATA, "3", 9 },
		{ SCALE_STATUS, "200", 9 }, { SCALE_STATUS, "404", 13 },
		{ SCALE_STATUS, "499", 13 }, { SCALE_STATUS, "500", 17 },
		{ SCALE_STATUS, "0", 9 }, { SCALE_VERBOSITY, "0", 9 },
		{ SCALE_VERBOSITY, "4", 5 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		CHECK_ROW(i, dialect_level(t[i].scale, str_c(t[i].text)) ==
		    t[i].severity);
}

/* Each name in both cases, and the range that it covers. */
static void
names_told(void)
{
	static const struct {
		const char *name;
		int from, to;
	} t[] = {
		{ "trace", 1, 4 }, { "debug", 5, 8 }, { "info", 9, 12 },
		{ "warn", 13, 16 }, { "error", 17, 20 }, { "fatal", 21, 24 },
		{ "err", 17, 17 }, { "crit", 18, 18 }, { "fine", 5, 5 },
		{ "http", 5, 5 }, { "alert", 19, 19 }, { "panic", 21, 21 },
		{ "emerg", 21, 21 }, { "silly", 1, 1 }, { "finer", 5, 5 },
		{ "notice", 10, 10 }, { "severe", 17, 17 },
		{ "dpanic", 19, 19 }, { "finest", 1, 1 },
		{ "warning", 13, 13 }, { "success", 9, 9 },
		{ "verbose", 5, 5 }, { "critical", 18, 18 },
		{ "emergency", 21, 21 }, { "information", 9, 9 },
		{ "informational", 9, 9 },
	};
	char up[16];
	int last;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		size_t n = strlen(t[i].name);

		for (size_t k = 0; k <= n; k++)
			up[k] = (char)(t[i].name[k] & (k < n ? ~0x20 : ~0));
		CHECK_ROW(i, severity_of(str_c(t[i].name), &last) ==
		    t[i].from && last == t[i].to);
		CHECK_ROW(i, severity_of(str_of(up, n), &last) ==
		    t[i].from && last == t[i].to);
		up[n - 1] = '!';
		CHECK_ROW(i, severity_of(str_of(up, n), &last) == 0 &&
		    last == 0);
	}
	for (int s = 1; s <= SEVERITY_MAX; s++)
		CHECK_ROW((size_t)s, severity_of(severity_level(s), &last) <=
		    s && last >= s);
}

#define HEX32 "0af7651916cd43dd8448eb211c80319c"
#define HEX16 "b7ad6b7169203331"

/* Names of the table's lists and signatures, for random records. */
struct names {
	struct str name[NAMES_MAX];
	size_t n;
};

static void
add_name(struct names *to, struct str s)
{
	size_t n = 0;

	while (n < s.n && !strchr(":=^>+", s.p[n]))
		n++;
	s.n = n;
	for (size_t i = 0; i < to->n; i++)
		if (str_eq(to->name[i], s))
			return;
	if (s.n && *s.p != '#' && CHECK(to->n < NAMES_MAX))
		to->name[to->n++] = s;
}

static void
add_list(struct names *to, const char *list)
{
	struct str rest = str_c(list), term, atom;

	while (str_cut(&rest, ' ', &term))
		while (str_cut(&term, '|', &atom)) {
			size_t plus = str_chr(atom, '+');

			if (atom.n && *atom.p == '!')
				atom = str_from(atom, 1);
			add_name(to, atom);
			if (plus < atom.n)
				add_name(to, str_from(atom, plus + 1));
		}
}

static void
row_names(struct names *to, const struct dialect *d)
{
	add_list(to, d->sign);
	for (int i = 0; i < DIALECT_NPARTS; i++)
		add_list(to, d->from[i] ? d->from[i] : dialect_ids[i]);
	add_list(to, d->rank);
	add_list(to, d->failed);
}

static const char *const value[] = {
	"\"2026-11-21T09:24:11.471Z\"", "\"2026-11-21 10:24:11,471\"",
	"1795253051471", "1795253051.471", "\"1795253051471000\"", "0", "1",
	"2", "30", "200", "404", "\"503\"", "17", "\"0\"", "\"4\"", "\"17\"",
	"\"info\"", "\"WARN\"", "\"INFO+2\"", "\"LOG\"", "\"E\"", "\"loud\"",
	"\"http.log.access\"", "\"platform.start\"", "\"1.1\"", "\"-\"",
	"\"\"", "\"task.finished\"", "null", "true", "false", "[]", "{}",
	"\"" HEX32 "\"", "\"" HEX16 "\"", "\"00-" HEX32 "-" HEX16 "-01\"",
	"\"projects/p/traces/" HEX32 "\"", "\"18446744073709551615\"",
	"\"1-5e34a614-10bd31b7d6a3a1b2c3d4e5f6\"", "1e400",
};

enum { NVALUES = sizeof(value) / sizeof(value[0]) };

/* A member; a path is sometimes a nested one. */
static void
put_member(struct buf *b, struct str name, const char *v, uint64_t *seed)
{
	size_t dot = str_chr(name, '.');

	if (dot == name.n || str_starts(name, STR("logging.")) ||
	    unit_random(seed) % 3 == 0) {
		buf_printf(b, "\"%.*s\":%s", STR_ARG(name), v);
		return;
	}
	buf_printf(b, "\"%.*s\":{", (int)dot, name.p);
	put_member(b, str_from(name, dot + 1), v, seed);
	buf_putc(b, '}');
}

/* A member that fits one condition of a signature. */
static void
put_fitting(struct buf *b, struct str atom, uint64_t *seed)
{
	static const char *const strings[] = { "\"info\"", "\"E\"", "\"x\"",
	    "\"WARN\"", "\"2026-11-21T09:24:11.471Z\"" };
	const char *v = value[unit_random(seed) % NVALUES];
	struct buf text = { 0 };
	size_t n = 0;
	char op;

	while (n < atom.n && !strchr(":=^>", atom.p[n]))
		n++;
	op = n == atom.n ? ' ' : atom.p[n] == ':' ? atom.p[n + 1] :
	    atom.p[n];
	if (op == '=' || op == '^')
		buf_printf(&text, op == '=' ? "%.*s" : "\"%.*s\"",
		    STR_ARG(str_from(atom, n + 1)));
	buf_putc(&text, '\0');
	put_member(b, str_of(atom.p, n), op == 's' ?
	    strings[unit_random(seed) % 5] : op == 'u' ? "\"INFO\"" :
	    op == 'n' ? "30" : op == 'o' ? "{\"x\":1}" :
	    op == 'a' ? "[{}]" : op == '>' ? "1795253051471.5" :
	    op == ' ' ? v : text.p, seed);
	buf_free(&text);
}

enum { MEMBERS_MAX = 24 };

/* Members in any order. */
struct members {
	struct buf text;
	size_t end[MEMBERS_MAX], n;
};

static void
put_signature(struct members *m, const char *sign, uint64_t *seed)
{
	struct str rest = str_c(sign), term, atom, pick = { 0 };

	while (str_cut(&rest, ' ', &term)) {
		if (!term.n || *term.p == '!' || *term.p == '#')
			continue;
		for (uint64_t i = 1; str_cut(&term, '|', &atom); i++)
			if (unit_random(seed) % i == 0)
				pick = atom;
		put_fitting(&m->text, pick, seed);
		m->end[m->n++] = m->text.n;
	}
}

static void
put_shuffled(struct buf *b, struct members *m, uint64_t *seed)
{
	bool used[MEMBERS_MAX] = { false };

	buf_putc(b, '{');
	for (size_t i = 0; i < m->n; i++) {
		size_t k = unit_random(seed) % m->n, from;

		while (used[k])
			k = (k + 1) % m->n;
		used[k] = true;
		from = k ? m->end[k - 1] : 0;
		if (i)
			buf_putc(b, ',');
		buf_put(b, m->text.p + from, m->end[k] - from);
	}
	buf_putc(b, '}');
}

/* A record with the names of one row, some of all, in a random order. */
static void
put_random(struct buf *b, const struct names *all, const struct names *row,
    const char *sign, uint64_t *seed)
{
	struct members m = { 0 };
	size_t n = unit_random(seed) % 9;
	bool mostly_row = unit_random(seed) % 4;

	buf_reset(b);
	if (sign && unit_random(seed) % 4) {
		put_signature(&m, sign, seed);
		n /= 2;
	}
	for (size_t i = 0; i < n; i++) {
		const struct names *from = row->n && mostly_row &&
		    unit_random(seed) % 5 ? row : all;

		put_member(&m.text, from->name[unit_random(seed) % from->n],
		    value[unit_random(seed) % NVALUES], seed);
		m.end[m.n++] = m.text.n;
	}
	put_shuffled(b, &m, seed);
	buf_free(&m.text);
}

/* One line through a pipe, which holds it whole. */
static const struct dialect *
convert(struct logline *ll, struct str text, struct buf *out)
{
	struct logline_refusal why;
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	int fd[2];
	enum logline_result got = LOGLINE_BLANK;

	buf_reset(out);
	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) !=
	    (ssize_t)text.n)
		exit(1);
	close(fd[1]);
	lines_init(&l, fd[0], "text", 0);
	if (lines_next(&l, &line, &f) == LINES_OK)
		got = logline_convert(ll, &l, &line, out, &why);
	/* A wrapper's text without an end of line is a piece of one. */
	if (got == LOGLINE_HELD)
		got = logline_flush(ll, out, &why);
	lines_free(&l);
	close(fd[0]);
	return got == LOGLINE_EVENT ? logline_dialect(ll) : NULL;
}

static bool
holds(struct str s, struct str what)
{
	while (s.n && !str_starts(s, what))
		s = str_from(s, 1);
	return s.n > 0;
}

static void
again_the_same(void)
{
	struct logline *ll = logline_new(NULL, false), *alone;
	struct names all = { 0 }, row = { 0 };
	struct buf record = { 0 }, once = { 0 }, twice = { 0 };
	uint64_t seed = 4711;
	size_t told[64] = { 0 };

	for (size_t i = 0; i < ndialects; i++)
		row_names(&all, &dialects[i]);
	add_list(&all, "a time_ level_ event_ logger_ severity_");
	for (size_t i = 0; i < ROUNDS; i++) {
		const struct dialect *d;

		row.n = 0;
		row_names(&row, &dialects[i % ndialects]);
		put_random(&record, &all, &row, dialects[i % ndialects].sign,
		    &seed);
		d = convert(ll, buf_str(&record), &once);
		/* An array of that name may be a batch of no records. */
		if (!d && holds(buf_str(&record), STR("resourceLogs\":[")))
			continue;
		if (!CHECK_ROW(i, d != NULL))
			continue;
		told[d - dialects]++;
		CHECK_ROW(i, convert(ll, buf_str(&once), &twice) != NULL);
		if (!CHECK_ROW(i, str_eq(buf_str(&once), buf_str(&twice))))
			fprintf(stderr, "\t%s\n\trecord %.*s\n\tonce   %.*s"
			    "\ttwice  %.*s", d->name,
			    STR_ARG(buf_str(&record)),
			    STR_ARG(buf_str(&once)),
			    STR_ARG(buf_str(&twice)));
		if (i % 16)
			continue;
		alone = logline_new(NULL, false);
		CHECK_ROW(i, convert(alone, buf_str(&record), &twice) == d &&
		    str_eq(buf_str(&once), buf_str(&twice)));
		logline_destroy(alone);
	}
	/* Random records found nearly all rows; cri is no JSON. */
	for (size_t i = 0; i < ndialects; i++)
		if (!CHECK_ROW(i, told[i] || i == 1))
			fprintf(stderr, "\t%s was never met\n",
			    dialects[i].name);
	logline_destroy(ll);
	buf_free(&record);
	buf_free(&once);
	buf_free(&twice);
}

/* What was never compiled is released too. */
static void
empty_released(void)
{
	struct signs ss = { 0 };

	signs_free(&ss);
	CHECK(!ss.row && !ss.match);
}

/* More names than a row has room for: the first ones count. */
static void
long_lists(void)
{
	struct buf spec = { 0 }, out = { 0 };
	struct dialect_custom custom;
	struct fault f = { 0 };
	struct logline *ll;

	CHECK(dialect_map((struct str){ 0 }, NULL, &custom, &f) == false);
	CHECK(!dialect_map(STR("event=a b"), NULL, &custom, &f));
	CHECK(!dialect_map(STR("event=a+b"), NULL, &custom, &f));
	CHECK(!dialect_map(STR("event=a||b"), NULL, &custom, &f));
	buf_lit(&spec, "event=a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a");
	for (int i = 0; i < SIGN_SOURCES_MAX; i++)
		buf_printf(&spec, "|n%d", i);
	CHECK(dialect_map(buf_str(&spec), NULL, &custom, &f));
	ll = logline_new(&custom.dialect, false);
	CHECK(convert(ll, STR("{\"n0\":\"first\"}\n"), &out) != NULL);
	CHECK_STR(buf_str(&out), "{\"event\":\"first\"}\n");
	convert(ll, STR("{\"n159\":\"last\"}\n"), &out);
	CHECK_STR(buf_str(&out), "{\"n159\":\"last\"}\n");
	logline_destroy(ll);
	buf_free(&spec);
	buf_free(&out);
}

static void
limits_kept(void)
{
	struct fields names = { 0 };
	struct signs ss;

	signs_compile(&ss, NULL, &names);
	printf("%zu conditions, %zu sources, %zu names\n",
	    sign_match_conditions(ss.match), sign_match_names(ss.match),
	    names.n);
	CHECK(sign_match_conditions(ss.match) < MATCH_CONDITIONS_MAX);
	CHECK(sign_match_names(ss.match) < MATCH_NAMES_MAX);
	for (size_t i = 0; i < ndialects; i++)
		CHECK_ROW(i, ss.row[i].end[SIGN_NLISTS - 1] <
		    SIGN_SOURCES_MAX);
	signs_free(&ss);
	fields_free(&names);
}

static void
rows_named(void)
{
	const struct dialect *d;
	struct fault f = { 0 };

	for (size_t i = 0; i < ndialects; i++)
		CHECK_ROW(i, dialect_named(str_c(dialects[i].name), &d, &f) &&
		    d == &dialects[i]);
	CHECK(dialect_named(STR("auto"), &d, &f) && !d);
	CHECK(!dialect_named(STR("Pino"), &d, &f));
}

int
main(void)
{
	levels_told();
	names_told();
	limits_kept();
	empty_released();
	long_lists();
	rows_named();
	again_the_same();
	UNIT_END;
}
