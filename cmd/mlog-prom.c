/*
 * mlog-prom: a snapshot as Prometheus metrics, on stdout, in a file for the
 * textfile collector, or as the answer to one HTTP request.
 */
#include <stdlib.h>

#include "cmd/cmd.h"
#include "prom/export.h"
#include "prom/peer.h"
#include "prom/respond.h"
#include "prom/words.h"

enum { OPT_SERVE = OPTS_LONG, OPT_PATH, OPT_DISABLED, OPT_AUTH, OPT_SANDBOX,
	OPT_MAX_AGE, OPT_NOW };

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages but those that end the run" },
	{ 'v', "verbose", NULL, "with --serve, a line about the request" },
	{ 'f', "format", "NAME", "text: the default, and the only one" },
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
	.prog = "mlog-prom", .operands = "[SNAPSHOT]", .table = table,
	.summary = "Turns a snapshot into Prometheus metrics.",
	.examples =
	    "mlog-agg -r app.rules app.events | mlog-prom\n"
	    "mlog-prom -o /var/lib/node_exporter/app.prom app.snap\n"
	    "mlog-prom --serve --max-age 5m app.snap <request\n",
};

struct options {
	struct responder responder;
	const char *output;
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

static void
read_options(struct options *o)
{
	static const char *const formats[] = { "text", NULL };
	struct source *src = &o->responder.source;
	int64_t *age = &src->max_age;
	struct fault f = { 0 };
	bool ok = true;
	int id, i;

	while (ok && (id = cmd_option(&opts)) != OPTS_END) {
		switch (id) {
		case 'q': cmd_quiet = true; break;
		case 'v': o->verbose = true; break;
		case 'f': ok = opts_choice(&opts, formats, &i, &f); break;
		case 'o': o->output = opts.arg; break;
		case OPT_SERVE: o->serve = true; break;
		case OPT_PATH: o->responder.path = opts.arg; break;
		case OPT_DISABLED: o->responder.disabled = true; break;
		case OPT_AUTH: o->responder.auth = opts.arg; break;
		case OPT_SANDBOX: o->responder.require_sandbox = true; break;
		case OPT_MAX_AGE: ok = opts_duration(&opts, age, &f); break;
		case OPT_NOW: ok = opts_time(&opts, &src->now, &f); break;
		}
	}
	if (opts.index < opts.argc)
		src->path = opts.argv[opts.index];
	if (ok && opts.argc - opts.index > 1)
		ok = fault(&f, "only one snapshot can be shown at a time");
	else if (ok && o->serve && o->output)
		ok = fault(&f, "--serve writes no file: leave out -o");
	else if (ok && !o->serve && (o->responder.path || o->responder.auth ||
	    o->responder.disabled || o->responder.require_sandbox))
		ok = fault(&f, "--path, --auth, --disabled and "
		    "--require-sandbox need --serve");
	cmd_check(&opts, ok, &f);
}

static void
serve(struct options *o)
{
	struct responder *r = &o->responder;
	struct respond_log log;
	struct fault f = { 0 };
	struct buf line = { 0 };
	bool ok;

	cmd_check(&opts, respond_env(&r->disabled, &f) &&
	    respond_check(r, &f), &f);
	ok = respond(r, &log, &f);
	if (log.why.text[0])
		cmd_warn(&opts, "%s", log.why.text);
	if (o->verbose && log.http.status) {
		respond_line(&line, &log);
		cmd_warn(&opts, "%.*s", STR_ARG(buf_str(&line)));
	}
	buf_free(&line);
	buf_free(&log.peer);
	cmd_check(&opts, ok, &f);
}

int
main(int argc, char **argv)
{
	struct options o = { .responder.source = { .path = "-" } };
	struct fault f = { 0 };

	if (peer_has_stderr())
		divert_stderr();
	o.responder.source.now = stamp_now();
	opts.argc = argc;
	opts.argv = argv;
	read_options(&o);
	if (o.serve)
		serve(&o);
	else
		cmd_check(&opts, export_text(&o.responder.source, o.output,
		    &f), &f);
	return EXIT_OK;
}
