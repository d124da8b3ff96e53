/*
 * Rules from JSON to text: how JSON is read, since the text is what the
 * parser takes, and how rules are printed (mlog-rules.5, "JSON").
 */
#ifndef RULES_RULETEXT_H
#define RULES_RULETEXT_H

#include "rules/rule.h"

/* The statements of a source that is JSON. Errors have their place in it. */
void ruletext_load(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors);

/* All statements in order, as a rules file; reading it gives the same tree. */
void rules_print_text(struct buf *b, const struct rules *r);
/* An expression as a rule has it. */
void expr_print_text(struct buf *b, const struct expr *e);

#endif
