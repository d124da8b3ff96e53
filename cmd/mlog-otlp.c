/*
 * mlog-otlp: metrics of snapshots, logs and traces of events, to an OTLP
 * collector.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/otlp_options.h"
#include "cmd/rules.h"
#include "cmd/spans.h"
#include "otlp/env.h"
#include "otlp/spool_report.h"

static volatile sig_atomic_t stop, held;
static int input, null, told[2];

/* No more tries, and no more input: a read that waits finds an end, or is
 * told by the pipe. What is under way is finished; a second signal ends the
 * program at once. */
static void
on_signal(int sig)
{
	int err = errno;

	(void)sig;
	stop = 1;
	if (write(told[1], "", 1) != 1 || !held)
		dup2(null, input);
	errno = err;
}

static void
catch_signals(bool dry)
{
	struct sigaction sa = { .sa_flags = (int)SA_RESETHAND };

	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_signal;
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	/* A TLS connection that breaks must not end the program. */
	sa.sa_handler = SIG_IGN;
	sa.sa_flags = 0;
	if (!dry)
		sigaction(SIGPIPE, &sa, NULL);
}

/* -q and -v come before the environment. */
static void
choose_words(struct run *r)
{
	int level = cmd_quiet || r->verbose ? 0 : env_log_level(&r->note);

	cmd_quiet |= level < 0;
	r->verbose |= level > 0;
}

/* What is asked about the spool needs no input and no collector. */
static void
serve_spool(const struct opts *opts, const struct otlp_options *o)
{
	const struct run *r = &o->run;
	struct fault f = { 0 };
	struct spool *s;
	struct buf b = { 0 };
	uint64_t n;

	cmd_check(opts, r->spool || fault(&f, "which spool? give --spool DIR"),
	    &f);
	cmd_check(opts, (s = spool_open(r->spool, r->spool_max, &f)) != NULL,
	    &f);
	if (o->requeue) {
		cmd_check(opts, spool_requeue(s, &n, &f), &f);
		cmd_warn(opts, "%llu wait again", (unsigned long long)n);
	}
	if (o->spool_status)
		cmd_check(opts, spool_report(&b, s, &f), &f);
	spool_close(s);
	cmd_answer(opts, &b);
}

/* What the handler ends: the descriptor that each input becomes in turn. */
static bool
open_inlet(struct run *r, struct fault *f)
{
	null = open("/dev/null", O_RDWR);
	input = r->inlet.fd = dup(null);
	if (null < 0 || input < 0 || pipe(told) < 0)
		return fault_errno(f, "/dev/null");
	r->stop_fd = told[0];
	r->stop = &stop;
	r->held = &held;
	fcntl(told[1], F_SETFL, O_NONBLOCK);
	return true;
}

static void
tell_totals(const struct opts *opts, const struct run *r)
{
	struct buf b = { 0 };

	if (!r->verbose || !r->started)
		return;
	export_totals(&r->done, &b);
	cmd_warn(opts, "%.*s", STR_ARG(buf_str(&b)));
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct opts opts;
	struct otlp_options o;
	struct run *r = &o.run;
	struct fault f = { 0 };
	bool ok;

	otlp_options(&opts, &o, argc, argv);
	choose_words(r);
	if (o.spool_status || o.requeue)
		serve_spool(&opts, &o);
	if (o.rules) {
		cmd_rules_apart(&opts);
		cmd_rules_finish(&opts, o.rules);
		cmd_spans(r, o.rules, o.span_timeout);
	}
	cmd_check(&opts, open_inlet(r, &f), &f);
	catch_signals(r->dry);
	ok = run_all(r, &f);
	tell_totals(&opts, r);
	config_free(&r->config);
	cmd_spans_free(r);
	cmd_rules_destroy(o.rules);
	cmd_check(&opts, ok, &f);
	return export_refused(&r->done) ? EXIT_REFUSED : EXIT_OK;
}
