/*
 * Labels in the metric's order, and the fields that a pair has to keep.
 */
#include "base/mem.h"
#include "series/plan.h"

static const struct rule_label *
label_of(const struct aggregate_rule *p, struct str name)
{
	for (size_t i = 0; i < p->rule->nby; i++)
		if (str_eq(p->rule->by[i].name, name))
			return &p->rule->by[i];
	return &p->bucket;
}

static void
add_field(struct aggregate_rule *p, int field)
{
	size_t cap = p->nfields;

	if (field < 0)
		return;
	for (size_t i = 0; i < p->nfields; i++)
		if (p->field[i] == field)
			return;
	/* Few: the array grows by one. */
	p->field = mem_resize(p->field, cap + 1, sizeof(*p->field));
	p->field[p->nfields++] = field;
}

static void
add_fields(struct aggregate_rule *p, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == EXPR_FIELD)
		add_field(p, e->field);
	for (size_t i = 0; i < e->nargs; i++)
		add_fields(p, e->arg[i]);
}

static void
add_labels(struct aggregate_rule *p, const struct rule_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_fields(p, l[i].value);
}

/* In the order of the statement, whatever the other rules read. */
static void
plan_pair(struct aggregate_rule *p)
{
	const struct rule *rule = p->rule;

	add_fields(p, rule->where);
	add_fields(p, rule->of);
	add_fields(p, rule->up);
	add_fields(p, rule->down);
	add_fields(p, rule->key);
	add_fields(p, rule->until.cond);
	add_labels(p, rule->by, rule->nby);
	add_labels(p, rule->exemplar, rule->nexemplar);
	pairs_init(&p->pairs, p->field, p->nfields, rule->pair.timeout);
}

void
plan_init(struct aggregate_rule *p, const struct rule *rule, struct metric *m)
{
	*p = (struct aggregate_rule){ .rule = rule, .metric = m,
		.kind = kind_of(rule) };
	p->bucket = (struct rule_label){ .name = STR("bucket"),
		.value = rule->of };
	for (size_t k = 0; k < m->nlabels; k++) {
		p->by[k] = label_of(p, m->label[k]);
		for (size_t i = 0; i < rule->nby; i++)
			if (p->by[k] == &rule->by[i])
				p->place[i] = k;
	}
	if (rule->pair.given)
		plan_pair(p);
}

void
plan_free(struct aggregate_rule *p)
{
	pairs_free(&p->pairs);
	mem_free(p->field);
}
