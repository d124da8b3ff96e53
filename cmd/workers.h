/*
 * The processes that count shares of the logs.
 */
#ifndef CMD_WORKERS_H
#define CMD_WORKERS_H

#include "cmd/agg_options.h"
#include "snapshot/shard.h"

/* How to count one share, with what is made for it: in its process. */
struct workers_job {
	const struct ranges *ranges;
	const struct rules *rules;
	const char *pipeline;	/* as for freeze */
	int64_t now;		/* of the run, or STAMP_NONE */
	void (*count)(void *arg, unsigned share, struct shard *sh,
	    struct aggregate **a);
	void *arg;
};

/*
 * All shares counted at once, into *merged, which the caller frees, and *all.
 * False, with the reason, where they cannot stand side by side, or a process
 * failed: then nothing was counted.
 */
bool cmd_workers(const struct workers_job *job, struct snap *merged,
    struct shard *all, struct fault *f);

/*
 * A `step` for the streams of count: ends its process when the parent is not
 * there any more to take what it comes to.
 */
void cmd_workers_step(uint64_t lines, uint64_t bytes);

#endif
