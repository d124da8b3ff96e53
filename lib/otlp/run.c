/*
 * Wires the parts together; each decision is in its own file.
 */
#include <unistd.h>

#include "otlp/keep.h"
#include "otlp/resource.h"
#include "otlp/run_inner.h"

void
run_open_pack(struct pack *p, struct channel *c, const struct run *r,
    const struct snap_label *own, size_t nown)
{
	struct pack_setup s = { .signal = c->signal, .version = r->version,
	    .limits = r->limits, .sink = export_sink(&c->export) };
	struct arena a = { 0 };

	s.limits.items = run_batch(r, c->signal);
	s.resource = resource_make(&a, own, nown, &s.nresource, &r->note);
	pack_init(p, &s);
	arena_free(&a);
}

bool
run_next(struct run *r, struct fault *f)
{
	return inlet_open(&r->inlet, r->operand[r->next++], f);
}

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
choose_signals(struct run *r, enum inlet_kind kind, struct fault *f)
{
	unsigned metrics = 1u << BATCH_METRICS;
	unsigned events = 1u << BATCH_LOGS | 1u << BATCH_TRACES;

	if (kind == INLET_EMPTY && r->signals)
		return true;
	if (kind != INLET_EVENTS) {
		if (r->signals && !(r->signals & metrics))
			return fault(f, "%s: a snapshot, of which --signal "
			    "asks no metrics", r->inlet.name);
		r->signals = metrics;
		return true;
	}
	if (r->signals && !(r->signals & events))
		return fault(f, "%s: events, of which mlog-agg makes the "
		    "metrics that --signal asks for", r->inlet.name);
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
export_input(struct run *r, struct channel *c, enum inlet_kind kind,
    struct fault *f)
{
	bool events = kind == INLET_EVENTS;

	r->started = true;
	/* A stream of events without even its first mark is not whole. */
	if (kind == INLET_EMPTY && r->state &&
	    !keep_of_events(r->state, &events, f))
		return false;
	if (events)
		return run_events(r, c, f);
	return kind == INLET_EMPTY ||
	    run_snapshots(r, &c[BATCH_METRICS], f);
}

/* With a state the next run reads on where this one ended. */
static bool
is_whole(const struct run *r, enum inlet_kind kind, struct fault *f)
{
	if (!*r->stop || (kind == INLET_EVENTS && r->state) ||
	    (r->next == r->noperands && inlet_whole(&r->inlet)))
		return true;
	fault(f, "%s: a signal came before its end", r->inlet.name);
	f->again = true;
	return false;
}

static bool
run_kind(struct run *r, enum inlet_kind kind, struct out *out,
    struct fault *f)
{
	struct channel c[BATCH_NSIGNALS] = { 0 };
	struct fault late = { 0 };
	bool ok, off;

	ok = open_all(r, c, out, &off, f);
	if (ok) {
		open_waiting(r, c);
		if (!off)
			push_sleep(push_splay(r->splay), r->stop);
		ok = off ? inlet_drain(&r->inlet, f) :
		    export_input(r, c, kind, f) && is_whole(r, kind, f);
	}
	if (close_all(r, c, &late))
		return ok;
	if (ok)
		*f = late;
	else
		note(&r->note, "%s", late.text);
	return false;
}

static bool
run_stored(struct run *r, enum inlet_kind kind, struct fault *f)
{
	bool ok;

	if (r->spool && !(r->store = spool_open(r->spool, r->spool_max, f)))
		return false;
	ok = run_kind(r, kind, NULL, f);
	spool_close(r->store);
	r->store = NULL;
	return ok;
}

/* Of several operands the first that is not empty tells. */
static bool
first_kind(struct run *r, enum inlet_kind *kind, struct fault *f)
{
	do {
		if (!run_next(r, f) || !inlet_kind(&r->inlet, kind, f))
			return false;
	} while (*kind == INLET_EMPTY && r->next < r->noperands);
	return true;
}

static bool
run_input(struct run *r, struct fault *f)
{
	struct fault late = { 0 };
	enum inlet_kind kind;
	struct out out;
	bool ok;

	if (!first_kind(r, &kind, f) || !choose_signals(r, kind, f))
		return false;
	if (kind == INLET_SNAPSHOT)
		run_metrics_env(r);
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
	r->lock = -1;
	run_whole_env(r);
	if (r->temporality == RUN_DELTA && !r->state)
		return fault(f, "--temporality delta needs --state, to know "
		    "what was sent before");
	if (r->noperands > RUN_OPERANDS_MAX)
		return fault(f, "more than %d inputs", RUN_OPERANDS_MAX);
	/* Before the input, which may be long in coming. */
	if (r->state && !r->dry && (r->lock = keep_lock(r->state, f)) < 0)
		return false;
	ok = run_input(r, f);
	if (r->lock >= 0)
		close(r->lock);
	return ok;
}
