/*
 * mlog-parse --resume and --follow: the state's positions, signals, messages.
 */
#ifndef CMD_RESUME_H
#define CMD_RESUME_H

#include "cmd/cmd.h"
#include "event/stream.h"

/*
 * Reads the operands through s, from the positions in the state at path on
 * and with marks, or without either (NULL). follow: until SIGTERM or SIGINT;
 * these end it in order in any case. The exit code; dies of what is wrong
 * with the state, and of output that fails: with 75 where its reader has gone
 * and SIGPIPE is ignored.
 */
int cmd_resume(const struct opts *o, struct stream *s, const char *path,
    bool follow);

#endif
