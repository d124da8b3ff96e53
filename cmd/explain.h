/*
 * mlog-agg --explain.
 */
#ifndef CMD_EXPLAIN_H
#define CMD_EXPLAIN_H

#include "base/opts.h"
#include "rules/rule.h"

/*
 * Reads the operands as a sample and prints what the rules make of it. Ends
 * the program: with 2 when an operand could not be read.
 */
_Noreturn void cmd_explain(const struct opts *o, struct rules *rules);

#endif
