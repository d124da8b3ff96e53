/*
 * Labels in the metric's order, and the fields that a pair has to keep.
 */
#include <float.h>

#include "base/mem.h"
#include "series/plan.h"

static const struct rule_label *
label_of(const struct aggregate_rule *p, struct str name)
{
	for (size_t i = 0; i < p->rule->nby; i++)
		if (str_eq(p->rule->by[i].name, name))
			return &p->rule->by[i];
	return p->rule->kind == RULE_FREQUENCY && str_eq(name,
	    p->bucket.name) ? &p->bucket : NULL;
}

static void
add_labels(struct aggregate_rule *p, const struct rule_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fieldlist_read(&p->fields, l[i].value);
}

/* In the order of the statement, whatever the other rules read. */
static void
plan_pair(struct aggregate_rule *p)
{
	const struct rule *rule = p->rule;

	fieldlist_read(&p->fields, rule->where);
	fieldlist_read(&p->fields, rule->of);
	fieldlist_read(&p->fields, rule->up);
	fieldlist_read(&p->fields, rule->down);
	fieldlist_read(&p->fields, rule->key);
	fieldlist_read(&p->fields, rule->until.cond);
	add_labels(p, rule->by, rule->nby);
	add_labels(p, rule->exemplar, rule->nexemplar);
	pairs_init(&p->pairs, p->fields.field, p->fields.n,
	    rule->pair.timeout);
}

/* x is a field, *by the number that it is multiplied with or divided by. */
static enum aggregate_value
scaled(const struct expr *e, int *field, double *by)
{
	const struct expr *x = e->arg[0], *y = e->arg[1];

	if (e->op == EXPR_MULTIPLY && x->op == EXPR_NUMBER) {
		x = e->arg[1];
		y = e->arg[0];
	}
	if (x->op != EXPR_FIELD || y->op != EXPR_NUMBER)
		return AGGREGATE_ASK;
	*field = x->field;
	*by = y->num;
	if (e->op == EXPR_MULTIPLY)
		return AGGREGATE_TIMES;
	return *by != 0 ? AGGREGATE_OVER : AGGREGATE_ASK;
}

static void
plan_value(struct aggregate_rule *p)
{
	const struct expr *of = p->rule->of;

	if (!of) {
		p->value = AGGREGATE_ONE;
	} else if (p->kind->text || p->rule->kind == RULE_FREQUENCY) {
		p->value = AGGREGATE_ASK;
	} else if (of->op == EXPR_FIELD) {
		p->value = AGGREGATE_FIELD;
		p->value_field = of->field;
	} else if (of->op == EXPR_MULTIPLY || of->op == EXPR_DIVIDE) {
		p->value = scaled(of, &p->value_field, &p->by_number);
	}
}

static int
plan_label(const struct rule_label *l)
{
	if (!l)
		return AGGREGATE_NONE;
	if (l->decl || !l->value)
		return AGGREGATE_ASKED;
	if (l->value->op == EXPR_LEVEL)
		return AGGREGATE_LEVEL;
	return l->value->op == EXPR_FIELD ? l->value->field :
	    AGGREGATE_ASKED;
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
		p->label_field[k] = plan_label(p->by[k]);
	}
	plan_value(p);
	p->where = rule->where != NULL;
	p->least = p->kind->monotonic ? 0 : -DBL_MAX;
	p->plain = !rule->pair.given && !rule->window.unit &&
	    !rule->nexemplar && !rule->expire && rule->kind != RULE_UPDOWN &&
	    rule->kind != RULE_STATES;
	p->numbered = p->plain && m->nlabels <= LABELS_MAX;
	for (size_t k = 0; k < m->nlabels; k++)
		p->numbered &= p->label_field[k] != AGGREGATE_ASKED;
	if (rule->pair.given)
		plan_pair(p);
}

/* Where the values of a field are numbered. */
static int
values_of(struct aggregate *a, int field)
{
	size_t i = 0;

	while (i < a->nlabels && a->labels[i].field != field)
		i++;
	if (i == a->nlabels) {
		a->labels = mem_resize(a->labels, i + 1, sizeof(*a->labels));
		memset(&a->labels[i], 0, sizeof(a->labels[i]));
		a->labels[i].field = field;
		a->nlabels++;
	}
	return (int)i;
}

void
plan_labels(struct aggregate *a, struct aggregate_rule *p)
{
	for (size_t k = 0; p->numbered && k < p->metric->nlabels; k++)
		p->label_values[k] = p->label_field[k] < 0 ?
		    p->label_field[k] : values_of(a, p->label_field[k]);
}

void
plan_free(struct aggregate_rule *p)
{
	mem_free(p->series);
	pairs_free(&p->pairs);
	fieldlist_free(&p->fields);
}
