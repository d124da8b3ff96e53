/*
 * Each operand is added up by the labels that it has of `by`; the series are
 * those of the operands that have them all.
 */
#include <math.h>

#include "base/mem.h"
#include "base/stamp.h"
#include "series/compute.h"

/* One metric in the expression, added up. */
struct operand {
	const struct expr *expr;
	const struct metric *metric;
	struct rule rule;		/* of the sums: a gauge */
	struct table sums;
	size_t nby;			/* the labels of `by` that it has: */
	size_t by[RULES_LABELS_MAX];	/* their place in `by` */
	size_t label[RULES_LABELS_MAX];	/* and in the metric */
};

struct compute {
	struct aggregate *a;
	const struct rule *rule;
	struct metric *metric;
	struct operand *operand;
	size_t n, cap;
	size_t place[RULES_LABELS_MAX];	/* of by's labels in the metric */
	const struct str *value;	/* of the series at hand, as by */
};

static double
reading_of(const struct reading *r, enum expr_which which, size_t term)
{
	if (which == EXPR_COUNT)
		return term ? 0 : (double)r->count;
	return term < r->nterms ? r->term[term] : 0;
}

static void
add_series(struct operand *o, const struct series *from)
{
	struct str value[RULES_LABELS_MAX];
	struct reading r = { 0 };
	struct series *s;
	uint64_t hash;

	kind_of(o->metric->rule)->read(from->state, o->metric->rule, &r);
	if (r.empty || (o->metric->states && r.term[0] == 0 &&
	    !from->declared))
		return;
	for (size_t i = 0; i < o->nby; i++)
		value[i] = from->value[o->label[i]];
	hash = table_hash(value, o->nby);
	s = table_find(&o->sums, value, hash);
	if (!s)
		s = table_add(&o->sums, value, hash);
	for (size_t i = 0; i < r.nterms; i++) {
		const struct obs obs = { .value = reading_of(&r,
			o->expr->which, i), .time = STAMP_NONE };

		kind_of(&o->rule)->add(s->state, &o->rule, &obs);
	}
}

static void
add_operand(struct compute *c, const struct expr *e)
{
	struct operand *o;

	c->operand = mem_grow(c->operand, c->n, &c->cap, sizeof(*c->operand));
	o = &c->operand[c->n++];
	*o = (struct operand){ .expr = e,
		.metric = &c->a->metric[e->index] };
	for (size_t i = 0; i < c->rule->nby; i++) {
		for (size_t k = 0; k < o->metric->nlabels; k++) {
			if (!str_eq(o->metric->label[k],
			    c->rule->by[i].name))
				continue;
			o->by[o->nby] = i;
			o->label[o->nby++] = k;
		}
	}
}

static void
find_operands(struct compute *c, const struct expr *e)
{
	if (e->op == EXPR_METRIC)
		add_operand(c, e);
	for (size_t i = 0; i < e->nargs; i++)
		find_operands(c, e->arg[i]);
}

/* Once the operands stay where they are. */
static void
add_up(struct operand *o)
{
	o->rule = (struct rule){ .kind = RULE_GAUGE, .mode = RULE_SUM };
	table_init(&o->sums, &o->rule, o->nby);
	for (size_t i = 0; i < o->metric->table.n; i++)
		add_series(o, o->metric->table.series[i]);
}

static bool
get_metric(void *arg, const struct expr *e, double *d)
{
	const struct compute *c = arg;
	const struct operand *o = c->operand;
	struct str value[RULES_LABELS_MAX];
	struct reading r = { 0 };
	const struct series *s;

	while (o->expr != e)
		o++;
	for (size_t i = 0; i < o->nby; i++)
		value[i] = c->value[o->by[i]];
	s = table_find(&o->sums, value, table_hash(value, o->nby));
	if (!s)
		return false;
	kind_of(&o->rule)->read(s->state, &o->rule, &r);
	*d = r.term[0];
	return true;
}

