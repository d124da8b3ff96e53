/*
 * One option table a command: it feeds getopt_long, the usage text and the
 * test that compares it with the man page.
 */
#ifndef BASE_OPTS_H
#define BASE_OPTS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

enum {
	OPTS_MAX = 64,		/* options of one command */
	OPTS_LONG = 256,	/* ids of options without a letter start here */
};

struct opt {
	int id;			/* its letter, or OPTS_LONG and up */
	const char *name;	/* the long name */
	const char *arg;	/* name of its argument, or NULL */
	const char *help;	/* one line */
};

/* A command line; fill the first group, the rest is opts_next's. */
struct opts {
	const char *prog;
	const char *operands;	/* "[FILE...]" */
	const char *summary;	/* one line: what the command does */
	const char *examples;	/* lines, each ends in '\n'; or NULL. They are
				 * indented when printed */
	const struct opt *table;	/* ends with a zeroed row */

	int argc;
	char **argv;
	const char *arg;	/* argument of the option just returned */
	const struct opt *opt;	/* its row */
	int index;		/* after the last one: first operand */
};

/* Every table begins with these rows. */
#define OPTS_COMMON \
	{ 'h', "help", NULL, "print this help and exit" }, \
	{ 'V', "version", NULL, "print the version and exit" }

/*
 * The id of the next option, OPTS_END after the last (index is then the first
 * operand), OPTS_BAD with a fault for one that is unknown, ambiguous, lacks
 * its argument or has one too many; unknown long ones get a "did you mean".
 */
enum { OPTS_END = -1, OPTS_BAD = -2 };
int opts_next(struct opts *o, struct fault *f);

/* The usage: synopsis, summary, a line an option, examples. */
void opts_help(const struct opts *o, struct buf *b);

/*
 * The argument of the last option, whole and in range; else false and a fault
 * that names option, argument and reason.
 */
bool opts_uint(const struct opts *o, uint64_t min, uint64_t max, uint64_t *v,
    struct fault *f);
bool opts_size(const struct opts *o, uint64_t min, uint64_t max, uint64_t *v,
    struct fault *f);
/* Nanoseconds. */
bool opts_duration(const struct opts *o, int64_t *ns, struct fault *f);
/* RFC 3339, or "now". */
bool opts_time(const struct opts *o, int64_t *ns, struct fault *f);
/* Index of the argument among the names (NULL ends them). */
bool opts_choice(const struct opts *o, const char *const *names, int *i,
    struct fault *f);

#endif
