/*
 * The state of mlog-agg: what is kept in it are the counts.
 */
#ifndef SNAPSHOT_STATE_COUNTS_H
#define SNAPSHOT_STATE_COUNTS_H

#include "series/aggregate.h"
#include "snapshot/state.h"

struct state_counts {
	struct aggregate *aggregate;	/* new */
	const char *pipeline;	/* label of the own metrics, or NULL */
	int64_t now;		/* what the clock shows, or STAMP_NONE: the
				 * wall's */
};

/* Makes it a state of these counts, which outlive it. */
void state_counts(struct state *s, struct state_counts *c);

#endif
