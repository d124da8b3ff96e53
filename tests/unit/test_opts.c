/*
 * base/opts: what a command line yields, each complaint word for word, the
 * usage text, and arguments as values with their ranges.
 */
#include "base/num.h"
#include "base/opts.h"
#include "base/stamp.h"
#include "unit.h"

enum { OPT_MAX_LINE = OPTS_LONG, OPT_MAP, OPT_MAX_AGE, WORDS_MAX = 16 };

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'k', "keep", "LIST", "keep only these members" },
	{ 'q', "quiet", NULL, "say less" },
	{ OPT_MAX_LINE, "max-line", "SIZE", "refuse longer lines" },
	{ OPT_MAX_AGE, "max-age", "DURATION", "refuse older ones" },
	{ OPT_MAP, "map", "PAIRS", "names of members" },
	{ 0 },
};

/* A command line cut from one text at the spaces. */
struct line {
	char text[200];
	char *argv[WORDS_MAX + 1];
	struct opts o;
};

static void
line_init(struct line *l, const char *text)
{
	int n = 0;

	snprintf(l->text, sizeof(l->text), "%s", text);
	for (char *p = strtok(l->text, " "); p && n < WORDS_MAX;
	    p = strtok(NULL, " "))
		l->argv[n++] = p;
	l->argv[n] = NULL;
	l->o = (struct opts){
		.prog = "mlog-test",
		.operands = "[FILE...]",
		.summary = "Tests options.",
		.examples = "mlog-test -k a\nmlog-test --map t=u | less\n",
		.table = table,
		.argc = n,
		.argv = l->argv,
	};
}

/* All of a line in one text: "k=a quiet | operands", or "! complaint". */
static void
run(const char *text, struct buf *b)
{
	struct line l;
	struct fault f = { 0 };
	int id;

	line_init(&l, text);
	buf_reset(b);
	while ((id = opts_next(&l.o, &f)) >= 0) {
		CHECK(l.o.opt && l.o.opt->id == id);
		buf_printf(b, "%s", l.o.opt->name);
		if (l.o.arg)
			buf_printf(b, "=%s", l.o.arg);
		buf_putc(b, ' ');
	}
	if (id == OPTS_BAD) {
		buf_printf(b, "! %s", f.text);
		return;
	}
	CHECK(id == OPTS_END);
	buf_putc(b, '|');
	for (int i = l.o.index; i < l.o.argc; i++)
		buf_printf(b, " %s", l.argv[i]);
}

static void
test_lines(void)
{
	static const struct {
		const char *line, *want;
	} t[] = {
		{ "m", "|" },
		{ "m a b", "| a b" },
		{ "m -k a,b f", "keep=a,b | f" },
		{ "m -ka f", "keep=a | f" },
		{ "m -qk a", "quiet keep=a |" },
		{ "m --keep a --keep=b", "keep=a keep=b |" },
		{ "m --keep=", "keep= |" },
		{ "m --ke a", "keep=a |" },
		{ "m f -q g", "quiet | f g" },
		{ "m -q -- -k x", "quiet | -k x" },
		{ "m - -q", "quiet | -" },
		{ "m --max-line 1M --map a=b", "max-line=1M map=a=b |" },
		{ "m -hV", "help version |" },
		{ "m --kep a",
		    "! unknown option \"--kep\" (did you mean \"--keep\"?)" },
		{ "m --maxline=3", "! unknown option \"--maxline\" "
		    "(did you mean \"--max-line\"?)" },
		{ "m --frobnicate", "! unknown option \"--frobnicate\"" },
		{ "m f --frobnicate g", "! unknown option \"--frobnicate\"" },
		{ "m --max 3", "! ambiguous option \"--max\" "
		    "(--max-line, --max-age)" },
		{ "m --ma=3", "! ambiguous option \"--ma\" "
		    "(--max-line, --max-age, --map)" },
		{ "m -z", "! unknown option \"-z\"" },
		{ "m -qz", "quiet ! unknown option \"-z\"" },
		{ "m -?", "! unknown option \"-?\"" },
		{ "m -:", "! unknown option \"-:\"" },
		{ "m -\xc3\xa9", "! unknown option \"-\\xc3\"" },
		{ "m -\xe9", "! unknown option \"-\\xe9\"" },
		{ "m --quiet -zq", "quiet ! unknown option \"-z\"" },
		{ "m --keep --map -zq", "keep=--map ! unknown option \"-z\"" },
		{ "m f --keep g -k", "keep=g ! option \"-k\" needs an "
		    "argument" },
		{ "m -k", "! option \"-k\" needs an argument" },
		{ "m f -qk", "quiet ! option \"-k\" needs an argument" },
		{ "m --keep", "! option \"--keep\" needs an argument" },
		{ "m --ke", "! option \"--keep\" needs an argument" },
		{ "m --max-line", "! option \"--max-line\" needs an argument" },
		{ "m --help=x", "! option \"--help\" takes no argument" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		run(t[i].line, &b);
		CHECK_STR(buf_str(&b), t[i].want);
	}
	buf_free(&b);
}

static void
test_help(void)
{
	struct line l;
	struct buf b = { 0 };

	line_init(&l, "m");
	opts_help(&l.o, &b);
	CHECK_STR(buf_str(&b),
	    "usage: mlog-test [options] [FILE...]\n"
	    "\n"
	    "Tests options.\n"
	    "\n"
	    "  -h, --help              print this help and exit\n"
	    "  -V, --version           print the version and exit\n"
	    "  -k, --keep LIST         keep only these members\n"
	    "  -q, --quiet             say less\n"
	    "      --max-line SIZE     refuse longer lines\n"
	    "      --max-age DURATION  refuse older ones\n"
	    "      --map PAIRS         names of members\n"
	    "\n"
	    "examples:\n"
	    "  mlog-test -k a\n"
	    "  mlog-test --map t=u | less\n");
	buf_free(&b);
}

/* An option too wide for the column has its help on the next line. */
static void
test_help_wide(void)
{
	static const struct opt wide[] = {
		{ 'q', "quiet", NULL, "say less" },
		{ OPTS_LONG, "a-really-long-name-of-an-option", "X", "long" },
		{ 0 },
	};
	struct opts o = { .prog = "m", .summary = "S.", .table = wide };
	struct buf b = { 0 };

	opts_help(&o, &b);
	CHECK_STR(buf_str(&b),
	    "usage: m [options]\n\nS.\n\n"
	    "  -q, --quiet  say less\n"
	    "      --a-really-long-name-of-an-option X\n"
	    "               long\n");
	buf_free(&b);
}

/* The option --max-line as if it had just been returned with arg. */
static struct opts
given(const char *arg)
{
	return (struct opts){ .table = table, .opt = &table[4], .arg = arg };
}

static void
test_uint(void)
{
	static const char *const no[] = { "", "x", "1.5", "0", "101", "-1",
	    "99999999999999999999", "1 " };
	struct opts o;
	struct fault f = { 0 };
	uint64_t v = 7;

	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++) {
		o = given(no[i]);
		CHECK_ROW(i, !opts_uint(&o, 1, 100, &v, &f) && v == 7);
	}
	o = given("101");
	CHECK(!opts_uint(&o, 1, 100, &v, &f));
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"101\" is not a "
	    "whole number from 1 to 100");
	o = given("1");
	CHECK(opts_uint(&o, 1, 100, &v, &f) && v == 1);
	o = given("100");
	CHECK(opts_uint(&o, 1, 100, &v, &f) && v == 100);
}

