/*
 * What the four main()s share: messages on stderr, the answers to -h and -V,
 * opening operands and outputs.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/fault.h"
#include "base/io.h"
#include "base/opts.h"
#include "event/input.h"

#ifndef MLOG_VERSION
#define MLOG_VERSION "0.1.0"
#endif

enum { CMD_REFUSED_SHOWN = 10 };	/* refused lines shown one by one */

/*
 * The id of the next option, or OPTS_END. -h and -V are answered (stdout,
 * exit 0), a wrong option ends the program (stderr, exit 2), and so does a
 * wrong MLOG_SCAN behind the last one. Then also standard input, output and
 * error, where they are closed, are taken, by what fails as a closed one does.
 */
int cmd_option(struct opts *o);

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

/*
 * Calls read_it for each operand, opened ("-", and none at all, is standard
 * input). One that cannot be opened or read is reported and the next one
 * tried; so is a fault of read_it, unless its reader has gone. EXIT_OK, or
 * the code of what was reported last.
 */
int cmd_inputs(const struct opts *o, bool (*read_it)(void *arg, int fd,
    const char *name, struct fault *f), void *arg);

/*
 * Expands the patterns among the operands, which are views of names then; none
 * at all stays none.
 */
void cmd_patterns(struct opts *o, struct input_names *names);

/*
 * Opens path for writing (mode 0666 less the umask) or dies. What is in it
 * goes, or with `append` stays.
 */
void cmd_open_out(const struct opts *o, const char *path, bool append,
    struct out *out);

#endif
