/*
 * Rules as JSON: the same tree as data, in one spelling only, so that equal
 * rules have equal text (mlog-rules.5, "As JSON").
 */
#ifndef RULES_RULEJSON_H
#define RULES_RULEJSON_H

#include "rules/rule.h"

/*
 * One metric's statement. What is the default is left out. The help is
 * printed only when it was given, and only when asked for.
 */
void rule_put_json(struct buf *b, const struct rule *rule, bool help);
void label_put_json(struct buf *b, const struct label_decl *d);
/* The rows of a table in the statement's order or, after rules_finish, by
 * their keys. */
void param_put_json(struct buf *b, const struct rules_param *p, bool sorted);
void expr_put_json(struct buf *b, const struct expr *e);
/* The member that `until` is, nothing where there is none. */
void until_put_json(struct buf *b, const struct rule_until *u);
/* An array of strings. */
void rulejson_strings(struct buf *b, const struct str *s, size_t n);

/* All statements in order: {"rules":[...]}, a line each. */
void rules_print_json(struct buf *b, const struct rules *r);

/*
 * The hash of a family: XXH64 of the printed statements in the family's
 * order, without help, and of the label declarations and params' values they
 * use.
 * 16 lower-case hex digits and a NUL.
 */
void rules_hash(const struct rule_family *f, char hash[17]);

#endif
