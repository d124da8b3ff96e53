/*
 * The options of mlog-otlp: the table, and what they come to.
 */
#include "base/stamp.h"
#include "cmd/otlp_options.h"
#include "cmd/rules.h"

enum {
	BATCH = OPTS_LONG, MAX_BYTES, TIMEOUT, RETRY_FOR, COMPRESS, CACERT,
	CERT, KEY, ALLOW_PRIVATE, IF_CONFIGURED, SIGNAL, PROXY, SPOOL,
	SPOOL_MAX, SPOOL_STATUS, REQUEUE, SPLAY, FLUSH, TRACE_FROM,
	TEMPORALITY, NOW, SPAN_TIMEOUT,
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

static const struct opts form = {
	.prog = "mlog-otlp", .operands = "[FILE...]", .table = table,
	.summary = "Push metrics, logs and traces to an OTLP collector.",
	.examples =
	    "mlog-otlp -u https://otel.example.com:4318 app.snap\n"
	    "mlog-agg -r app.rules app.events | mlog-otlp "
	    "--if-configured\n"
	    "mlog-parse app.log | mlog-otlp --signal logs,traces\n"
	    "mlog-otlp -n app.snap | jq .\n",
};

static bool
take_temporality(const struct opts *opts, struct run *r, struct fault *f)
{
	static const char *const names[] = { "cumulative", "delta", NULL };
	int i = 0;
	bool ok = opts_choice(opts, names, &i, f);

	r->temporality = i == 1 ? RUN_DELTA : RUN_CUMULATIVE;
	return ok;
}

static bool
take(void *arg, const struct opts *opts, int id, struct fault *f)
{
	struct otlp_options *o = arg;
	struct run *r = &o->run;

	switch (id) {
	case 's': r->state = opts->arg; break;
	case 'r': cmd_rules_file(opts, &o->rules, opts->arg); break;
	case SPAN_TIMEOUT: return opts_duration(opts, &o->span_timeout, f);
	case 'v': r->verbose = true; break;
	case 'u': r->config.endpoint = opts->arg; break;
	case 'p': r->config.protocol = opts->arg; break;
	case 'H': r->config.headers_file = opts->arg; break;
	case 'n': r->dry = true; break;
	case COMPRESS: r->config.compress = opts->arg; break;
	case PROXY: r->config.proxy = opts->arg; break;
	case SPOOL: r->spool = opts->arg; break;
	case SPOOL_MAX: return opts_size(opts, 1024, UINT64_C(1) << 50,
	    &r->spool_max, f);
	case SPOOL_STATUS: o->spool_status = true; break;
	case REQUEUE: o->requeue = true; break;
	case SPLAY: return opts_duration(opts, &r->splay, f);
	case CACERT: r->config.cacert = opts->arg; break;
	case CERT: r->config.cert = opts->arg; break;
	case KEY: r->config.key = opts->arg; break;
	case ALLOW_PRIVATE: r->config.allow_private = true; break;
	case IF_CONFIGURED: r->if_configured = true; break;
	case TIMEOUT: return opts_duration(opts, &r->config.timeout, f);
	case RETRY_FOR: return opts_duration(opts, &r->config.retry_for, f);
	case FLUSH: return opts_duration(opts, &r->flush, f);
	case SIGNAL: return run_signals(str_c(opts->arg), &r->signals, f);
	case TRACE_FROM: r->trace_from = str_c(opts->arg); break;
	case TEMPORALITY: return take_temporality(opts, r, f);
	case NOW: return opts_time(opts, &r->now, f);
	case BATCH: return opts_uint(opts, 1, 1000000, &r->limits.items, f);
	case MAX_BYTES: return opts_size(opts, 1024, 64 << 20,
	    &r->limits.bytes, f);
	}
	return true;
}

static void
say(void *ctx, const char *text)
{
	cmd_warn(ctx, "%s", text);
}

static void
take_operands(const struct opts *opts, struct run *r)
{
	static char dash[] = "-";
	static char *const standard_input[] = { dash };
	int n = opts->argc - opts->index;

	r->operand = n > 0 ? opts->argv + opts->index : standard_input;
	r->noperands = n > 0 ? (size_t)n : 1;
}

void
otlp_options(struct opts *opts, struct otlp_options *o, int argc,
    char *argv[])
{
	*opts = form;
	*o = (struct otlp_options){ .span_timeout = 3600 * STAMP_SEC,
		.run = { .config = CONFIG_INIT, .limits = { 0, 3 << 20 },
		.spool_max = 1 << 30, .version = MLOG_VERSION,
		.note = { say, opts }, .flush = CONFIG_UNSET,
		.now = STAMP_NONE, .stop_fd = -1,
		.trace_from = STR("request_id,task_id,agent_id") } };
	cmd_options(opts, argc, argv, take, o);
	take_operands(opts, &o->run);
}
