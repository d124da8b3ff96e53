/*
 * What the commands say, all of it on stderr.
 */
#ifndef CMD_SAY_H
#define CMD_SAY_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/opts.h"

enum { CMD_REFUSED_SHOWN = 10 };	/* refused lines shown one by one */

/* "PROG: message" on stderr, when -q was not given (cmd_quiet). */
void cmd_warn(const struct opts *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
extern bool cmd_quiet;
/* The same for each line of the text, which is released. */
void cmd_warn_lines(const struct opts *o, struct buf *text);

/*
 * Tells of a refused line, the nth of them: the first ten are shown. reason
 * is its name in metrics, or "".
 */
void cmd_refused(const struct opts *o, uint64_t nth, const char *input,
    uint64_t line, size_t column, const char *reason, const char *what);

/* Prints the message of a fault, -q or not. */
void cmd_say(const struct opts *o, const struct fault *f);

#endif
