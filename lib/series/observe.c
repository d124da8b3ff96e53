/*
 * Values and labels of one event for one rule. What there is to be said of the
 * language is in rules/eval; here are the short ways around it.
 */
#include <math.h>

#include "base/num.h"
#include "series/observe.h"

/* Why there is no value, as the reason of a skip. */
static bool
skip_none(struct metric *m, enum eval_kind why)
{
	switch (why) {
	case EVAL_MISSING:
		return metric_skip(m, SKIP_MISSING);
	case EVAL_REDACTED:
		return metric_skip(m, SKIP_REDACTED);
	case EVAL_LIMIT:
		return metric_skip(m, SKIP_LIMIT);
	default:
		return metric_skip(m, SKIP_NOT_A_NUMBER);
	}
}

bool
observe_text(struct aggregate *a, struct metric *m, const struct expr *e,
    struct str *text)
{
	struct expr_value v;

	eval_value(&a->eval, e, &v);
	if (eval_none(&v))
		return skip_none(m, v.kind);
	*text = eval_text(&a->eval, &v);
	if (text->n > TABLE_VALUE_MAX)
		return metric_skip(m, SKIP_LIMIT);
	return text->n || metric_skip(m, SKIP_MISSING);
}

static bool
number_of(struct aggregate *a, const struct aggregate_rule *p, double *d)
{
	struct metric *m = p->metric;
	struct expr_value v;
	enum eval_kind kind;

	if (!observe_plain_number(a, p, d)) {
		eval_value(&a->eval, p->rule->of, &v);
		kind = eval_number(&v, d);
		if (kind != EVAL_NUMBER)
			return skip_none(m, kind);
	}
	if (!isfinite(*d))
		return metric_skip(m, isnan(*d) ? SKIP_NOT_A_NUMBER :
		    SKIP_INFINITE);
	if (*d < 0 && p->kind->monotonic)
		return metric_skip(m, SKIP_NEGATIVE);
	return true;
}

bool
observe_value(struct aggregate *a, const struct aggregate_rule *p,
    struct obs *obs)
{
	const struct rule *rule = p->rule;

	obs->value = 1;
	if (p->value == AGGREGATE_ONE)
		return true;
	if (p->kind->text || rule->kind == RULE_FREQUENCY)
		return observe_text(a, p->metric, rule->of, &obs->text);
	return number_of(a, p, &obs->value);
}

/* The declared value, its fold, or a skip. */
static bool
allowed(struct metric *m, const struct label_decl *d, struct str *value)
{
	if (!d || !d->nonly)
		return true;
	for (size_t i = 0; i < d->nonly; i++)
		if (str_eq(*value, d->only[i]))
			return true;
	if (!d->has_other)
		return metric_skip(m, SKIP_NOT_ALLOWED);
	*value = d->other;
	return true;
}

bool
observe_label(struct aggregate *a, const struct aggregate_rule *p, size_t i,
    const struct expr_value *v, struct str *value)
{
	struct metric *m = p->metric;

	if (v->kind == EVAL_LIMIT)
		return metric_skip(m, SKIP_LIMIT);
	*value = eval_text(&a->eval, v);
	if (!allowed(m, p->by[i]->decl, value))
		return false;
	if (value->n > TABLE_VALUE_MAX) {
		*value = TABLE_OTHER;
		m->table.folded++;
	}
	return true;
}

bool
observe_labels(struct aggregate *a, const struct aggregate_rule *p,
    struct str *value)
{
	struct expr_value v;

	for (size_t i = 0; i < p->metric->nlabels; i++) {
		if (observe_plain_text(a, p->label_field[i], &value[i]))
			continue;
		eval_value(&a->eval, p->by[i]->value, &v);
		if (!observe_label(a, p, i, &v, &value[i]))
			return false;
	}
	return true;
}

bool
observe_holds(struct aggregate *a, const struct aggregate_rule *p,
    const struct expr *e)
{
	uint64_t limits = a->eval.limits;
	bool yes = eval_condition(&a->eval, e);

	if (a->eval.limits == limits)
		return yes;
	return metric_skip(p->metric, SKIP_LIMIT);
}
