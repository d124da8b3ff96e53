/*
 * mlog-prom: a snapshot as Prometheus metrics, on stdout, in a file for the
 * textfile collector, or as the answer to one HTTP request.
 */
#include <stdlib.h>

#include "cmd/cmd.h"
#include "prom/peer.h"
#include "prom/respond.h"
#include "prom/words.h"

enum {
	OPT_SERVE = OPTS_LONG, OPT_PATH, OPT_DISABLED, OPT_AUTH, OPT_SANDBOX,
	OPT_MAX_AGE, OPT_NOW, OPT_NAMES, OPT_CREATED, OPT_SCOPE, OPT_WHERE,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages but those that end the run" },
	{ 'v', "verbose", NULL, "with --serve, a line about the request" },
	{ 'f', "format", "NAME", "text (the default), openmetrics, protobuf" },
	{ OPT_NAMES, "names", "WAY", "underscores (the default), utf-8" },
	{ OPT_CREATED, "created", NULL, "with when each began to count" },
	{ OPT_SCOPE, "scope-labels", NULL, "otel_scope_* on every series" },
	{ OPT_WHERE, "where", "CONDITION", "only the series it holds for" },
	{ 'o', "output", "FILE.prom", "replace that file, as a whole" },
	{ OPT_SERVE, "serve", NULL, "answer one HTTP request, from stdin" },
	{ OPT_PATH, "path", "PATH", "the path answered (default: /metrics)" },
	{ OPT_DISABLED, "disabled", NULL, "answer 404 to every request" },
	{ OPT_AUTH, "auth", "FILE", "answer only who has a token of FILE" },
	{ OPT_SANDBOX, "require-sandbox", NULL, "no answer without a sandbox" },
	{ OPT_MAX_AGE, "max-age", "DURATION", "refuse an older snapshot" },
	{ OPT_NOW, "now", "TIME", "the clock, for runs that can be repeated" },
	{ 0, NULL, NULL, NULL },
};

static struct opts opts = {
	.prog = "mlog-prom", .operands = "[SNAPSHOT...]", .table = table,
	.summary = "Turns snapshots into Prometheus metrics.",
	.examples =
	    "mlog-agg -r app.rules app.events | mlog-prom\n"
	    "mlog-prom -o /var/lib/node_exporter/app.prom app.snap\n"
	    "mlog-prom --serve --max-age 5m app.snap <request\n",
};

struct options {
	struct responder responder;
	const char *where, *output;
	bool serve, verbose;
};

/* Where words for the client's stderr can be read again, or -1. */
static int words = -1;

static void
log_words(void)
{
	words_log(opts.prog, words);
}

/* stderr is the client's socket: what goes there is for syslog, at exit. */
static void
divert_stderr(void)
{
	if (!words_divert(opts.prog, &words, NULL))
		exit(EXIT_FAULT);
	atexit(log_words);
}

/* The operands, and the selection among what they hold. */
static void
read_operands(struct options *o)
{
	static const char *const std[] = { "-" };
	struct show *sh = &o->responder.show;
	struct fault f = { 0 };
	int n = opts.argc - opts.index;

	sh->gather.path = n > 0 ? (const char *const *)opts.argv + opts.index :
	    std;
	sh->gather.n = n > 0 ? (size_t)n : 1;
	cmd_check(&opts, show_check(sh, o->output, &f) && (o->serve ?
	    respond_check(&o->responder, o->output, &f) :
	    respond_unused(&o->responder, &f)), &f);
	if (o->where)
		cmd_check(&opts, (sh->select = select_new("--where",
		    str_c(o->where), &f)), &f);
}

static void
read_options(struct options *o)
{
	static const char *const ways[] = { "underscores", "utf-8", NULL };
	struct responder *r = &o->responder;
	struct source *src = &r->show.gather.source;
	struct form *form = &r->show.form;
	struct fault f = { 0 };
	bool ok = true;
	int id, i = 0;

	while (ok && (id = cmd_option(&opts)) != OPTS_END) {
		switch (id) {
		case 'q': cmd_quiet = true; break;
		case 'v': o->verbose = true; break;
		case 'f':
			ok = opts_choice(&opts, form_kind_name, &i, &f);
			form->kind = ok ? (enum form_kind)i : FORM_TEXT;
			break;
		case OPT_NAMES:
			ok = opts_choice(&opts, ways, &i, &f);
			form->names = ok && i ? NAMES_UTF8 : NAMES_UNDERSCORES;
			break;
		case OPT_CREATED: form->created = true; break;
		case OPT_SCOPE: form->scope = MLOG_VERSION; break;
		case OPT_WHERE: o->where = opts.arg; break;
		case 'o': o->output = opts.arg; break;
		case OPT_SERVE: o->serve = true; break;
		case OPT_PATH: r->path = opts.arg; break;
		case OPT_DISABLED: r->disabled = true; break;
		case OPT_AUTH: r->auth = opts.arg; break;
		case OPT_SANDBOX: r->require_sandbox = true; break;
		case OPT_MAX_AGE:
			ok = opts_duration(&opts, &src->max_age, &f);
			break;
		case OPT_NOW: ok = opts_time(&opts, &src->now, &f); break;
		}
	}
	cmd_check(&opts, ok, &f);
	read_operands(o);
}

static void
serve(struct responder *r, bool verbose)
{
	struct respond_log log;
	struct fault f = { 0 };
	struct buf line = { 0 };
	bool ok;

	cmd_check(&opts, respond_env(&r->disabled, &f), &f);
	ok = respond(r, &log, &f);
	if (log.why.text[0])
		cmd_warn(&opts, "%s", log.why.text);
	if (verbose && log.http.status) {
		respond_line(&line, &log);
		cmd_warn(&opts, "%.*s", STR_ARG(buf_str(&line)));
	}
	buf_free(&line);
	buf_free(&log.peer);
	cmd_check(&opts, ok, &f);
}

static void
write_file(const struct show *sh, const char *path)
{
	struct fault f = { 0 }, why = { 0 };
	bool ok = show_file(sh, path, &why, &f);

	if (why.text[0])
		cmd_warn(&opts, "%s", why.text);
	cmd_check(&opts, ok, &f);
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	struct responder *r = &o.responder;

	if (peer_has_stderr())
		divert_stderr();
	r->show.gather.source.now = stamp_now();
	opts.argc = argc;
	opts.argv = argv;
	read_options(&o);
	if (o.serve)
		serve(r, o.verbose);
	else
		write_file(&r->show, o.output);
	select_destroy(r->show.select);
	return EXIT_OK;
}
