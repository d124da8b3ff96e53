/*
 * Wires the parts together; each decision is in its own file.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/stamp.h"
#include "otlp/metrics.h"
#include "otlp/resource.h"
#include "otlp/run.h"
#include "snapshot/snapfile.h"

static bool
drain(const struct run *r, struct fault *f)
{
	char block[4096];
	long n;

	while ((n = io_read(r->fd, block, sizeof(block))) > 0)
		continue;
	return n == 0 || fault_errno(f, "%s", r->name);
}

static bool
export_snapshot(struct run *r, const struct snap *s, struct fault *f)
{
	struct metrics_setup setup = { .now = stamp_now() };
	struct pack_setup ps = { .signal = BATCH_METRICS,
	    .version = r->version, .limits = r->limits,
	    .sink = export_sink(&r->done) };
	struct arena a = { 0 };
	struct pack p;
	bool ok;

	ps.resource = resource_make(&a, s->resource, s->nresource,
	    &ps.nresource, &r->note);
	pack_init(&p, &ps);
	arena_free(&a);
	ok = metrics_put(&p, s, &setup, f) && pack_flush(&p, f);
	pack_free(&p);
	return ok && (!r->dry || out_flush(r->done.out, f));
}

static bool
export_stream(struct run *r, struct fault *f)
{
	struct snapfile *in = snapfile_new(r->fd, r->name);
	enum snapfile_result got = SNAPFILE_END;
	struct snap s;
	bool ok = true;

	while (ok && !*r->stop &&
	    (got = snapfile_next(in, &s, f)) == SNAPFILE_OK) {
		ok = export_snapshot(r, &s, f);
		snap_free(&s);
	}
	snapfile_destroy(in);
	/* A snapshot that a signal cut off is no damage. */
	return ok && (got != SNAPFILE_FAULT || *r->stop);
}

static bool
write_stream(struct run *r, struct fault *f)
{
	struct out out;
	struct fault late = { 0 };
	bool ok;

	out_init(&out, STDOUT_FILENO, "stdout");
	r->done.out = &out;
	ok = export_stream(r, f);
	r->done.out = NULL;
	if (out_close(&out, &late) || !ok)
		return ok;
	*f = late;
	return false;
}

/* What the stream fails for is told before what waits. */
static bool
push_and_end(struct run *r, struct fault *f)
{
	struct fault late = { 0 };
	bool ok;

	push_sleep(push_splay(r->splay), r->stop);
	ok = export_stream(r, f);
	if (export_end(&r->done, &late) || !ok)
		return ok;
	*f = late;
	return false;
}

static bool
push_stream(struct run *r, struct fault *f)
{
	struct push_setup push = { .config = &r->config,
	    .max_bytes = r->limits.bytes,
	    .retry_for = r->retry_for, .stop = r->stop,
	    .progress = r->verbose ? &r->note : NULL };
	char agent[128];
	bool ok;

	snprintf(agent, sizeof(agent), "mlog/%s OTel-OTLP-Exporter-C/%s",
	    r->version, r->version);
	r->done.push = &push;
	r->done.shown = r->config.to.shown;
	r->done.version = r->version;
	r->done.max_bytes = r->limits.bytes;
	ok = (!r->spool || (r->done.spool = spool_open(r->spool,
	    r->spool_max, f))) &&
	    (push.post = post_new(&r->config, agent, f)) &&
	    push_and_end(r, f);
	spool_close(r->done.spool);
	post_destroy(push.post);
	r->done.push = NULL;
	r->done.spool = NULL;
	return ok;
}

bool
run_metrics(struct run *r, struct fault *f)
{
	struct config *c = &r->config;

	r->done = (struct export){ .note = &r->note };
	if (!config_load(c, BATCH_METRICS, !r->dry, &r->note, f))
		return false;
	if (c->disabled || (!r->dry && !c->to.url && r->if_configured))
		return drain(r, f);
	if (!r->dry && !c->to.url)
		return fault(f, "no endpoint: give -u URL or set "
		    "OTEL_EXPORTER_OTLP_ENDPOINT (--if-configured makes "
		    "this no error)");
	r->started = true;
	return r->dry ? write_stream(r, f) : push_stream(r, f);
}
