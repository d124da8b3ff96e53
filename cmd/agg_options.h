/*
 * What mlog-agg was asked to do.
 */
#ifndef CMD_AGG_OPTIONS_H
#define CMD_AGG_OPTIONS_H

#include "cmd/log_options.h"
#include "rules/rule.h"

struct agg_options {
	struct rules *rules;
	const char *output, *name, *state;
	int64_t now, every;	/* ns; every 0: only at the end */
	int form;		/* of --print: index of json, rules */
	int level;		/* of --fail-on: index of warn, crit */
	bool check, print, explain, no_own, fail_on, verbose;
	bool merge, diff, table;
	bool logs;		/* the operands are raw logs, */
	uint64_t workers;	/* read by so many processes, */
	struct log_options log;	/* in this way; strict is for events too */
};

/*
 * Reads the command line. opts is set up whole, its operands are what is left.
 * The rules are read and checked, unless snapshots are merged; the caller
 * destroys them. A fault ends the program.
 */
void agg_options(struct opts *opts, struct agg_options *o, int argc,
    char *argv[]);

/* The label of the own metrics, or NULL. Valid until the next call. */
const char *agg_pipeline(const struct agg_options *o);

#endif
