/*
 * What is needed is found by marking families; labels and params are asked
 * whether a marked one uses them.
 */
#include "base/mem.h"
#include "rules/excerpt.h"
#include "rules/parse.h"
#include "rules/rulejson.h"

struct excerpt {
	const struct rules *rules;
	bool *wanted;		/* by family */
};

static void want(struct excerpt *x, size_t family);

static void
want_operands(struct excerpt *x, const struct expr *e)
{
	if (e->op == EXPR_METRIC)
		want(x, e->index);
	for (size_t i = 0; i < e->nargs; i++)
		want_operands(x, e->arg[i]);
}

static void
want(struct excerpt *x, size_t family)
{
	const struct rule *first = x->rules->family[family].rule[0];

	if (x->wanted[family])
		return;
	x->wanted[family] = true;
	if (first->compute)
		want_operands(x, first->compute);
}

static bool
expr_uses(const struct expr *e, const struct rules_param *p)
{
	if (e->op == EXPR_PARAM && e->param == p)
		return true;
	for (size_t i = 0; i < e->nargs; i++)
		if (expr_uses(e->arg[i], p))
			return true;
	return false;
}

static bool
rule_uses(const struct rule *rule, const struct rules_statement *s)
{
	if (s->param)
		return str_eq(rule->window.from_param, s->param->name) ||
		    (rule->compute && expr_uses(rule->compute, s->param));
	for (size_t i = 0; i < rule->nby; i++)
		if (rule->by[i].decl == s->label)
			return true;
	return false;
}

static bool
is_used(const struct excerpt *x, const struct rules_statement *s)
{
	for (size_t i = 0; i < x->rules->nrules; i++)
		if (x->wanted[x->rules->rule[i]->family] &&
		    rule_uses(x->rules->rule[i], s))
			return true;
	return false;
}

static bool
belongs(const struct excerpt *x, const struct rules_statement *s)
{
	if (s->rule)
		return s->rule->kind != RULE_SPAN &&
		    x->wanted[s->rule->family];
	return (s->label || s->param) && is_used(x, s);
}

void
excerpt_put(struct buf *b, const struct rules *r,
    const struct rule_family *family)
{
	struct excerpt x = { r, mem_new(r->nfamilies, sizeof(bool)) };
	const char *comma = "";

	want(&x, (size_t)(family - r->family));
	buf_putc(b, '[');
	for (size_t i = 0; i < r->nstatements; i++) {
		const struct rules_statement *s = &r->statement[i];

		if (!belongs(&x, s))
			continue;
		buf_puts(b, str_c(comma));
		comma = ",";
		if (s->rule)
			rule_put_json(b, s->rule, false);
		else if (s->label)
			label_put_json(b, s->label);
		else
			param_put_json(b, s->param);
	}
	buf_putc(b, ']');
	mem_free(x.wanted);
}

struct rules *
excerpt_read(struct str array, struct fault *f)
{
	struct rules *r = rules_new();
	struct rules_errors errors = { 0 };
	struct buf text = { 0 };
	bool ok;

	/* No include is shallow enough. */
	r->depth = RULES_INCLUDE_MAX;
	buf_lit(&text, "{\"rules\":");
	buf_puts(&text, array);
	buf_putc(&text, '}');
	ok = rules_load_text(r, STR("statements"), buf_str(&text), &errors);
	ok = rules_finish(r, &errors) && ok;
	if (!ok && errors.n)
		fault(f, "statements: %.*s",
		    STR_ARG(errors.error[0].message));
	else if (!ok)
		fault(f, "statements: they are none");
	if (!ok)
		rules_destroy(r);
	buf_free(&text);
	rules_errors_free(&errors);
	return ok ? r : NULL;
}
