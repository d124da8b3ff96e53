/*
 * What mlog-prom was asked to do.
 */
#ifndef CMD_PROM_OPTIONS_H
#define CMD_PROM_OPTIONS_H

#include "cmd/cmd.h"
#include "prom/respond.h"

struct prom_options {
	struct responder responder;	/* its `show` is what a file gets, too */
	const char *where;	/* the selection of `show`, as text, or NULL */
	const char *output;	/* a file, or NULL */
	bool serve, verbose;
};

/*
 * Reads the command line. opts is set up whole; the operands are in the
 * responder's `show`, whose selection is the caller's to destroy. A fault ends
 * the program.
 */
void prom_options(struct opts *opts, struct prom_options *o, int argc,
    char *argv[]);

#endif
