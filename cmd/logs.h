/*
 * mlog-agg --logs: mlog-parse's work in the same process.
 */
#ifndef CMD_LOGS_H
#define CMD_LOGS_H

#include "cmd/agg_options.h"
#include "series/aggregate.h"

/* What counts, in a process. */
struct logs {
	const struct opts *opts;
	struct agg_options *o;
	int64_t now;		/* by which events in the future are told */
	struct event_reader reader;
	struct log_reader log;
	struct out out;		/* memory of its stream */
	struct aggregate *aggregate;
};

/*
 * Counts the operands by o->rules and writes the snapshot. The exit code;
 * dies of what cannot be written.
 */
int cmd_logs(struct opts *opts, struct agg_options *o);

/* Sets up the last three, of which logs_end disposes in any case; false for
 * rules that cannot count. */
bool logs_begin(struct logs *l, struct fault *f);
void logs_end(struct logs *l);
/* Says what a run came to. */
void logs_totals(const struct logs *l, const struct stream_counts *c,
    const struct logline_repairs *r);

#endif