static void
test_size(void)
{
	struct opts o = given("1X");
	struct fault f = { 0 };
	uint64_t v = 7;

	CHECK(!opts_size(&o, 1024, 1 << 30, &v, &f) && v == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"1X\" is not a size "
	    "such as 64K, 10M or 1G");
	o = given("1023");
	CHECK(!opts_size(&o, 1024, 1 << 30, &v, &f) && v == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"1023\" is not a "
	    "size from 1K to 1G");
	o = given("2G");
	CHECK(!opts_size(&o, 0, 1500, &v, &f) && v == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"2G\" is not a "
	    "size from 0 to 1500");
	o = given("1G");
	CHECK(opts_size(&o, 1024, 1 << 30, &v, &f) && v == 1 << 30);
}

static void
test_times(void)
{
	struct opts o = given("90");
	struct fault f = { 0 };
	int64_t ns = 7;

	CHECK(!opts_duration(&o, &ns, &f) && ns == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"90\" is not a "
	    "duration such as 90s, 5m, 1h30m or 250ms");
	CHECK(!opts_time(&o, &ns, &f) && ns == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"90\" is not a "
	    "time such as 2026-11-21T09:24:11Z, nor \"now\"");
	o = given("1h30m");
	CHECK(opts_duration(&o, &ns, &f));
	CHECK_INT(ns, 5400 * STAMP_SEC);
	o = given("1970-01-01T00:01Z");
	CHECK(opts_time(&o, &ns, &f));
	CHECK_INT(ns, 60 * STAMP_SEC);
	o = given("now");
	CHECK(opts_time(&o, &ns, &f) && ns <= stamp_now() &&
	    ns > stamp_now() - 60 * STAMP_SEC);
}

static void
test_choice(void)
{
	static const char *const names[] = { "text", "openmetrics",
	    "protobuf", NULL };
	struct opts o = given("protobuff");
	struct fault f = { 0 };
	int i = 7;

	CHECK(!opts_choice(&o, names, &i, &f) && i == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"protobuff\" is not "
	    "one of text, openmetrics, protobuf (did you mean \"protobuf\"?)");
	o = given("xml");
	CHECK(!opts_choice(&o, names, &i, &f) && i == 7);
	CHECK_STR(str_c(f.text), "option \"--max-line\": \"xml\" is not one "
	    "of text, openmetrics, protobuf");
	o = given("protobuf");
	CHECK(opts_choice(&o, names, &i, &f) && i == 2);
	o = given("text");
	CHECK(opts_choice(&o, names, &i, &f) && i == 0);
}

int
main(void)
{
	test_lines();
	test_help();
	test_help_wide();
	test_uint();
	test_size();
	test_times();
	test_choice();
	UNIT_END;
}
