/*
 * The options of mlog-parse: the table, and what they come to.
 */
#include "cmd/parse_options.h"
#include "cmd/rules.h"

enum {
	OPT_INVALID = OPTS_LONG, OPT_STRICT, OPT_MAX_LINE, OPT_LIST_FORMATS,
	OPT_MAP, OPT_MULTILINE, OPT_DETECT, OPT_RESUME, OPT_FOLLOW,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages about refused lines" },
	{ 'v', "verbose", NULL, "a line of totals at the end" },
	{ 'f', "format", "NAME", "the dialect of all lines (default: auto)" },
	{ OPT_LIST_FORMATS, "list-formats", NULL, "list the dialects, exit" },
	{ OPT_MAP, "map", "LIST", "what is what: time=ts,level=lvl,event=e" },
	{ OPT_DETECT, "detect", NULL, "no events: what the log is made of" },
	{ 'k', "keep", "LIST", "keep only these members: a,b.c" },
	{ 'r', "rules", "FILE", "keep only the members that the rules read" },
	{ 'x', "rejects", "FILE", "refused lines go there, byte for byte" },
	{ OPT_INVALID, "invalid", "HOW", "refused lines: skip, pass or fail" },
	{ OPT_STRICT, "strict", NULL, "exit 1 if lines were refused" },
	{ OPT_MAX_LINE, "max-line", "SIZE", "the longest line (default: 1M)" },
	{ OPT_MULTILINE, "multiline", NULL, "records may go over several lines" },
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
	if (o->invalid == INVALID_PASS)
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
	static const char *const how[] = { "skip", "pass", "fail", NULL };
	struct parse_options *o = arg;
	struct buf list = { 0 };

	switch (id) {
	case 'v': o->verbose = true; break;
	case 'f': return dialect_named(str_c(opts->arg), &o->format, f);
	case OPT_LIST_FORMATS:
		dialect_list(&list);
		cmd_answer(opts, &list);
	case OPT_MAP: o->map = opts->arg; break;
	case OPT_DETECT: o->detect = true; break;
	case 'k': o->keep = opts->arg; break;
	case 'r': cmd_rules_file(opts, &o->rules, opts->arg); break;
	case 'x': o->rejects = opts->arg; break;
	case OPT_INVALID: return opts_choice(opts, how, &o->invalid, f);
	case OPT_STRICT: o->strict = true; break;
	case OPT_RESUME: o->resume = opts->arg; break;
	case OPT_FOLLOW: o->follow = true; break;
	case OPT_MULTILINE: o->multiline = true; break;
	case OPT_MAX_LINE:
		return opts_size(opts, 1, LINES_LIMIT_MAX, &o->max_line, f);
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
	cmd_check(opts, check(o, &f), &f);
	cmd_rules_apart(opts);
}

struct logline *
parse_logline(const struct opts *opts, struct parse_options *o)
{
	struct fault f = { 0 };
	struct logline *ll;

	if (o->map) {
		cmd_check(opts, dialect_map(str_c(o->map), o->format,
		    &o->custom, &f) || fault_within(&f, "--map"), &f);
		o->format = &o->custom.dialect;
	}
	ll = logline_new(o->format, o->strict);
	if (o->keep)
		cmd_check(opts, logline_keep(ll, str_c(o->keep), &f) ||
		    fault_within(&f, "-k"), &f);
	if (o->rules) {
		cmd_rules_finish(opts, o->rules);
		cmd_check(opts, logline_keep_fields(ll, &o->rules->fields,
		    &f), &f);
	}
	return ll;
}
