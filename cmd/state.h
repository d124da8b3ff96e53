/*
 * The state of mlog-agg: opening and ending it, with the messages and the
 * signals that belong to that.
 */
#ifndef CMD_STATE_H
#define CMD_STATE_H

#include "cmd/cmd.h"
#include "series/feed.h"
#include "snapshot/live.h"

/*
 * Opens the state at path for what feed counts, and has SIGTERM and SIGINT
 * end the reading in order. Dies of what is wrong with the state. pipeline
 * and now are as in state_init.
 */
void cmd_state_open(const struct opts *o, const char *path,
    struct feed *feed, const char *pipeline, int64_t now);
/* Has live called between two reads as well. */
void cmd_state_live(struct live *live);
/* An interval is over: commits, and writes to output, unless that is NULL,
 * what was committed. */
bool cmd_state_tick(const struct opts *o, const char *output,
    struct fault *f);
/* Another aggregate goes on in the place of the one before. */
void cmd_state_aggregate(struct aggregate *a);
/*
 * Commits when the inputs were read (code is EXIT_OK), and writes to output,
 * unless that is NULL, what was committed. The exit code.
 */
int cmd_state_end(const struct opts *o, int code, const char *output);

#endif
