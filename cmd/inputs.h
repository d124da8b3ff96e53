/*
 * The operands of a filter as its inputs.
 */
#ifndef CMD_INPUTS_H
#define CMD_INPUTS_H

#include "cmd/cmd.h"
#include "event/input.h"

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

#endif
