/*
 * What is needed is found by marking families; labels and params are asked
 * whether a marked one uses them.
 */
#include <stdlib.h>

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
is_used(const struct excerpt *x, const struct label_decl *label,
    const struct rules_param *param)
{
	for (size_t i = 0; i < x->rules->nrules; i++) {
		const struct rule *rule = x->rules->rule[i];

		if (!x->wanted[rule->family])
			continue;
		if (param && param_is_used(rule, param))
			return true;
		for (size_t k = 0; label && k < rule->nby; k++)
			if (rule->by[k].decl == label)
				return true;
	}
	return false;
}

/* A piece of the array: by its name. */
struct piece {
	struct str name;
	const struct label_decl *label;
	const struct rules_param *param;
	const struct rule_family *family;
};

/* Labels, params, then metrics. */
static int
by_name(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;
	int ka = a->label ? 0 : a->param ? 1 : 2;
	int kb = b->label ? 0 : b->param ? 1 : 2;

	return ka != kb ? ka - kb : str_cmp(a->name, b->name);
}

static size_t
pieces(const struct excerpt *x, struct piece *to)
{
	const struct rules *r = x->rules;
	size_t n = 0;

	for (size_t i = 0; i < r->nlabels; i++)
		if (is_used(x, r->label[i], NULL))
			to[n++] = (struct piece){ .name = r->label[i]->name,
				.label = r->label[i] };
	for (size_t i = 0; i < r->nparams; i++)
		if (is_used(x, NULL, r->param[i]))
			to[n++] = (struct piece){ .name = r->param[i]->name,
				.param = r->param[i] };
	for (size_t i = 0; i < r->nfamilies; i++)
		if (x->wanted[i])
			to[n++] = (struct piece){ .name = r->family[i].name,
				.family = &r->family[i] };
	qsort(to, n, sizeof(*to), by_name);
	return n;
}

static void
put_piece(struct buf *b, const struct piece *p)
{
	if (p->label)
		label_put_json(b, p->label);
	else if (p->param)
		param_put_json(b, p->param, true);
	for (size_t i = 0; p->family && i < p->family->n; i++) {
		if (i)
			buf_putc(b, ',');
		rule_put_json(b, p->family->rule[i], false);
	}
}

void
excerpt_put(struct buf *b, const struct rules *r,
    const struct rule_family *family)
{
	struct excerpt x = { r, mem_new(r->nfamilies, sizeof(bool)) };
	struct piece *piece = mem_new(r->nlabels + r->nparams + r->nfamilies,
	    sizeof(*piece));
	size_t n;

	want(&x, (size_t)(family - r->family));
	n = pieces(&x, piece);
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		put_piece(b, &piece[i]);
	}
	buf_putc(b, ']');
	mem_free(piece);
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
