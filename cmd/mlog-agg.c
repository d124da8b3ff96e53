/*
 * mlog-agg: events, counted by rules into a snapshot.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/replace.h"
#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "cmd/merge.h"
#include "cmd/progress.h"
#include "cmd/rules.h"
#include "cmd/state.h"
#include "rules/rulejson.h"
#include "rules/ruletext.h"
#include "series/compute.h"
#include "series/feed.h"
#include "snapshot/freeze.h"
#include "snapshot/snapfile.h"
#include "snapshot/tabular.h"

enum {
	OPT_CHECK = OPTS_LONG, OPT_PRINT, OPT_EXPLAIN, OPT_NOW, OPT_NAME,
	OPT_NO_OWN, OPT_STRICT, OPT_FAIL_ON, OPT_MERGE, OPT_DIFF,
	OPT_LIST_PACKS,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages about refused lines" },
	{ 'v', "verbose", NULL, "a line of totals at the end" },
	{ 'r', "rules", "FILE", "rules or a pack; may be repeated" },
	{ 'e', "rule", "TEXT", "a rule; may be repeated" },
	{ 'D', "param", "NAME=N", "the value of a param; may be repeated" },
	{ 's', "state", "FILE", "continue from FILE and commit to it" },
	{ 'o', "output", "FILE", "replace FILE with the snapshot" },
	{ 'f', "format", "NAME", "snapshot (the default), table" },
	{ OPT_MERGE, "merge", NULL, "the operands are snapshots: add them up" },
	{ OPT_DIFF, "diff", NULL, "what the second snapshot adds to the first" },
	{ OPT_LIST_PACKS, "list-packs", NULL, "the packs that -r finds" },
	{ OPT_CHECK, "check", NULL, "only check the rules" },
	{ OPT_PRINT, "print", "FORM", "only print the rules: json or rules" },
	{ OPT_EXPLAIN, "explain", NULL, "what the rules make of a sample" },
	{ OPT_NOW, "now", "TIME", "what the clock shows: RFC 3339 or now" },
	{ OPT_NAME, "name", "NAME", "label pipeline of the own metrics" },
	{ OPT_NO_OWN, "no-own", NULL, "leave the own metrics out" },
	{ OPT_FAIL_ON, "fail-on", "LEVEL", "exit 1 if a compute is at it: "
	    "warn or crit" },
	{ OPT_STRICT, "strict", NULL, "exit 1 if lines were refused" },
	{ 0, NULL, NULL, NULL },
};

static struct opts opts = {
	.prog = "mlog-agg", .operands = "[-r RULES] [FILE...]", .table = table,
	.summary = "Counts events by rules; writes a snapshot at their end.",
	.examples =
	    "mlog-parse app.log | mlog-agg | mlog-prom\n"
	    "mlog-parse app.log | mlog-agg -r app.rules | mlog-prom\n"
	    "mlog-parse app.log | mlog-agg -e 'counter n by level'\n"
	    "mlog-parse --resume S 'app.log*' | mlog-agg -r app.rules -s S\n"
	    "mlog-agg --merge host1.snap host2.snap | mlog-prom\n"
	    "mlog-agg --check -r app.rules\n"
	    "mlog-parse app.log | mlog-agg --explain -r app.rules\n",
};

struct options {
	struct rules *rules;
	const char *output, *name, *state;
	const char *rules_file;	/* the first one, or NULL */
	int64_t now;
	int form;		/* of --print: index of json, rules */
	int level;		/* of --fail-on: index of warn, crit */
	bool check, print, explain, no_own, strict, fail_on, verbose;
	bool merge, diff, table;
};

static void
read_options(struct options *o)
{
	static const char *const forms[] = { "json", "rules", NULL };
	static const char *const levels[] = { "warn", "crit", NULL };
	static const char *const formats[] = { "snapshot", "table", NULL };
	struct fault f = { 0 };
	bool ok = true;
	int id, i = 0;

	while (ok && (id = cmd_option(&opts)) != OPTS_END) {
		switch (id) {
		case 'q': cmd_quiet = true; break;
		case 'v': o->verbose = true; break;
		case 'r':
			if (!o->rules_file)
				o->rules_file = opts.arg;
			cmd_rules_file(&opts, &o->rules, opts.arg);
			break;
		case 'e': cmd_rules_text(&opts, &o->rules, opts.arg); break;
		case 'D': cmd_rules_define(&opts, &o->rules, opts.arg); break;
		case 's': o->state = opts.arg; break;
		case 'o': o->output = opts.arg; break;
		case OPT_LIST_PACKS: cmd_rules_list(&opts);
		case OPT_CHECK: o->check = true; break;
		case OPT_PRINT:
			o->print = ok = opts_choice(&opts, forms, &o->form, &f);
			break;
		case OPT_EXPLAIN: o->explain = true; break;
		case OPT_NOW: ok = opts_time(&opts, &o->now, &f); break;
		case OPT_NAME: o->name = opts.arg; break;
		case OPT_NO_OWN: o->no_own = true; break;
		case OPT_STRICT: o->strict = true; break;
		case OPT_MERGE: o->merge = true; break;
		case OPT_DIFF: o->diff = true; break;
		case 'f':
			ok = opts_choice(&opts, formats, &i, &f);
			o->table = i == 1;
			break;
		case OPT_FAIL_ON:
			o->fail_on = ok = opts_choice(&opts, levels, &o->level,
			    &f);
			break;
		}
	}
	if (ok && (o->merge || o->diff)) {
		if (o->merge && o->diff)
			ok = fault(&f, "--merge or --diff, not both");
		else if (o->rules)
			ok = fault(&f, "snapshots are merged without rules");
		cmd_check(&opts, ok, &f);
		return;
	}
	cmd_check(&opts, ok, &f);
	if (!o->rules)
		cmd_rules_file(&opts, &o->rules, o->rules_file = "logs");
	cmd_rules_finish(&opts, o->rules);
}

