/*
 * Reading rules for the commands that take -r: all errors on stderr, exit 2.
 */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include "base/opts.h"
#include "rules/rule.h"

/*
 * Adds a file or a pack, the text of -e, or a param of -D to *r, as
 * rules/recipe has it. The file "-" is standard input, read only once. Faults
 * end the program; errors in rules wait for cmd_rules_finish.
 */
void cmd_rules_file(const struct opts *o, struct rules **r, const char *path);
void cmd_rules_text(const struct opts *o, struct rules **r, const char *text);
void cmd_rules_define(const struct opts *o, struct rules **r,
    const char *text);
/* Ends the program when standard input is read for rules and by the operands
 * as well. */
void cmd_rules_apart(const struct opts *o);
/* Prints what packs there are, and ends the program. */
_Noreturn void cmd_rules_list(const struct opts *o);
/*
 * The checks that need all of them. Ends the program with every error that
 * was found, here or before.
 */
void cmd_rules_finish(const struct opts *o, struct rules *r);
/*
 * All that was added, read again and checked, into *r, which the caller
 * destroys. False, and what is wrong on stderr, where there are errors.
 */
bool cmd_rules_again(const struct opts *o, struct rules **r);
/* What a pipeline with these rules is called, as recipe_name has it. */
const char *cmd_rules_name(void);
/* At the end: the rules, and what is kept of how they were made. */
void cmd_rules_destroy(struct rules *r);

#endif
