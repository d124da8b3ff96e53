/*
 * What mlog-parse was asked to do.
 */
#ifndef CMD_PARSE_OPTIONS_H
#define CMD_PARSE_OPTIONS_H

#include "cmd/cmd.h"
#include "event/stream.h"
#include "rules/rule.h"

struct parse_options {
	const struct dialect *format;
	struct dialect_custom custom;
	const char *map, *keep, *rejects, *resume;
	struct rules *rules;
	int invalid;
	bool strict, verbose, multiline, detect, follow;
	uint64_t max_line;
};

/*
 * Reads the command line. opts is set up whole, its operands are what is left.
 * A fault ends the program.
 */
void parse_options(struct opts *opts, struct parse_options *o, int argc,
    char *argv[]);

/*
 * A converter as the options have it, the caller's to destroy; o stays with
 * it, for the dialect may lie there. Dies of what cannot be kept or mapped.
 */
struct logline *parse_logline(const struct opts *opts,
    struct parse_options *o);

#endif
