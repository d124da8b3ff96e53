/*
 * The options of mlog-agg: the table, and what they come to.
 */
#include "base/stamp.h"
#include "cmd/agg_check.h"
#include "cmd/rules.h"
#include "event/ranges.h"

enum {
	OPT_CHECK = OPTS_LONG, OPT_PRINT, OPT_EXPLAIN, OPT_NOW, OPT_NAME,
	OPT_NO_OWN, OPT_FAIL_ON, OPT_MERGE, OPT_DIFF, OPT_LIST_PACKS,
	OPT_LOGS, OPT_DIALECT, OPT_EVERY,
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
	{ OPT_EVERY, "every", "TIME", "a snapshot each TIME as well: 15s" },
	{ OPT_LOGS, "logs", NULL, "the operands are logs, not events" },
	{ 'j', "jobs", "N", "read logs with N processes" },
	{ OPT_DIALECT, "dialect", "NAME", "of all lines of logs (default: "
	    "auto)" },
	LOG_OPTIONS,
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
	{ 0, NULL, NULL, NULL },
};

static const struct opts form = {
	.prog = "mlog-agg", .operands = "[-r RULES] [FILE...]", .table = table,
	.summary = "Counts events by rules; writes a snapshot at their end.",
	.examples =
	    "mlog-parse app.log | mlog-agg | mlog-prom\n"
	    "mlog-parse app.log | mlog-agg -r app.rules | mlog-prom\n"
	    "mlog-parse app.log | mlog-agg -e 'counter n by level'\n"
	    "mlog-parse --resume S 'app.log*' | mlog-agg -r app.rules -s S\n"
	    "mlog-agg --logs -j 4 -r app.rules app.log | mlog-prom\n"
	    "tail -F app.log | mlog-parse | mlog-agg --every 5s -o live.snap\n"
	    "mlog-agg --merge host1.snap host2.snap | mlog-prom\n"
	    "mlog-agg --check -r app.rules\n"
	    "mlog-parse app.log | mlog-agg --explain -r app.rules\n",
};

static bool
take_every(const struct opts *opts, struct agg_options *o, struct fault *f)
{
	return opts_duration(opts, &o->every, f) && (o->every > 0 ||
	    fault(f, "--every: the time is nothing"));
}

static bool
take_form(const struct opts *opts, struct agg_options *o, struct fault *f)
{
	static const char *const formats[] = { "snapshot", "table", NULL };
	int i = 0;
	bool ok = opts_choice(opts, formats, &i, f);

	o->table = i == 1;
	return ok;
}

static bool
take(void *arg, const struct opts *opts, int id, struct fault *f)
{
	static const char *const forms[] = { "json", "rules", NULL };
	static const char *const levels[] = { "warn", "crit", NULL };
	struct agg_options *o = arg;

	switch (id) {
	case 'v': o->verbose = true; break;
	case 'r': cmd_rules_file(opts, &o->rules, opts->arg); break;
	case 'e': cmd_rules_text(opts, &o->rules, opts->arg); break;
	case 'D': cmd_rules_define(opts, &o->rules, opts->arg); break;
	case 's': o->state = opts->arg; break;
	case 'o': o->output = opts->arg; break;
	case 'f': return take_form(opts, o, f);
	case 'j': return opts_uint(opts, 1, RANGES_SHARES_MAX, &o->workers,
	    f);
	case OPT_EVERY: return take_every(opts, o, f);
	case OPT_LOGS: o->logs = true; break;
	case OPT_DIALECT: return dialect_named(str_c(opts->arg),
	    &o->log.dialect, f);
	case OPT_LIST_PACKS: cmd_rules_list(opts);
	case OPT_CHECK: o->check = true; break;
	case OPT_PRINT:
		o->print = true;
		return opts_choice(opts, forms, &o->form, f);
	case OPT_EXPLAIN: o->explain = true; break;
	case OPT_NOW: return opts_time(opts, &o->now, f);
	case OPT_NAME: o->name = opts->arg; break;
	case OPT_NO_OWN: o->no_own = true; break;
	case OPT_MERGE: o->merge = true; break;
	case OPT_DIFF: o->diff = true; break;
	case OPT_FAIL_ON:
		o->fail_on = true;
		return opts_choice(opts, levels, &o->level, f);
	default: return log_option(&o->log, opts, id, f);
	}
	return true;
}

void
agg_options(struct opts *opts, struct agg_options *o, int argc, char *argv[])
{
	struct fault f = { 0 };

	*opts = form;
	*o = (struct agg_options){ .now = STAMP_NONE };
	cmd_options(opts, argc, argv, take, o);
	cmd_check(opts, agg_check(o, &f) && log_options_end(&o->log, &f), &f);
	if (o->merge || o->diff)
		return;
	if (!o->rules)
		cmd_rules_file(opts, &o->rules, "logs");
	if (!o->check && !o->print)
		cmd_rules_apart(opts);
	cmd_rules_finish(opts, o->rules);
}

const char *
agg_pipeline(const struct agg_options *o)
{
	if (o->no_own)
		return NULL;
	return o->name ? o->name : cmd_rules_name();
}
