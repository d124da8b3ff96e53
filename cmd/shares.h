/*
 * mlog-agg --logs -j N: a process a share of the logs.
 */
#ifndef CMD_SHARES_H
#define CMD_SHARES_H

#include "cmd/logs.h"

/*
 * Counts the operands by several processes, writes the snapshot and tells what
 * there is to be told: *code is the exit code. False, with the reason, where
 * one process has to do it alone; nothing has been written then.
 */
bool cmd_shares(struct logs *l, int *code, struct fault *f);

#endif
