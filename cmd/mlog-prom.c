/*
 * mlog-prom: a snapshot as Prometheus metrics, on stdout, in a file for the
 * textfile collector, or as the answer to one HTTP request.
 */
#include <stdlib.h>

#include "cmd/prom_options.h"
#include "prom/peer.h"
#include "prom/respond.h"
#include "prom/words.h"

static struct opts opts = { .prog = "mlog-prom" };

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
main(int argc, char *argv[])
{
	struct prom_options o;
	struct show *sh = &o.responder.show;

	if (peer_has_stderr())
		divert_stderr();
	prom_options(&opts, &o, argc, argv);
	if (o.serve)
		serve(&o.responder, o.verbose);
	else
		write_file(sh, o.output);
	select_destroy(sh->select);
	return EXIT_OK;
}
