/*
 * Wires the parts together; each decision is in its own file.
 */
#include <unistd.h>

#include "base/stamp.h"
#include "otlp/metrics.h"
#include "otlp/resource.h"
#include "otlp/run.h"
#include "snapshot/snapfile.h"

static void
open_pack(struct pack *p, struct channel *c, const struct run *r,
    const struct snap_label *own, size_t nown)
{
	struct pack_setup s = { .signal = c->signal, .version = r->version,
	    .limits = r->limits, .sink = export_sink(&c->export) };
	struct arena a = { 0 };

	s.resource = resource_make(&a, own, nown, &s.nresource, &r->note);
	pack_init(p, &s);
	arena_free(&a);
}

static int64_t
now(const struct run *r)
{
	return r->now == STAMP_NONE ? stamp_now() : r->now;
}

/* ---- snapshots */

static bool
export_snapshot(struct run *r, struct channel *c, const struct snap *s,
    const struct snap *before, struct fault *f)
{
	struct metrics_setup setup = { .now = now(r), .delta = r->delta,
	    .before = before };
	struct pack p;
	bool ok;

	open_pack(&p, c, r, s->resource, s->nresource);
	ok = metrics_put(&p, s, &setup, f) && pack_flush(&p, f);
	pack_free(&p);
	return ok && (!r->dry || out_flush(c->export.out, f));
}

/*
 * Each snapshot of the stream; with deltas it becomes the one before. That is
 * kept once all of its points were taken: a run that breaks off sends them
 * again.
 */
static bool
export_stream(struct run *r, struct channel *c, struct snapfile *in,
    struct snap *before, bool any, struct fault *f)
{
	enum snapfile_result got = SNAPFILE_END;
	struct snap s;
	bool ok = true;

	while (ok && !*r->stop &&
	    (got = snapfile_next(in, &s, f)) == SNAPFILE_OK) {
		ok = export_snapshot(r, c, &s, any ? before : NULL, f);
		if (!ok || !r->delta) {
			snap_free(&s);
			continue;
		}
		ok = r->dry || keep_save_snap(&r->keep, &s, f);
		snap_free(before);
		*before = s;
		any = true;
	}
	/* A snapshot that a signal cut off is no damage. */
	return ok && (got != SNAPFILE_FAULT || *r->stop);
}

static bool
export_snapshots(struct run *r, struct channel *c, struct fault *f)
{
	struct snapfile *in;
	struct snap before = { 0 };
	bool any = false, ok;

	if (r->delta && !keep_load_snap(&r->keep, &before, &any, f))
		return false;
	in = snapfile_new(r->feed.fd, r->feed.name);
	snapfile_from(in, feed_read, &r->feed);
	ok = export_stream(r, c, in, &before, any, f);
	snapfile_destroy(in);
	snap_free(&before);
	return ok;
}

/* ---- events */

static bool
name_context(struct context *cx, struct str names, struct fault *f)
{
	struct str name;

	while (names.n && str_cut(&names, ',', &name)) {
		name = str_trim(name);
		if (name.n == 0 || cx->n == CONTEXT_MAX)
			return fault(f, "--trace-from: not one to %d names "
			    "with commas between them", CONTEXT_MAX);
		cx->name[cx->n++] = name;
	}
	return true;
}

static bool
export_events(struct run *r, struct channel *c, struct fault *f)
{
	struct channel *logs = &c[BATCH_LOGS], *traces = &c[BATCH_TRACES];
	struct pack logs_pack, traces_pack;
	struct context cx = { 0 };
	struct events e = { .feed = &r->feed, .context = &cx,
	    .flush = r->flush, .now = r->now, .stop = r->stop,
	    .note = &r->note };
	bool ok;

	open_pack(&logs_pack, logs, r, NULL, 0);
	open_pack(&traces_pack, traces, r, NULL, 0);
	if (r->signals & 1u << BATCH_LOGS && !logs->off)
		e.logs = &logs_pack;
	if (r->signals & 1u << BATCH_TRACES && !traces->off)
		e.spans = &traces_pack;
	e.out = e.logs ? logs->export.out : traces->export.out;
	ok = name_context(&cx, r->trace_from, f) &&
	    keep_load_context(&r->keep, &cx, f) && events_run(&e, f) &&
	    (r->dry || keep_save_context(&r->keep, &cx, f));
	pack_free(&logs_pack);
	pack_free(&traces_pack);
	context_free(&cx);
	return ok;
}

/* ---- both */

bool
run_signals(struct str list, unsigned *signals, struct fault *f)
{
	struct str name;
	int s;

	*signals = 0;
	while (str_cut(&list, ',', &name)) {
		for (s = 0; s < BATCH_NSIGNALS && !str_eq(str_trim(name),
		    str_c(batch_kinds[s].name)); s++)
			continue;
		if (s == BATCH_NSIGNALS)
			return fault(f, "--signal: \"%.*s\" is none of "
			    "metrics, logs, traces", STR_ARG(name));
		*signals |= 1u << s;
	}
	return true;
}

