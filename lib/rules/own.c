/*
 * Names that mean something else than a field where a rule says so: `elapsed`
 * in one with a pair, the entity's labels in `until`. Done when the statement
 * is complete, since clauses come in any order, and for `until` when all of
 * the metric's are.
 */
#include "rules/parse.h"

/* Backquotes make a name a field's always. */
static bool
is_plain(const struct expr *e)
{
	return (e->op == EXPR_FIELD || e->op == EXPR_LEVEL) && !e->quoted;
}

/* What was prepared for a field is not for what it has become. */
static void
turn(struct expr *e, enum expr_op op)
{
	e->op = op;
	e->fast = EXPR_PLAIN;
}

static void
find_elapsed(struct expr *e)
{
	if (!e)
		return;
	if (is_plain(e) && e->nparts == 1 &&
	    str_eq(e->part[0], STR("elapsed"))) {
		turn(e, EXPR_ELAPSED);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++) {
		find_elapsed(e->arg[i]);
		if (e->arg[i]->op == EXPR_ELAPSED &&
		    e->fast == EXPR_FIELD_TEXT)
			e->fast = EXPR_PLAIN;
	}
}

static void
find_in_labels(struct rule_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (l[i].own)
			find_elapsed(l[i].value);
}

static void
find_own(struct expr *e, const struct rule_family *f)
{
	for (size_t i = 0; i < f->nlabels && is_plain(e); i++)
		if (str_eq(e->text, f->label[i].name)) {
			turn(e, EXPR_OWN);
			e->index = i;
		}
	for (size_t i = 0; i < e->nargs; i++)
		find_own(e->arg[i], f);
}

void
parse_own(struct rule *rule)
{
	if (!rule->pair.given)
		return;
	find_elapsed(rule->of);
	find_elapsed(rule->where);
	find_elapsed(rule->failed);
	find_in_labels(rule->by, rule->nby);
	find_in_labels(rule->exemplar, rule->nexemplar);
	find_in_labels(rule->attributes, rule->nattributes);
}

void
own_until(struct rules *r, const struct rule_family *f, struct rule *rule,
    struct rules_errors *errors)
{
	if (!rule->until.cond)
		return;
	find_own(rule->until.cond, f);
	expr_check_condition(rule->until.cond, &r->arena, errors);
}
