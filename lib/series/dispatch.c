/*
 * What conditions say of the name is a promise only: a rule in a list is
 * asked in full.
 */
#include "base/mem.h"
#include "series/dispatch.h"
#include "series/table.h"

/* The names that a condition can hold for. */
struct names {
	int *field;
	struct str name[DISPATCH_NAMES_MAX];
	size_t n;
};

static bool names_of(struct names *to, const struct expr *e);

static bool
is_name(struct names *to, const struct expr *e)
{
	if (e->op != EXPR_FIELD || e->nparts != 1 ||
	    !str_eq(e->part[0], STR("event")))
		return false;
	if (*to->field < 0)
		*to->field = e->field;
	return *to->field == e->field;
}

/* e is what the name is compared with. A number in quotes equals numbers. */
static bool
add_name(struct names *to, const struct expr *e)
{
	if (e->op != EXPR_STRING || e->numeric || to->n == DISPATCH_NAMES_MAX)
		return false;
	to->name[to->n++] = e->text;
	return true;
}

static bool
names_of_equal(struct names *to, const struct expr *e)
{
	if (is_name(to, e->arg[0]))
		return add_name(to, e->arg[1]);
	return is_name(to, e->arg[1]) && add_name(to, e->arg[0]);
}

static bool
names_of_in(struct names *to, const struct expr *e)
{
	if (!is_name(to, e->arg[0]))
		return false;
	for (size_t i = 1; i < e->nargs; i++)
		if (!add_name(to, e->arg[i]))
			return false;
	return true;
}

/* One that says it is enough. */
static bool
names_of_and(struct names *to, const struct expr *e)
{
	size_t n = to->n;

	for (size_t i = 0; i < e->nargs; i++) {
		if (names_of(to, e->arg[i]))
			return true;
		to->n = n;
	}
	return false;
}

static bool
names_of_or(struct names *to, const struct expr *e)
{
	for (size_t i = 0; i < e->nargs; i++)
		if (!names_of(to, e->arg[i]))
			return false;
	return true;
}

/* False: the condition may hold whatever the name is. */
static bool
names_of(struct names *to, const struct expr *e)
{
	switch (e->op) {
	case EXPR_EQ:
		return names_of_equal(to, e);
	case EXPR_IN:
		return names_of_in(to, e);
	case EXPR_AND:
		return names_of_and(to, e);
	case EXPR_OR:
		return names_of_or(to, e);
	default:
		return false;
	}
}

static bool
names_of_both(struct names *to, const struct expr *a, const struct expr *b)
{
	return (a || b) && (!a || names_of(to, a)) && (!b || names_of(to, b));
}

static bool
names_of_rule(struct names *to, const struct rule *rule)
{
	if (rule->pair.given)
		return names_of_both(to, rule->pair.from, rule->pair.to);
	if (rule->where && names_of(to, rule->where))
		return true;
	to->n = 0;
	return rule->kind == RULE_UPDOWN &&
	    names_of_both(to, rule->up, rule->down);
}

static void
add_rule(struct dispatch_list *l, size_t rule)
{
	if (l->n && l->rule[l->n - 1] == rule)
		return;
	l->rule = mem_resize(l->rule, l->n + 1, sizeof(*l->rule));
	l->rule[l->n++] = (unsigned)rule;
}

static struct dispatch_list *
list_of(struct dispatch *d, struct str name)
{
	struct dispatch_list *l;

	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->list[i].name, name))
			return &d->list[i];
	d->list = mem_resize(d->list, d->n + 1, sizeof(*d->list));
	l = &d->list[d->n++];
	*l = (struct dispatch_list){ .name = name };
	for (size_t i = 0; i < d->rest.n; i++)
		add_rule(l, d->rest.rule[i]);
	return l;
}

static void
enter_rule(struct dispatch *d, const struct rule *rule, size_t index)
{
	struct names names = { .field = &d->field };

	add_rule(&d->all, index);
	if (names_of_rule(&names, rule) &&
	    d->n + names.n <= DISPATCH_TOTAL_MAX) {
		for (size_t i = 0; i < names.n; i++)
			add_rule(list_of(d, names.name[i]), index);
		return;
	}
	add_rule(&d->rest, index);
	for (size_t i = 0; i < d->n; i++)
		add_rule(&d->list[i], index);
}

static void
index_names(struct dispatch *d)
{
	d->nslots = 16;
	while (d->nslots < d->n * 4)
		d->nslots *= 2;
	d->slot = mem_new(d->nslots, sizeof(*d->slot));
	for (size_t i = 0; i < d->n; i++) {
		size_t at = table_hash(&d->list[i].name, 1) & (d->nslots - 1);

		while (d->slot[at])
			at = (at + 1) & (d->nslots - 1);
		d->slot[at] = (unsigned)i + 1;
	}
}

void
dispatch_init(struct dispatch *d, const struct rules *rules)
{
	*d = (struct dispatch){ .field = -1 };
	for (size_t i = 0; i < rules->nrules; i++)
		if (rules->rule[i]->kind != RULE_COMPUTE)
			enter_rule(d, rules->rule[i], i);
	index_names(d);
}

void
dispatch_free(struct dispatch *d)
{
	for (size_t i = 0; i < d->n; i++)
		mem_free(d->list[i].rule);
	mem_free(d->list);
	mem_free(d->all.rule);
	mem_free(d->rest.rule);
	mem_free(d->slot);
	*d = (struct dispatch){ 0 };
}

const struct dispatch_list *
dispatch_find(const struct dispatch *d, const struct event *e)
{
	const struct value *v;

	if (d->field < 0)
		return &d->all;
	v = &e->field[d->field];
	if (v->kind == VALUE_MISSING || v->kind == VALUE_NULL)
		return &d->rest;
	if (v->kind != VALUE_STRING || v->escaped)
		return &d->all;
	for (size_t at = table_hash(&v->text, 1);; at++) {
		unsigned i = d->slot[at & (d->nslots - 1)];

		if (!i)
			return &d->rest;
		if (str_eq(d->list[i - 1].name, v->text))
			return &d->list[i - 1];
	}
}
