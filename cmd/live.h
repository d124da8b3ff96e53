/*
 * mlog-agg --every: the timer, the signals, and what each interval writes.
 */
#ifndef CMD_LIVE_H
#define CMD_LIVE_H

#include "cmd/agg_options.h"
#include "series/feed.h"

/*
 * Has feed stop now and then for what is due, and SIGTERM and SIGINT end the
 * reading in order; after cmd_state_open, where there is a state. o->rules
 * may be others after any read.
 */
void cmd_live_begin(const struct opts *opts, struct agg_options *o,
    struct feed *feed);

#endif
