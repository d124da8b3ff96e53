/*
 * mlog-agg --logs: mlog-parse's work in the same process, or in several.
 */
#ifndef CMD_LOGS_H
#define CMD_LOGS_H

#include "cmd/agg_options.h"

/*
 * Counts the operands by o->rules and writes the snapshot. The exit code;
 * dies of what cannot be written.
 */
int cmd_logs(struct opts *opts, struct agg_options *o);

#endif
