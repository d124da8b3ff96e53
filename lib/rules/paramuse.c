/*
 * Params in the expressions that run on events: which of their names are
 * params is known when all statements have been read. Those of `compute` are
 * compute.c's.
 */
#include "base/num.h"
#include "rules/parse.h"

/* Backquotes make a name a field's always. */
static const struct rules_param *
named(const struct rules *r, const struct expr *e)
{
	return e->nparts == 1 && !e->quoted ?
	    param_find(r, e->part[0]) : NULL;
}

static void
link_name(const struct rules *r, struct expr *e, struct rules_errors *errors)
{
	const struct rules_param *p = named(r, e);

	if (!p)
		return;
	e->op = EXPR_PARAM;
	e->param = p;
	if (!p->by.n)
		return;
	errors_add(errors, e->at, "param \"%.*s\" is a table",
	    STR_ARG(p->name));
	errors_hint(errors, "write %.*s[%.*s]; the field of that name is "
	    "`%.*s`", STR_ARG(p->name), STR_ARG(p->by), STR_ARG(p->name));
}

/* NAME[FIELD]: of the two only the latter is read of the event. */
static void
link_index(const struct rules *r, struct expr *e, struct rules_errors *errors)
{
	const struct rules_param *p = named(r, e->arg[0]);

	e->op = EXPR_WRONG;
	if (!p) {
		errors_add(errors, e->arg[0]->at, "\"%.*s\" is not a param: "
		    "a field has no \"[\"", STR_ARG(errors_name(
		    e->arg[0]->text)));
		errors_hint(errors, "an element of an array is written "
		    "with a dot: spans.0");
	} else if (!p->by.n) {
		errors_add(errors, e->arg[0]->at, "param \"%.*s\" is one "
		    "number, not a table", STR_ARG(p->name));
	} else {
		e->op = e->arg[0]->op = EXPR_PARAM;
		e->param = e->arg[0]->param = p;
	}
}

void
param_link(const struct rules *r, struct expr *e,
    struct rules_errors *errors)
{
	if (e->op == EXPR_FIELD) {
		link_name(r, e, errors);
		return;
	}
	if (e->op == EXPR_INDEX) {
		link_index(r, e, errors);
		return;
	}
	/* `has` asks for a member of the event. */
	for (size_t i = 0; i < e->nargs && e->op != EXPR_HAS &&
	    e->op != EXPR_PARAM; i++) {
		param_link(r, e->arg[i], errors);
		/* What was prepared is for fields. */
		if (e->arg[i]->op == EXPR_PARAM)
			e->fast = EXPR_PLAIN;
	}
}

static void
put_value(struct buf *b, const struct rules_param *p)
{
	buf_printf(b, "%.*s", STR_ARG(p->name));
	for (size_t i = 0; i < p->nentries; i++) {
		buf_printf(b, "[%.*s]=", STR_ARG(p->sorted[i]->key));
		num_put_double(b, p->sorted[i]->value);
	}
	if (!p->by.n || p->has_default) {
		buf_putc(b, '=');
		num_put_double(b, p->value);
	}
	buf_putc(b, '\n');
}

static void
put_used(struct buf *b, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == EXPR_PARAM) {
		put_value(b, e->param);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++)
		put_used(b, e->arg[i]);
}

void
param_put_used(struct buf *b, const struct rule *rule)
{
	const struct expr *all[] = {
		rule->of, rule->where, rule->up, rule->down, rule->key,
		rule->pair.key, rule->pair.from, rule->pair.to,
		rule->until.cond,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		put_used(b, all[i]);
	for (size_t i = 0; i < rule->nby; i++)
		put_used(b, rule->by[i].value);
	for (size_t i = 0; i < rule->nexemplar; i++)
		put_used(b, rule->exemplar[i].value);
	if (rule->window.from_param.n)
		buf_printf(b, "from=%u\n", rule->window.from);
}

static bool
has_param(const struct expr *e, const struct rules_param *p)
{
	if (!e)
		return false;
	if (e->op == EXPR_PARAM && e->param == p)
		return true;
	for (size_t i = 0; i < e->nargs; i++)
		if (has_param(e->arg[i], p))
			return true;
	return false;
}

static bool
list_has(const struct rule_label *l, size_t n, const struct rules_param *p)
{
	for (size_t i = 0; i < n; i++)
		if (has_param(l[i].value, p))
			return true;
	return false;
}

bool
param_is_used(const struct rule *rule, const struct rules_param *p)
{
	const struct expr *all[] = {
		rule->of, rule->where, rule->up, rule->down, rule->key,
		rule->pair.key, rule->pair.from, rule->pair.to,
		rule->until.cond, rule->compute,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (has_param(all[i], p))
			return true;
	return str_eq(rule->window.from_param, p->name) ||
	    list_has(rule->by, rule->nby, p) ||
	    list_has(rule->exemplar, rule->nexemplar, p);
}
