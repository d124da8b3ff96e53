/*
 * The options of mlog-parse: the table, and what they come to.
 */
#include "cmd/parse_options.h"
#include "cmd/rules.h"

enum {
	OPT_LIST_FORMATS = OPTS_LONG, OPT_DETECT, OPT_RESUME, OPT_FOLLOW,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages about refused lines" },
	{ 'v', "verbose", NULL, "a line of totals at the end" },
	{ 'f', "format", "NAME", "the dialect of all lines (default: auto)" },
	{ OPT_LIST_FORMATS, "list-formats", NULL, "list the dialects, exit" },
	LOG_OPTIONS,
	{ OPT_DETECT, "detect", NULL, "no events: what the log is made of" },
	{ 'k', "keep", "LIST", "keep only these members: a,b.c" },
	{ 'r', "rules", "FILE", "keep only the members that the rules read" },
	{ OPT_RESUME, "resume", "STATE", "go on from the positions in STATE" },
	{ OPT_FOLLOW, "follow", NULL, "stay, and read what is written" },
	{ 0, NULL, NULL, NULL },
};

static const struct opts form = {
	.prog = "mlog-parse", .operands = "[FILE...]", .table = table,
	.summary = "Turns JSON logs into a stream of events, a line each.",
	.examples =
	    "mlog-parse app.log | mlog-agg -r app.rules | mlog-prom\n"
	    "mlog-parse --resume S 'app.log*' | mlog-agg -r app.rules -s S\n"
	    "tail -F app.log | mlog-parse -k status,agent_id\n"
	    "mlog-parse --detect app.log | less\n"
	    "mlog-parse -x bad.log app.log >events.ndjson\n",
};

/* Options that do not go together. */
static bool
check(const struct parse_options *o, struct fault *f)
{
	if (!o->detect)
		return true;
	if (o->keep || o->rules)
		return fault(f, "--detect shows all members: not with -k, -r");
	if (o->log.invalid == INVALID_PASS)
		return fault(f, "--detect makes no events: not with "
		    "--invalid pass");
	if (o->resume || o->follow)
		return fault(f, "--detect reads all there is: not with "
		    "--resume, --follow");
	return true;
}

static bool
take(void *arg, const struct opts *opts, int id, struct fault *f)
{
	struct parse_options *o = arg;
	struct buf list = { 0 };

	switch (id) {
	case 'v': o->verbose = true; break;
	case 'f': return dialect_named(str_c(opts->arg), &o->log.dialect, f);
	case OPT_LIST_FORMATS:
		dialect_list(&list);
		cmd_answer(opts, &list);
	case OPT_DETECT: o->detect = true; break;
	case 'k': o->keep = opts->arg; break;
	case 'r': cmd_rules_file(opts, &o->rules, opts->arg); break;
	case OPT_RESUME: o->resume = opts->arg; break;
	case OPT_FOLLOW: o->follow = true; break;
	default: return log_option(&o->log, opts, id, f);
	}
	return true;
}

void
parse_options(struct opts *opts, struct parse_options *o, int argc,
    char *argv[])
{
	struct fault f = { 0 };

	*opts = form;
	*o = (struct parse_options){ 0 };
	cmd_options(opts, argc, argv, take, o);
	cmd_check(opts, check(o, &f) && log_options_end(&o->log, &f), &f);
	cmd_rules_apart(opts);
}

void
parse_keep(const struct opts *opts, const struct parse_options *o,
    struct logline *ll)
{
	struct fault f = { 0 };

	if (o->keep)
		cmd_check(opts, logline_keep(ll, str_c(o->keep), &f) ||
		    fault_within(&f, "-k"), &f);
	if (o->rules) {
		cmd_rules_finish(opts, o->rules);
		cmd_check(opts, logline_keep_fields(ll, &o->rules->fields,
		    &f), &f);
	}
}