static bool
choose_signals(struct run *r, enum feed_kind kind, struct fault *f)
{
	unsigned metrics = 1u << BATCH_METRICS;
	unsigned events = 1u << BATCH_LOGS | 1u << BATCH_TRACES;

	if (kind == FEED_EMPTY && r->signals)
		return true;
	if (kind != FEED_EVENTS) {
		if (r->signals && !(r->signals & metrics))
			return fault(f, "%s: a snapshot, of which --signal "
			    "asks no metrics", r->feed.name);
		r->signals = metrics;
		return true;
	}
	if (r->signals && !(r->signals & events))
		return fault(f, "%s: events, of which mlog-agg makes the "
		    "metrics that --signal asks for", r->feed.name);
	r->signals = r->signals ? r->signals & events : 1u << BATCH_LOGS;
	return true;
}

static bool
open_all(struct run *r, struct channel *c, struct out *out, bool *off,
    struct fault *f)
{
	*off = true;
	for (int s = 0; s < BATCH_NSIGNALS; s++) {
		if (!(r->signals & 1u << s))
			continue;
		if (!channel_open(&c[s], r, (enum batch_signal)s, out, f))
			return false;
		*off &= c[s].off;
	}
	return true;
}

/* A signal that this run does not make, and that waits in the spool: it is
 * sent where it can be, and is no reason to fail. */
static void
open_waiting(struct run *r, struct channel *c)
{
	unsigned more = r->store ? spool_signals(r->store) & ~r->signals : 0;
	struct fault f;

	for (int s = 0; s < BATCH_NSIGNALS; s++) {
		if (!(more & 1u << s) ||
		    channel_open(&c[s], r, (enum batch_signal)s, NULL, &f))
			continue;
		note(&r->note, "%s wait in %s: %s", batch_kinds[s].name,
		    r->spool, f.text);
		channel_close(&c[s]);
	}
}

/* What no later run can mend is told first. */
static bool
close_all(struct run *r, struct channel *c, struct fault *f)
{
	struct fault one = { 0 };
	bool ok = true;

	for (int s = 0; s < BATCH_NSIGNALS; s++) {
		if (!export_end(&c[s].export, &one) && (ok ||
		    (f->again && !one.again))) {
			*f = one;
			ok = false;
		}
		export_add(&r->done, &c[s].export);
		channel_close(&c[s]);
	}
	return ok;
}

static bool
export_input(struct run *r, struct channel *c, enum feed_kind kind,
    struct fault *f)
{
	r->started = true;
	if (kind == FEED_EVENTS)
		return export_events(r, c, f);
	return kind == FEED_EMPTY ||
	    export_snapshots(r, &c[BATCH_METRICS], f);
}

static bool
run_kind(struct run *r, enum feed_kind kind, struct out *out,
    struct fault *f)
{
	struct channel c[BATCH_NSIGNALS] = { 0 };
	struct fault late = { 0 };
	bool ok, off;

	ok = open_all(r, c, out, &off, f);
	if (ok) {
		open_waiting(r, c);
		push_sleep(push_splay(r->splay), r->stop);
		ok = off ? feed_drain(&r->feed, f) :
		    export_input(r, c, kind, f);
	}
	if (close_all(r, c, &late) || !ok)
		return ok;
	*f = late;
	return false;
}

static bool
run_stored(struct run *r, enum feed_kind kind, struct fault *f)
{
	bool ok;

	if (r->spool && !(r->store = spool_open(r->spool, r->spool_max, f)))
		return false;
	ok = run_kind(r, kind, NULL, f);
	spool_close(r->store);
	r->store = NULL;
	return ok;
}

static bool
run_input(struct run *r, struct fault *f)
{
	struct fault late = { 0 };
	enum feed_kind kind;
	struct out out;
	bool ok;

	if (!feed_kind(&r->feed, &kind, f) || !choose_signals(r, kind, f))
		return false;
	if (!r->dry)
		return run_stored(r, kind, f);
	out_init(&out, STDOUT_FILENO, "stdout");
	ok = run_kind(r, kind, &out, f);
	if (out_close(&out, &late) || !ok)
		return ok;
	*f = late;
	return false;
}

bool
run_all(struct run *r, struct fault *f)
{
	bool ok;

	r->done = (struct export){ .note = &r->note };
	if (r->delta && !r->state)
		return fault(f, "--temporality delta needs --state, to know "
		    "what was sent before");
	if (!keep_open(&r->keep, r->state, f)) {
		keep_close(&r->keep);
		return false;
	}
	ok = run_input(r, f);
	keep_close(&r->keep);
	return ok;
}
