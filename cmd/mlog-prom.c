/*
 * mlog-prom: a snapshot as Prometheus metrics, on stdout, in a file for the
 * textfile collector, or as the answer to one HTTP request.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "prom/export.h"
#include "prom/gather.h"
#include "prom/peer.h"
#include "prom/respond.h"
#include "snapshot/select.h"

enum {
	OPT_SERVE = OPTS_LONG, OPT_PATH, OPT_DISABLED, OPT_MAX_AGE, OPT_NOW,
	OPT_NAMES, OPT_CREATED, OPT_SCOPE, OPT_WHERE,
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
	struct form form;
	const char *where, *output;
	bool serve, verbose;
};

/* Where words for the client's stderr can be read again. */
static int words;

static void
log_words(void)
{
	char text[8192];
	ssize_t n = read(words, text, sizeof(text));
	struct str rest = { n > 0 ? text : NULL, n > 0 ? (size_t)n : 0 };
	struct str line, prog = STR("mlog-prom: ");

	openlog("mlog-prom", LOG_PID, LOG_DAEMON);
	while (str_cut(&rest, '\n', &line)) {
		if (str_starts(line, prog))
			line = str_from(line, prog.n);
		if (line.n)
			syslog(LOG_NOTICE, "%.*s", STR_ARG(line));
	}
}

/* stderr is the client's socket: what goes there is for syslog, at exit. */
static void
divert_stderr(void)
{
	int fd[2];

	if (pipe(fd) < 0 || dup2(fd[1], STDERR_FILENO) < 0)
		exit(EXIT_FAULT);
	close(fd[1]);
	fcntl(fd[0], F_SETFL, O_NONBLOCK);
	words = fd[0];
	atexit(log_words);
}

static void
read_options(struct options *o)
{
	static const char *const ways[] = { "underscores", "utf-8", NULL };
	struct source *src = &o->responder.source;
	int64_t *age = &src->max_age;
	struct fault f = { 0 };
	bool ok = true;
	int id, i;

	while (ok && (id = cmd_option(&opts)) != OPTS_END) {
		switch (id) {
		case 'q': cmd_quiet = true; break;
		case 'v': o->verbose = true; break;
		case 'f':
			ok = opts_choice(&opts, form_kind_name, &i, &f);
			o->form.kind = ok ? (enum form_kind)i : FORM_TEXT;
			break;
		case OPT_NAMES:
			ok = opts_choice(&opts, ways, &i, &f);
			o->form.names = ok && i ? NAMES_UTF8 :
			    NAMES_UNDERSCORES;
			break;
		case OPT_CREATED: o->form.created = true; break;
		case OPT_SCOPE: o->form.scope = MLOG_VERSION; break;
		case OPT_WHERE: o->where = opts.arg; break;
		case 'o': o->output = opts.arg; break;
		case OPT_SERVE: o->serve = true; break;
		case OPT_PATH: o->responder.path = opts.arg; break;
		case OPT_DISABLED: o->responder.disabled = true; break;
		case OPT_MAX_AGE: ok = opts_duration(&opts, age, &f); break;
		case OPT_NOW: ok = opts_time(&opts, &src->now, &f); break;
		}
	}
	if (opts.index < opts.argc)
		src->path = opts.argv[opts.index];
	if (ok && opts.argc - opts.index > GATHER_MAX)
		ok = fault(&f, "more than %d snapshots", GATHER_MAX);
	else if (ok && o->serve && opts.argc - opts.index > 1)
		ok = fault(&f, "only one snapshot can be served at a time");
	else if (ok && o->serve && o->output)
		ok = fault(&f, "--serve writes no file: leave out -o");
	else if (ok && o->serve && (o->where || o->form.kind ||
	    o->form.names || o->form.created || o->form.scope))
		ok = fault(&f, "--serve shows all of the snapshot, as text");
	else if (ok && o->output && str_ends(str_c(o->output),
	    STR(".prom")) && (o->form.kind || o->form.names))
		ok = fault(&f, "the textfile collector reads neither another "
		    "form nor names in UTF-8");
	else if (ok && !o->serve && (o->responder.path ||
	    o->responder.disabled))
		ok = fault(&f, "--path and --disabled need --serve");
	cmd_check(&opts, ok, &f);
}

static void
serve(struct options *o)
{
	struct responder *r = &o->responder;
	struct fault f = { 0 }, why = { 0 };
	struct http_log log;

	cmd_check(&opts, respond_env(&r->disabled, &f) &&
	    respond_check(r, &f), &f);
	cmd_check(&opts, respond(r, &log, &why, &f), &f);
	if (why.text[0])
		cmd_warn(&opts, "%s", why.text);
	if (o->verbose && log.status)
		cmd_warn(&opts, "%s %d, %zu bytes%s", log.method, log.status,
		    log.bytes, log.cut ? ", cut short" : "");
}

static void
show(struct options *o)
{
	static const char *const std[] = { "-" };
	struct gather g = { .source = o->responder.source, .path = std,
		.n = 1 };
	struct fault f = { 0 }, why = { 0 };
	struct select *sel = NULL;
	struct snap snap;

	if (opts.index < opts.argc) {
		g.path = (const char *const *)opts.argv + opts.index;
		g.n = (size_t)(opts.argc - opts.index);
	}
	if (o->where)
		cmd_check(&opts, (sel = select_new("--where",
		    str_c(o->where), &f)), &f);
	cmd_check(&opts, gather(&g, &snap, NULL, &why, &f), &f);
	if (why.text[0])
		cmd_warn(&opts, "%s", why.text);
	if (sel)
		select_apply(sel, &snap);
	cmd_check(&opts, export_file(&snap, &o->form, o->output, &f), &f);
	select_destroy(sel);
	snap_free(&snap);
}

int
main(int argc, char **argv)
{
	struct options o = { .responder.source = { .path = "-" } };

	if (peer_has_stderr())
		divert_stderr();
	o.responder.source.now = stamp_now();
	opts.argc = argc;
	opts.argv = argv;
	read_options(&o);
	if (o.serve)
		serve(&o);
	else
		show(&o);
	return EXIT_OK;
}
