/*
 * An aggregate as what a state keeps. When it is committed is state.c's.
 */
#include "snapshot/freeze.h"
#include "snapshot/state_counts.h"

static bool
restore(void *arg, const struct snap *s, struct fault *f)
{
	const struct state_counts *c = arg;

	return thaw(c->aggregate, s, c->pipeline, f);
}

static bool
save(void *arg, struct snap *s, struct fault *f)
{
	const struct state_counts *c = arg;

	if (!freeze(s, c->aggregate, c->now != STAMP_NONE ? c->now :
	    stamp_now(), c->pipeline, f))
		return false;
	s->latest = c->aggregate->latest;
	return true;
}

static uint64_t
events(void *arg)
{
	const struct state_counts *c = arg;

	return c->aggregate->events;
}

static void
add_totals(void *arg, const struct totals *t)
{
	const struct state_counts *c = arg;

	totals_add(&c->aggregate->totals, t);
}

/* The clock goes on while the stream pauses. */
static bool
due(void *arg, int64_t *wait, struct fault *f)
{
	const struct state_counts *c = arg;

	(void)wait;
	(void)f;
	if (c->now == STAMP_NONE)
		aggregate_clock(c->aggregate, stamp_now());
	return true;
}

void
state_counts(struct state *s, struct state_counts *c)
{
	static const struct state_kept how = { .thaw = restore,
		.freeze = save, .events = events, .totals = add_totals,
		.due = due };
	struct state_kept kept = how;

	kept.arg = c;
	state_init(s, &kept);
}
