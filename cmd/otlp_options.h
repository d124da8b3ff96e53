/*
 * What mlog-otlp was asked to do.
 */
#ifndef CMD_OTLP_OPTIONS_H
#define CMD_OTLP_OPTIONS_H

#include "cmd/cmd.h"
#include "otlp/run.h"
#include "rules/rule.h"

struct otlp_options {
	struct run run;		/* what it says of itself is here; how it
				 * ends is the caller's to add */
	struct rules *rules;	/* of its spans, before cmd_rules_finish; or
				 * NULL */
	int64_t span_timeout;	/* ns */
	bool spool_status, requeue;
};

/*
 * Reads the command line. opts is set up whole; the operands are in the run,
 * which tells what it notes by cmd_warn. The caller destroys the rules. A
 * fault ends the program.
 */
void otlp_options(struct opts *opts, struct otlp_options *o, int argc,
    char *argv[]);

#endif
