/*
 * A run over snapshots: a stream of them one by one, several files as one.
 */
#include "base/mem.h"
#include "base/stamp.h"
#include "otlp/keep.h"
#include "otlp/metrics.h"
#include "otlp/run_inner.h"
#include "snapshot/merge.h"
#include "snapshot/snapfile.h"

static int64_t
now(const struct run *r)
{
	return r->now == STAMP_NONE ? stamp_now() : r->now;
}

static bool
export_snapshot(struct run *r, struct channel *c, const struct snap *s,
    const struct snap *before, struct fault *f)
{
	struct metrics_setup setup = { .now = now(r), .delta =
	    r->temporality == RUN_DELTA, .before = before };
	struct pack p;
	bool ok;

	run_open_pack(&p, c, r, s->resource, s->nresource);
	ok = metrics_put(&p, s, &setup, f) && pack_flush(&p, f);
	pack_free(&p);
	return ok && (!r->dry || out_flush(c->export.out, f));
}

/* What was sent last, of which deltas are made. */
struct last {
	struct keep_snap keep;
	struct snap snap;
	bool any;
};

/*
 * With deltas the snapshot, which is given away, becomes the one before. That
 * is kept once all of its points were taken: a run that breaks off sends them
 * again.
 */
static bool
export_next(struct run *r, struct channel *c, struct snap *s,
    struct last *last, struct fault *f)
{
	bool ok = export_snapshot(r, c, s, last->any ? &last->snap : NULL, f);

	if (!ok || r->temporality != RUN_DELTA) {
		snap_free(s);
		return ok;
	}
	ok = keep_snap_save(&last->keep, s, f);
	snap_free(&last->snap);
	last->snap = *s;
	last->any = true;
	return ok;
}

static struct snapfile *
open_snapfile(struct run *r)
{
	struct snapfile *in = snapfile_new(r->inlet.fd, r->inlet.name);

	snapfile_from(in, inlet_read, &r->inlet);
	return in;
}

/* Each snapshot of the stream. */
static bool
export_stream(struct run *r, struct channel *c, struct last *last,
    struct fault *f)
{
	struct snapfile *in = open_snapfile(r);
	enum snapfile_result got = SNAPFILE_END;
	struct snap s;
	bool ok = true;

	while (ok && !*r->stop &&
	    (got = snapfile_next(in, &s, f)) == SNAPFILE_OK)
		ok = export_next(r, c, &s, last, f);
	snapfile_destroy(in);
	/* A snapshot that a signal cut off is no damage. */
	return ok && (got != SNAPFILE_FAULT || *r->stop);
}

/* The last snapshot of the input at hand. */
static bool
load_last(struct run *r, struct snap *s, struct fault *f)
{
	struct snapfile *in = open_snapfile(r);
	enum snapfile_result got;
	struct snap next;
	bool any = false;

	while ((got = snapfile_next(in, &next, f)) == SNAPFILE_OK) {
		snap_free(s);
		*s = next;
		any = true;
	}
	snapfile_destroy(in);
	if (got == SNAPFILE_END && !any)
		fault(f, "%s: no snapshot in it", r->inlet.name);
	return got == SNAPFILE_END && any;
}

/* All operands as one. */
static bool
export_merged(struct run *r, struct channel *c, struct last *last,
    struct fault *f)
{
	struct snap *snap = mem_new(r->noperands, sizeof(*snap)), all = { 0 };
	struct merge_operand *part = mem_new(r->noperands, sizeof(*part));
	size_t n = 0;
	bool ok;

	do {
		part[n] = (struct merge_operand){ r->inlet.name, &snap[n] };
		ok = load_last(r, &snap[n++], f);
	} while (ok && r->next < r->noperands && (ok = run_next(r, f)));
	if (ok && !(ok = merge(&all, part, n, f)))
		snap_free(&all);
	if (ok)
		ok = export_next(r, c, &all, last, f);
	for (size_t i = 0; i < n; i++)
		snap_free(&snap[i]);
	mem_free(part);
	mem_free(snap);
	return ok;
}

bool
run_snapshots(struct run *r, struct channel *c, struct fault *f)
{
	struct last last = { 0 };
	bool ok = r->temporality != RUN_DELTA || keep_snap_open(&last.keep,
	    r->state, r->dry, &r->note, &last.any, f);

	if (ok && last.any) {
		last.snap = last.keep.file.snap;
		last.keep.file.snap = (struct snap){ 0 };
	}
	ok = ok && (r->next < r->noperands ? export_merged(r, c, &last, f) :
	    export_stream(r, c, &last, f));
	snap_free(&last.snap);
	keep_snap_free(&last.keep);
	return ok;
}
