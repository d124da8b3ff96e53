/*
 * A run over events: what is sent of them, and what is kept.
 */
#include <inttypes.h>

#include "otlp/keep.h"
#include "otlp/run_inner.h"

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

/* The operands, one after the other. */
static bool
export_inputs(struct run *r, struct events *e, struct fault *f)
{
	enum inlet_kind kind;
	bool ok = events_run(e, f);

	while (ok && r->next < r->noperands && !*r->stop) {
		ok = run_next(r, f) && inlet_kind(&r->inlet, &kind, f);
		if (ok && kind == INLET_SNAPSHOT)
			ok = fault(f, "%s: no events, as there are in %s",
			    r->inlet.name, r->operand[0]);
		ok = ok && events_run(e, f);
	}
	return ok;
}

static bool
export_kept(struct run *r, struct events *e, struct keep *k, struct fault *f)
{
	if (!r->state)
		return export_inputs(r, e, f) && events_flush(e, f);
	if (!keep_open(k, r->state, &r->note, f))
		return false;
	k->state.hold.stop = r->stop_fd;
	*r->held = !r->dry;
	return export_inputs(r, e, f) && (r->dry ? events_flush(e, f) :
	    keep_end(k, f));
}

static void
count_spans(struct run *r, struct export *e)
{
	struct span_counts c;

	r->spans.settle(r->spans.arg);
	r->spans.counts(r->spans.arg, &c);
	if (!r->state)
		c.evicted += c.open;
	e->lost_spans = c.timeouts + c.evicted;
	if (r->verbose)
		note(&r->note, "spans: open %" PRIu64 ", not ended in time %"
		    PRIu64 ", given up %" PRIu64 ", events that could not be "
		    "used %" PRIu64, r->state ? c.open : 0, c.timeouts,
		    c.evicted, c.skipped);
}

bool
run_events(struct run *r, struct channel *channels, struct fault *f)
{
	struct channel *logs = &channels[BATCH_LOGS];
	struct channel *traces = &channels[BATCH_TRACES];
	struct pack logs_pack, traces_pack;
	struct context cx = { 0 };
	struct limits limits;
	struct events e = { .inlet = &r->inlet, .context = &cx,
	    .limits = &limits, .flush = run_flush(r), .now = r->now, .stop = r->stop,
	    .note = &r->note };
	struct keep k = { .context = &cx, .events = &e, .now = r->now,
	    .lock = r->lock, .state.lock = -1 };
	bool ok;

	run_open_pack(&logs_pack, logs, r, r->resource, r->nresource);
	run_open_pack(&traces_pack, traces, r, r->resource, r->nresource);
	if (r->signals & 1u << BATCH_LOGS && !logs->off)
		e.logs = &logs_pack;
	if (r->signals & 1u << BATCH_TRACES && !traces->off)
		e.spans = &traces_pack;
	limits_load(&limits, e.logs, e.spans, &r->note);
	e.out = e.logs ? logs->export.out : traces->export.out;
	ok = name_context(&cx, r->trace_from, f);
	events_init(&e);
	if (ok && e.spans && r->spans.event) {
		e.maker = k.spans = &r->spans;
		r->spans.begin(r->spans.arg, &cx);
	}
	ok = ok && export_kept(r, &e, &k, f);
	if (e.maker)
		count_spans(r, &traces->export);
	keep_free(&k);
	events_free(&e);
	pack_free(&logs_pack);
	pack_free(&traces_pack);
	context_free(&cx);
	return ok;
}
