/*
 * mlog-otlp: metrics of snapshots, logs and traces of events, to an OTLP
 * collector.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/stamp.h"
#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "cmd/spans.h"
#include "otlp/env.h"
#include "otlp/run.h"
#include "otlp/spool_report.h"

enum {
	BATCH = OPTS_LONG, MAX_BYTES, TIMEOUT, RETRY_FOR, COMPRESS, CACERT,
	CERT, KEY, ALLOW_PRIVATE, IF_CONFIGURED, SIGNAL, PROXY, SPOOL,
	SPOOL_MAX, SPOOL_STATUS, REQUEUE, SPLAY,
	FLUSH, TRACE_FROM, TEMPORALITY, NOW,
	SPAN_TIMEOUT,
};

static const struct opt table[] = {
	OPTS_COMMON,
	{ 'q', "quiet", NULL, "no messages but errors that end the run" },
	{ 'v', "verbose", NULL, "tell of retries, and the totals at the end" },
	{ 'u', "endpoint", "URL", "base URL; v1/metrics is appended" },
	{ 'p', "protocol", "NAME", "http/protobuf, http/json or grpc" },
	{ 'H', "headers-file", "FILE", "a \"Name: value\" a line, mode 0600" },
	{ SIGNAL, "signal", "LIST", "metrics, logs, traces; the input tells" },
	{ 's', "state", "FILE", "kept between runs: positions, open spans, "
	    "deltas" },
	{ TEMPORALITY, "temporality", "NAME", "cumulative, or delta" },
	{ 'r', "rules", "FILE", "spans by its rules; may be repeated" },
	{ SPAN_TIMEOUT, "span-timeout", "DURATION", "that a span may be open "
	    "(1h)" },
	{ TRACE_FROM, "trace-from", "LIST", "request_id,task_id,agent_id" },
	{ BATCH, "batch", "N", "points, records or spans a request (512)" },
	{ MAX_BYTES, "max-bytes", "SIZE", "of a request, unpacked (3M)" },
	{ FLUSH, "flush", "DURATION", "that an event waits at most (5s)" },
	{ TIMEOUT, "timeout", "DURATION", "for one request (10s), 0: none" },
	{ RETRY_FOR, "retry-for", "DURATION", "try again for so long (60s)" },
	{ COMPRESS, "compress", "NAME", "gzip (the default) or none" },
	{ SPOOL, "spool", "DIR", "keep there what cannot be sent now" },
	{ SPOOL_MAX, "spool-max", "SIZE", "of what is kept (1G)" },
	{ SPOOL_STATUS, "spool-status", NULL, "tell what waits, and end" },
	{ REQUEUE, "requeue", NULL, "let what was refused wait again, and end" },
	{ SPLAY, "splay", "DURATION", "start after a random wait, for cron" },
	{ PROXY, "proxy", "URL", "http or https; no other is ever asked" },
	{ CACERT, "cacert", "FILE", "certificates to trust, PEM" },
	{ CERT, "cert", "FILE", "our certificate, PEM" },
	{ KEY, "key", "FILE", "and its private key, PEM" },
	{ ALLOW_PRIVATE, "allow-private", NULL, "loopback, private networks" },
	{ IF_CONFIGURED, "if-configured", NULL, "no endpoint: do nothing" },
	{ NOW, "now", "TIME", "the clock's time, for events and points" },
	{ 'n', "dry-run", NULL, "OTLP/JSON on stdout, send nothing" },
	{ 0 },
};

static volatile sig_atomic_t stop, held;
static bool spool_status, requeue;
static int input, null, told[2];
static struct rules *rules;
static int64_t span_timeout = 3600 * STAMP_SEC;

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

static void
say(void *ctx, const char *text)
{
	cmd_warn(ctx, "%s", text);
}

/* -q and -v come before the environment. */
static void
choose_words(struct run *r)
{
	int level = cmd_quiet || r->verbose ? 0 : env_log_level(&r->note);

	cmd_quiet |= level < 0;
	r->verbose |= level > 0;
}

static bool
read_temporality(const struct opts *o, struct run *r, struct fault *f)
{
	static const char *const names[] = { "cumulative", "delta", NULL };
	int i = 0;
	bool ok = opts_choice(o, names, &i, f);

	r->temporality = i == 1 ? RUN_DELTA : RUN_CUMULATIVE;
	return ok;
}