static void
show_refused(void *arg, const char *input, uint64_t line, size_t column,
    const char *what)
{
	const struct feed *feed = arg;

	cmd_refused(&opts, feed->nrefused, input, line, column, "", what);
}

static bool
read_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct feed *feed = arg;

	return feed->failed || feed_input(feed, fd, name, f);
}

/* The label of the own metrics, or NULL. */
static const char *
pipeline(const struct options *o)
{
	if (o->no_own)
		return NULL;
	return o->name ? o->name : cmd_rules_name(o->rules_file);
}

static void
write_it(const struct options *o, struct snap *s)
{
	struct buf text = { 0 };
	struct fault f = { 0 };

	if (o->table)
		tabular_write(&text, s);
	else
		snapfile_write(&text, s);
	cmd_check(&opts, replace_output(o->output, buf_str(&text), &f), &f);
	buf_free(&text);
	snap_free(s);
}

static void
write_snapshot(const struct options *o, struct aggregate *a)
{
	struct fault f = { 0 };
	struct snap s;

	cmd_check(&opts, freeze(&s, a, o->now, pipeline(o), &f), &f);
	write_it(o, &s);
}

/* No events, no rules: only snapshots. */
_Noreturn static void
only_snapshots(const struct options *o)
{
	struct snap s;

	cmd_merge(&opts, o->diff, &s);
	if (o->now != STAMP_NONE)
		s.time = o->now;
	write_it(o, &s);
	exit(EXIT_OK);
}

/* --check says nothing when all is well, --print shows the tree. */
_Noreturn static void
only_rules(const struct options *o)
{
	struct buf b = { 0 };

	if (o->print && o->form == 0)
		rules_print_json(&b, o->rules);
	else if (o->print)
		rules_print_text(&b, o->rules);
	rules_destroy(o->rules);
	cmd_answer(&opts, &b);
}

/* The exit code, by what was refused and what is over its limit. */
static int
verdict(const struct options *o, const struct feed *feed)
{
	size_t n = !o->fail_on ? 0 : compute_tripped(feed->aggregate,
	    o->level == 1);

	if (n && !cmd_quiet)
		fprintf(stderr, "mlog-agg: %zu %s at %s\n", n, n == 1 ?
		    "series is" : "series are", o->level ? "crit" : "warn");
	return n || (o->strict && feed->nrefused) ? EXIT_REFUSED : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct options o = { .now = STAMP_NONE };
	struct event_reader reader;
	struct feed feed = { .refused = show_refused, .arg = &feed,
		.reader = &reader, .step = progress_step };
	struct buf words = { 0 };
	struct fault f = { 0 };
	int code;

	opts.argc = argc;
	opts.argv = argv;
	read_options(&o);
	if (o.merge || o.diff)
		only_snapshots(&o);
	if (o.check || o.print)
		only_rules(&o);
	if (o.explain)
		cmd_explain(&opts, o.rules);
	event_reader_init(&reader, &o.rules->fields);
	feed.aggregate = aggregate_new(o.rules, o.now != STAMP_NONE ? o.now :
	    stamp_now());
	cmd_check(&opts, aggregate_ready(feed.aggregate, &f), &f);
	if (o.state)
		cmd_state_open(&opts, o.state, &feed, pipeline(&o), o.now);
	code = cmd_inputs(&opts, read_input, &feed);
	if (o.state)
		code = cmd_state_end(&opts, code, o.output);
	else if (code == EXIT_OK)
		write_snapshot(&o, feed.aggregate);
	feed_totals(&feed, o.verbose, &words);
	cmd_warn_lines(&opts, &words);
	if (code == EXIT_OK)
		code = verdict(&o, &feed);
	aggregate_destroy(feed.aggregate);
	event_reader_free(&reader);
	rules_destroy(o.rules);
	return code;
}
