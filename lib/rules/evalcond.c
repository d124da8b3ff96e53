/*
 * Conditions of checked expressions: whether they hold for an event. What is
 * constant was made ready by exprcheck.c.
 */
#include <math.h>

#include "base/num.h"
#include "rules/eval.h"
#include "rules/glob.h"

/* Whole numbers over 2^53, ids mostly, differ where their doubles do not. The
 * two have equal doubles, so equal signs. */
static int
exact_order(struct str a, struct str b)
{
	bool minus;
	struct str x = num_digits(a, &minus), y = num_digits(b, &minus);
	int order;

	if (!x.n || !y.n)
		return 0;
	order = x.n != y.n ? (x.n > y.n) - (x.n < y.n) : str_cmp(x, y);
	return minus ? -order : order;
}

static bool
number_order(const struct expr_value *a, const struct expr_value *b,
    int *order)
{
	double x, y;

	if (eval_number(a, &x) != EVAL_NUMBER ||
	    eval_number(b, &y) != EVAL_NUMBER)
		return false;
	*order = (x > y) - (x < y);
	if (*order == 0 && fabs(x) >= 0x1p53)
		*order = exact_order(a->text, b->text);
	return true;
}

static struct str
plain_text(const struct expr_value *v)
{
	return v->kind != EVAL_BOOL ? v->text :
	    v->num > 0 ? STR("true") : STR("false");
}

/* False when the two cannot be compared. */
static bool
compare(const struct expr_value *a, const struct expr_value *b, int *order)
{
	if (eval_none(a) || eval_none(b))
		return false;
	if (a->kind == EVAL_NUMBER || a->kind == EVAL_DIGITS ||
	    b->kind == EVAL_NUMBER || b->kind == EVAL_DIGITS)
		return number_order(a, b, order);
	*order = str_cmp(plain_text(a), plain_text(b));
	return true;
}

bool
eval_same(const struct expr_value *a, const struct expr_value *b)
{
	int order;

	return compare(a, b, &order) && order == 0;
}

/* A field against a text, without making values of them; not escaped. */
static bool
field_is(const struct value *f, const struct expr *text)
{
	struct expr_value a;

	switch (f->kind) {
	case VALUE_STRING:
		return str_eq(f->text, text->text);
	case VALUE_NUMBER:
		a = (struct expr_value){ EVAL_DIGITS, 0, f->text };
		return text->numeric && eval_same(&a,
		    &(struct expr_value){ EVAL_NUMBER, text->num,
		    text->text });
	case VALUE_FALSE:
		return str_eq(text->text, STR("false"));
	case VALUE_TRUE:
		return str_eq(text->text, STR("true"));
	case VALUE_OBJECT: case VALUE_ARRAY:
		return str_eq(f->text, text->text);
	default:
		return false;
	}
}

static bool
field_in(const struct value *f, const struct expr *e)
{
	for (size_t i = 1; i < e->nargs; i++)
		if (field_is(f, e->arg[i]))
			return true;
	return false;
}

static bool
any_of(struct eval *ev, const struct expr *e)
{
	struct expr_value a, b;

	if (e->fast == EXPR_FIELD_TEXT) {
		const struct value *f = &ev->event->field[e->arg[0]->field];

		if (f->kind != VALUE_STRING || !f->escaped)
			return field_in(f, e);
	}
	eval_value(ev, e->arg[0], &a);
	for (size_t i = 1; i < e->nargs && !eval_none(&a); i++) {
		eval_value(ev, e->arg[i], &b);
		if (eval_same(&a, &b))
			return true;
	}
	return false;
}

static bool
ordered(struct eval *ev, const struct expr *e)
{
	struct expr_value a, b;
	int order;

	eval_value(ev, e->arg[0], &a);
	eval_value(ev, e->arg[1], &b);
	if (!compare(&a, &b, &order))
		return false;
	return e->op == EXPR_LT ? order < 0 : e->op == EXPR_LE ? order <= 0 :
	    e->op == EXPR_GT ? order > 0 : order >= 0;
}

static bool
matches(struct eval *ev, const struct expr *e)
{
	struct expr_value v;
	enum pattern_result found;

	eval_value(ev, e->arg[0], &v);
	if (eval_none(&v))
		return false;
	found = pattern_match(e->arg[1]->pattern, ev->matcher,
	    eval_text(ev, &v));
	ev->limits += found == PATTERN_LIMIT;
	return found == PATTERN_YES;
}

static bool
like(struct eval *ev, const struct expr *e)
{
	struct expr_value v;

	eval_value(ev, e->arg[0], &v);
	return !eval_none(&v) && glob_match(e->glob, eval_text(ev, &v));
}

static bool
part_of(struct eval *ev, const struct expr *e)
{
	struct expr_value a, b;
	struct str s, part;

	eval_value(ev, e->arg[0], &a);
	eval_value(ev, e->arg[1], &b);
	if (eval_none(&a) || eval_none(&b))
		return false;
	s = eval_text(ev, &a);
	part = eval_text(ev, &b);
	return e->op == EXPR_STARTS ? str_starts(s, part) :
	    e->op == EXPR_ENDS ? str_ends(s, part) : glob_contains(s, part);
}

static bool
has(struct eval *ev, const struct expr *e)
{
	struct expr_value v;

	eval_value(ev, e, &v);
	return !eval_none(&v);
}

static bool
in_levels(const struct eval *ev, const struct expr *e)
{
	int s = ev->event->severity;

	return e->levels >> (s > 0 && s <= SEVERITY_MAX ? s : 0) & 1;
}

bool
eval_condition(struct eval *ev, const struct expr *e)
{
	if (e->fast == EXPR_LEVELS)
		return in_levels(ev, e);
	switch (e->op) {
	case EXPR_TRUE:
		return true;
	case EXPR_OR:
		for (size_t i = 0; i < e->nargs; i++)
			if (eval_condition(ev, e->arg[i]))
				return true;
		return false;
	case EXPR_AND:
		for (size_t i = 0; i < e->nargs; i++)
			if (!eval_condition(ev, e->arg[i]))
				return false;
		return true;
	case EXPR_NOT:
		return !eval_condition(ev, e->arg[0]);
	case EXPR_EQ: case EXPR_IN:
		return any_of(ev, e);
	case EXPR_NE:
		return !any_of(ev, e);
	case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE:
		return ordered(ev, e);
	case EXPR_MATCHES:
		return matches(ev, e);
	case EXPR_MATCHES_NOT:
		return !matches(ev, e);
	case EXPR_LIKE:
		return like(ev, e);
	case EXPR_STARTS: case EXPR_ENDS: case EXPR_CONTAINS:
		return part_of(ev, e);
	case EXPR_HAS:
		return has(ev, e->arg[0]);
	default:
		return false;
	}
}
