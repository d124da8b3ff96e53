/*
 * mlog-parse: JSON logs to the event stream.
 */
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/progress.h"
#include "cmd/resume.h"
#include "cmd/rules.h"
#include "event/input.h"
#include "event/stream.h"

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

static struct opts opts = {
	.prog = "mlog-parse", .operands = "[FILE...]", .table = table,
	.summary = "Turns JSON logs into a stream of events, a line each.",
	.examples =
	    "mlog-parse app.log | mlog-agg -r app.rules | mlog-prom\n"
	    "mlog-parse --resume S 'app.log*' | mlog-agg -r app.rules -s S\n"
	    "tail -F app.log | mlog-parse -k status,agent_id\n"
	    "mlog-parse --detect app.log | less\n"
	    "mlog-parse -x bad.log app.log >events.ndjson\n",
};

struct options {
	const struct dialect *format;
	struct dialect_custom custom;
	const char *map, *keep, *rejects, *resume;
	struct rules *rules;
	int invalid;
	bool strict, verbose, multiline, detect, follow;
	uint64_t max_line;
};

static void
read_options(struct options *o)
{
	static const char *const how[] = { "skip", "pass", "fail", NULL };
	struct fault f = { 0 };
	struct buf list = { 0 };
	bool ok = true;
	int id;

	while (ok && (id = cmd_option(&opts)) != OPTS_END) {
		switch (id) {
		case 'q': cmd_quiet = true; break;
		case 'v': o->verbose = true; break;
		case 'f':
			ok = dialect_named(str_c(opts.arg), &o->format, &f);
			break;
		case OPT_LIST_FORMATS:
			dialect_list(&list);
			cmd_answer(&opts, &list);
		case OPT_MAP: o->map = opts.arg; break;
		case OPT_DETECT: o->detect = true; break;
		case 'k': o->keep = opts.arg; break;
		case 'r': cmd_rules_file(&opts, &o->rules, opts.arg); break;
		case 'x': o->rejects = opts.arg; break;
		case OPT_INVALID:
			ok = opts_choice(&opts, how, &o->invalid, &f);
			break;
		case OPT_STRICT: o->strict = true; break;
		case OPT_RESUME: o->resume = opts.arg; break;
		case OPT_FOLLOW: o->follow = true; break;
		case OPT_MULTILINE: o->multiline = true; break;
		case OPT_MAX_LINE:
			ok = opts_size(&opts, 1, LINES_LIMIT_MAX,
			    &o->max_line, &f);
			break;
		}
	}
	if (ok && o->detect && (o->keep || o->rules))
		ok = fault(&f, "--detect shows all members: not with -k, -r");
	if (ok && o->detect && o->invalid == INVALID_PASS)
		ok = fault(&f, "--detect makes no events: not with "
		    "--invalid pass");
	if (ok && o->detect && (o->resume || o->follow))
		ok = fault(&f, "--detect reads all there is: not with "
		    "--resume, --follow");
	cmd_check(&opts, ok, &f);
}

static void
show_refused(void *arg, const char *input, uint64_t line,
    const struct logline_refusal *why)
{
	const struct stream *s = arg;

	if (s->invalid != INVALID_FAIL && !s->detect)
		cmd_refused(&opts, stream_refused(s), input, line,
		    why->column, logline_reason_name[why->reason], why->what);
}

static struct logline *
make_logline(struct options *o)
{
	struct fault f = { 0 };
	struct logline *ll;

	if (o->map) {
		cmd_check(&opts, dialect_map(str_c(o->map), o->format,
		    &o->custom, &f) || fault_within(&f, "--map"), &f);
		o->format = &o->custom.dialect;
	}
	ll = logline_new(o->format, o->strict);
	if (o->keep)
		cmd_check(&opts, logline_keep(ll, str_c(o->keep), &f) ||
		    fault_within(&f, "-k"), &f);
	if (o->rules) {
		cmd_rules_finish(&opts, o->rules);
		cmd_check(&opts, logline_keep_fields(ll, &o->rules->fields,
		    &f), &f);
	}
	return ll;
}

static bool
read_input(void *arg, int fd, const char *name, struct fault *f)
{
	struct stream *s = arg;

	return s->failed || stream_input(s, fd, name, f);
}

/* The operands with patterns expanded; none at all is standard input. */
static int
read_inputs(struct stream *s)
{
	struct input_names names = { 0 };
	int code;

	for (; opts.index < opts.argc; opts.index++)
		input_names_add(&names, opts.argv[opts.index]);
	opts.argv = names.path;
	opts.argc = (int)names.n;
	opts.index = 0;
	code = cmd_inputs(&opts, read_input, s);
	input_names_free(&names);
	return code;
}

int
main(int argc, char *argv[])
{
	struct options o = { 0 };
	struct stream s = { .refused = show_refused, .arg = &s,
		.step = progress_step };
	struct out out, rejects;
	struct buf words = { 0 };
	struct fault f = { 0 };
	int code;

	opts.argc = argc;
	opts.argv = argv;
	read_options(&o);
	out_init(&out, STDOUT_FILENO, "standard output");
	s.out = &out;
	if (o.rejects) {
		cmd_open_out(&opts, o.rejects, o.resume, &rejects);
		s.rejects = &rejects;
	}
	s.logline = make_logline(&o);
	s.invalid = (enum stream_invalid)o.invalid;
	s.max_line = o.max_line;
	s.multiline = o.multiline;
	if (o.detect) {
		s.detect = detect_new();
		logline_watch(s.logline, detect_record, s.detect);
	}
	code = o.resume || o.follow ? cmd_resume(&opts, &s, o.resume,
	    o.follow) : read_inputs(&s);
	if (o.detect)
		detect_put(s.detect, s.counts.lines, &out.buf);
	cmd_check(&opts, out_close(&out, &f), &f);
	cmd_check(&opts, !o.rejects || out_close(&rejects, &f), &f);
	if (!o.detect)
		stream_totals(&s, o.verbose, &words);
	cmd_warn_lines(&opts, &words);
	stream_free(&s);
	logline_destroy(s.logline);
	detect_destroy(s.detect);
	rules_destroy(o.rules);
	if (code == EXIT_OK && o.strict && stream_refused(&s))
		code = EXIT_REFUSED;
	return code;
}
