/*
 * Several processes for the logs. What goes between them is
 * snapshot/shard_crew's.
 */
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/agg_output.h"
#include "cmd/shares.h"
#include "snapshot/freeze.h"
#include "snapshot/shard_crew.h"

/* In a process of a share. */
static struct crew_member parent;

/* Nobody is left to take what it comes to. */
static void
end_alone(uint64_t lines, uint64_t bytes)
{
	(void)lines;
	(void)bytes;
	if (crew_alone(&parent))
		_exit(EXIT_FAULT);
}

/* The process of a share. What it holds goes with it. */
_Noreturn static void
work(struct logs *l, const struct ranges *rs, unsigned share)
{
	struct fault f = { 0 };
	struct shard sh;

	/* One process will say why, once. */
	if (!logs_begin(l, &f))
		_exit(EXIT_FAULT);
	l->log.stream.step = end_alone;
	shard_count(&sh, rs, share, &l->log.stream, l->aggregate);
	_exit(shard_tell(&sh, l->aggregate, agg_pipeline(l->o), &parent,
	    &f) ? EXIT_OK : EXIT_FAULT);
}

/* The verdict on what was merged. */
static int
judge(const struct logs *l, struct snap *merged, const struct shard *all)
{
	struct aggregate *a = aggregate_new(l->o->rules, l->now);
	struct fault f = { 0 };
	int code;

	if (l->o->fail_on) {
		cmd_check(l->opts, aggregate_ready(a, &f) &&
		    thaw(a, merged, agg_pipeline(l->o), &f), &f);
		aggregate_settle(a, merged->time);
	}
	code = agg_verdict(l->o, a, stream_counts_refused(&all->counts));
	aggregate_destroy(a);
	return code;
}

/* What they made of it, as one would have told it. */
static int
tell(const struct logs *l, struct snap *merged, const struct shard *all)
{
	int code;

	for (size_t i = 0; i < all->nshown; i++) {
		const struct shard_refusal *r = &all->shown[i];

		cmd_refused(l->opts, r->nth, r->path, r->line, r->column,
		    logline_reason_name[r->reason], r->what);
	}
	code = judge(l, merged, all);
	agg_output(l->opts, l->o, merged);
	logs_totals(l, &all->counts, &all->repairs);
	return code;
}

static bool
count(struct logs *l, const struct ranges *rs, int *code, struct fault *f)
{
	struct shard *sh = mem_new(rs->nshares, sizeof(*sh)), all;
	struct crew_member other;
	struct crew crew = { 0 };
	struct snap merged = { 0 };
	/* A worker that has ended shows by what it has not told. */
	void (*pipes)(int) = signal(SIGPIPE, SIG_IGN);
	bool ok = true;

	for (unsigned i = 0; ok && i < rs->nshares; i++) {
		ok = crew_start(&crew, &other, f);
		if (ok && !other.pid) {
			parent = other;
			work(l, rs, i);
		}
	}
	ok = ok && shards_hear(&crew, l->o->rules, l->o->now, sh, &merged, f);
	crew_end(&crew);
	signal(SIGPIPE, pipes);
	if (ok) {
		shards_add(sh, rs->nshares, &all);
		*code = tell(l, &merged, &all);
	} else {
		snap_free(&merged);
	}
	mem_free(sh);
	return ok;
}

bool
cmd_shares(struct logs *l, int *code, struct fault *f)
{
	const struct opts *o = l->opts;
	struct ranges rs = { 0 };
	bool ok;

	if (!shard_rules(l->o->rules, f))
		return false;
	if (l->o->log.rejects)
		return fault(f, "refused lines go to their file in order");
	if (l->o->log.multiline)
		return fault(f, "a record over several lines could be cut");
	if (o->index == o->argc)
		return fault(f, "standard input is read in one piece");
	ok = ranges_cut(&rs, o->argv + o->index, (size_t)(o->argc - o->index),
	    (unsigned)l->o->workers, f);
	ok = ok && (rs.nshares > 1 || fault(f, "there is one part"));
	ok = ok && count(l, &rs, code, f);
	ranges_free(&rs);
	return ok;
}
