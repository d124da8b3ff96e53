/*
 * What mlog-parse was asked to do.
 */
#ifndef CMD_PARSE_OPTIONS_H
#define CMD_PARSE_OPTIONS_H

#include "cmd/log_options.h"
#include "rules/rule.h"

struct parse_options {
	struct log_options log;
	const char *keep, *resume;
	struct rules *rules;
	bool verbose, detect, follow;
};

/*
 * Reads the command line. opts is set up whole, its operands are what is left.
 * A fault ends the program.
 */
void parse_options(struct opts *opts, struct parse_options *o, int argc,
    char *argv[]);

/*
 * Has a converter keep what the options say. Dies of what cannot be kept, and
 * of wrong rules.
 */
void parse_keep(const struct opts *opts, const struct parse_options *o,
    struct logline *ll);

#endif
