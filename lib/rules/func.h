/*
 * The functions of expressions: a row each. Another function is another row.
 */
#ifndef RULES_FUNC_H
#define RULES_FUNC_H

#include "rules/eval.h"

enum {
	FUNC_MAX = 64,	/* functions at most */
};

struct expr_func {
	const char *name;
	/*
	 * What the arguments are, a letter each: v value, n a value used as
	 * a number, c condition, p pattern, t replacement of the pattern
	 * before it, g group of the pattern before it, m a metric. '?' stands before
	 * those that may be absent, '*' after one that may be repeated.
	 * NULL: map, whose arguments have a grammar of their own: the value,
	 * then pairs of key and value, then the value of else if there is
	 * one.
	 */
	const char *args;
	bool event, compute;	/* what expressions it is for */
	void (*eval)(struct eval *ev, const struct expr *e,
	    struct expr_value *v);
};

/* The row of that name, or NULL. */
const struct expr_func *func_find(struct str name);
/* All names, for hints; returns how many. */
size_t func_names(const char *names[FUNC_MAX]);
/* Fewest and most arguments of a row with args. */
void func_arity(const struct expr_func *f, size_t *least, size_t *most);

/* Text functions (functext.c). */
void func_lower(struct eval *, const struct expr *, struct expr_value *);
void func_upper(struct eval *, const struct expr *, struct expr_value *);
void func_len(struct eval *, const struct expr *, struct expr_value *);
void func_replace(struct eval *, const struct expr *, struct expr_value *);
void func_match(struct eval *, const struct expr *, struct expr_value *);
/* Texts that are quantities (funcunits.c). */
void func_duration(struct eval *, const struct expr *, struct expr_value *);
void func_bytes(struct eval *, const struct expr *, struct expr_value *);

#endif
