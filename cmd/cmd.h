/*
 * What the four main()s share: options, the last exit, and what they say.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/fault.h"
#include "base/io.h"
#include "base/opts.h"
#include "cmd/say.h"

#ifndef MLOG_VERSION
#define MLOG_VERSION "0.1.0"
#endif

/*
 * Reads a command line, o's first group filled: take is called for each of
 * its options but -h and -V, which are answered (stdout, exit 0), and -q. A
 * wrong option, and a fault of take, ends the program (stderr, exit 2), and so
 * does a wrong MLOG_SCAN behind the last one. Then also standard input, output
 * and error, where they are closed, are taken, by what fails as a closed one
 * does.
 */
void cmd_options(struct opts *o, int argc, char *argv[], bool (*take)(
    void *arg, const struct opts *o, int id, struct fault *f), void *arg);

/*
 * Ends the program for a fault: silently where the reader has gone, as
 * SIGPIPE would (or with 75 where f->again is set too, formats.md 3.9); else
 * with the message, which -q does not hide, and exit code 2 or 75.
 */
_Noreturn void cmd_die(const struct opts *o, const struct fault *f);
/* Ends it when ok is false. */
void cmd_check(const struct opts *o, bool ok, const struct fault *f);

/* Prints text on standard output, releases it, and ends the program. */
_Noreturn void cmd_answer(const struct opts *o, struct buf *text);

#endif