static bool
get_days(void *arg, const struct expr *e, double *d)
{
	const struct compute *c = arg;
	const struct metric *m = &c->a->metric[e->index];

	if (m->rule->window.unit == RULE_NO_WINDOW ||
	    m->window.start == STAMP_NONE)
		return false;
	*d = window_days(&m->rule->window, &m->zone, &m->window);
	return true;
}

static struct str
get_label(void *arg, size_t index)
{
	const struct compute *c = arg;

	return c->value[index];
}

/* The series with these values, as `by` has them, if it is a number. */
static void
add_result(struct compute *c, const struct str *value, int64_t now)
{
	const struct eval_operands operands = { c, get_metric, get_days,
		get_label };
	struct str own[RULES_LABELS_MAX + 1];
	struct table *t = &c->metric->table;
	struct obs obs = { .time = now };
	struct expr_value v;
	uint64_t hash;

	for (size_t i = 0; i < c->rule->nby; i++)
		own[c->place[i]] = value[i];
	hash = table_hash(own, c->rule->nby);
	if (table_find(t, own, hash))
		return;
	c->value = value;
	c->a->eval.operands = &operands;
	eval_value(&c->a->eval, c->rule->compute, &v);
	c->a->eval.operands = NULL;
	if (eval_number(&v, &obs.value) != EVAL_NUMBER || !isfinite(obs.value))
		return;
	if (t->n >= c->rule->limit) {
		metric_skip(c->metric, SKIP_DROPPED);
		return;
	}
	kind_of(c->rule)->add(table_add(t, own, hash)->state, c->rule, &obs);
}

static void
add_results(struct compute *c, const struct operand *o, int64_t now)
{
	struct str value[RULES_LABELS_MAX];

	for (size_t i = 0; i < o->sums.n; i++) {
		for (size_t k = 0; k < o->nby; k++)
			value[o->by[k]] = o->sums.series[i]->value[k];
		add_result(c, value, now);
	}
}

static void
compute_rule(struct aggregate *a, const struct rule *rule, int64_t now)
{
	struct compute c = { .a = a, .rule = rule,
		.metric = &a->metric[rule->family] };
	struct metric *m = c.metric;
	const struct str none = { 0 };

	table_free(&m->table);
	table_init(&m->table, rule, m->nlabels);
	for (size_t i = 0; i < rule->nby; i++)
		while (!str_eq(m->label[c.place[i]], rule->by[i].name))
			c.place[i]++;
	find_operands(&c, rule->compute);
	for (size_t i = 0; i < c.n; i++)
		add_up(&c.operand[i]);
	if (!rule->nby)
		add_result(&c, &none, now);
	for (size_t i = 0; i < c.n && rule->nby; i++)
		if (c.operand[i].nby == rule->nby)
			add_results(&c, &c.operand[i], now);
	for (size_t i = 0; i < c.n; i++)
		table_free(&c.operand[i].sums);
	mem_free(c.operand);
}

void
compute_all(struct aggregate *a, int64_t now)
{
	const struct event none = { .time = STAMP_NONE };

	eval_begin(&a->eval, &none);
	for (size_t i = 0; i < a->rules->ncomputes; i++)
		compute_rule(a, a->rules->compute[i], now);
	a->eval.event = NULL;
}

/* Where `crit` is the lower limit, low values are the bad ones. */
static bool
is_tripped(const struct rule *rule, double value, double limit)
{
	bool low = rule->has_warn && rule->has_crit &&
	    rule->crit < rule->warn;

	return low ? value <= limit : value >= limit;
}

size_t
compute_tripped(const struct aggregate *a, bool crit)
{
	size_t n = 0;

	for (size_t i = 0; i < a->rules->ncomputes; i++) {
		const struct rule *rule = a->rules->compute[i];
		const struct table *t = &a->metric[rule->family].table;
		double limit = crit ? rule->crit : rule->warn;

		for (size_t k = 0; k < t->n && (crit ? rule->has_crit :
		    rule->has_warn); k++) {
			struct reading r = { 0 };

			kind_of(rule)->read(t->series[k]->state, rule, &r);
			n += is_tripped(rule, r.term[0], limit);
		}
	}
	return n;
}