static bool
read_option(const struct opts *o, int id, struct run *r, struct fault *f)
{
	switch (id) {
	case 's': r->state = o->arg; break;
	case 'r': cmd_rules_file(o, &rules, o->arg); break;
	case SPAN_TIMEOUT: return opts_duration(o, &span_timeout, f);
	case 'q': cmd_quiet = true; break;
	case 'v': r->verbose = true; break;
	case 'u': r->config.endpoint = o->arg; break;
	case 'p': r->config.protocol = o->arg; break;
	case 'H': r->config.headers_file = o->arg; break;
	case 'n': r->dry = true; break;
	case COMPRESS: r->config.compress = o->arg; break;
	case PROXY: r->config.proxy = o->arg; break;
	case SPOOL: r->spool = o->arg; break;
	case SPOOL_MAX: return opts_size(o, 1024, UINT64_C(1) << 50,
	    &r->spool_max, f);
	case SPOOL_STATUS: spool_status = true; break;
	case REQUEUE: requeue = true; break;
	case SPLAY: return opts_duration(o, &r->splay, f);
	case CACERT: r->config.cacert = o->arg; break;
	case CERT: r->config.cert = o->arg; break;
	case KEY: r->config.key = o->arg; break;
	case ALLOW_PRIVATE: r->config.allow_private = true; break;
	case IF_CONFIGURED: r->if_configured = true; break;
	case TIMEOUT: return opts_duration(o, &r->config.timeout, f);
	case RETRY_FOR: return opts_duration(o, &r->config.retry_for, f);
	case FLUSH: return opts_duration(o, &r->flush, f);
	case SIGNAL: return run_signals(str_c(o->arg), &r->signals,
	    f);
	case TRACE_FROM: r->trace_from = str_c(o->arg); break;
	case TEMPORALITY: return read_temporality(o, r, f);
	case NOW: return opts_time(o, &r->now, f);
	case BATCH: return opts_uint(o, 1, 1000000, &r->limits.items, f);
	case MAX_BYTES: return opts_size(o, 1024, 64 << 20, &r->limits.bytes,
	    f);
	}
	return true;
}

/* What is asked about the spool needs no input and no collector. */
static void
serve_spool(const struct opts *o, const struct run *r)
{
	struct fault f = { 0 };
	struct spool *s;
	struct buf b = { 0 };
	uint64_t n;

	cmd_check(o, r->spool || fault(&f, "which spool? give --spool DIR"),
	    &f);
	cmd_check(o, (s = spool_open(r->spool, r->spool_max, &f)) != NULL,
	    &f);
	if (requeue) {
		cmd_check(o, spool_requeue(s, &n, &f), &f);
		cmd_warn(o, "%llu wait again", (unsigned long long)n);
	}
	if (spool_status)
		cmd_check(o, spool_report(&b, s, &f), &f);
	spool_close(s);
	cmd_answer(o, &b);
}

static bool
open_inputs(struct opts *o, struct run *r, struct fault *f)
{
	static char dash[] = "-";
	static char *const standard_input[] = { dash };

	r->operand = o->index < o->argc ? o->argv + o->index :
	    standard_input;
	r->noperands = o->index < o->argc ? (size_t)(o->argc - o->index) : 1;
	null = open("/dev/null", O_RDWR);
	input = r->inlet.fd = dup(null);
	r->stop_fd = -1;
	if (null < 0 || input < 0 || pipe(told) < 0)
		return fault_errno(f, "/dev/null");
	r->stop_fd = told[0];
	fcntl(told[1], F_SETFL, O_NONBLOCK);
	return true;
}

int
main(int argc, char **argv)
{
	struct opts o = { .prog = "mlog-otlp", .operands = "[FILE...]",
	    .summary = "Push metrics, logs and traces to an OTLP collector.",
	    .examples =
	    "mlog-otlp -u https://otel.example.com:4318 app.snap\n"
	    "mlog-agg -r app.rules app.events | mlog-otlp "
	    "--if-configured\n"
	    "mlog-parse app.log | mlog-otlp --signal logs,traces\n"
	    "mlog-otlp -n app.snap | jq .\n",
	    .table = table, .argc = argc, .argv = argv };
	struct run r = { .config = CONFIG_INIT, .limits = { 0, 3 << 20 },
	    .spool_max = 1 << 30,
	    .version = MLOG_VERSION,
	    .stop = &stop, .held = &held, .note = { say, &o },
	    .flush = CONFIG_UNSET, .now = STAMP_NONE,
	    .trace_from = STR("request_id,task_id,agent_id") };
	struct fault f = { 0 };
	struct buf b = { 0 };
	bool ok;
	int id;

	while ((id = cmd_option(&o)) != OPTS_END)
		cmd_check(&o, read_option(&o, id, &r, &f), &f);
	choose_words(&r);
	if (spool_status || requeue)
		serve_spool(&o, &r);
	if (rules) {
		cmd_rules_apart(&o);
		cmd_rules_finish(&o, rules);
		cmd_spans(&r, rules, span_timeout);
	}
	cmd_check(&o, open_inputs(&o, &r, &f), &f);
	catch_signals(r.dry);
	ok = run_all(&r, &f);
	if (r.verbose && r.started) {
		export_totals(&r.done, &b);
		cmd_warn(&o, "%.*s", STR_ARG(buf_str(&b)));
		buf_free(&b);
	}
	config_free(&r.config);
	cmd_spans_free(&r);
	cmd_rules_destroy(rules);
	cmd_check(&o, ok, &f);
	return export_refused(&r.done) ? EXIT_REFUSED : EXIT_OK;
}
