/*
 * The loop over the rules for one event. What a kind does with a value is in
 * kind.c, how series are found in table.c.
 */
#include <math.h>

#include "base/mem.h"
#include "series/aggregate.h"

#define FUTURE (300 * STAMP_SEC)

const char *const skip_reason_name[SKIP_NREASONS] = {
	"missing", "redacted", "not_a_number", "infinite", "negative",
	"not_allowed", "limit", "dropped",
};

/* A rule with its place in the metric. */
struct aggregate_rule {
	const struct rule *rule;
	struct metric *metric;
	/* The rule's label for each of the metric's: all rules of a family
	 * have the same names, each in an order of its own. */
	const struct rule_label *by[RULES_LABELS_MAX];
};

static void
add_label(struct metric *m, const struct rule_label *l)
{
	size_t i = 0;

	while (i < m->nlabels && str_cmp(m->label[i], l->name) < 0)
		i++;
	for (size_t k = m->nlabels++; k > i; k--) {
		m->label[k] = m->label[k - 1];
		m->decl[k] = m->decl[k - 1];
	}
	m->label[i] = l->name;
	m->decl[i] = l->decl && l->decl->nonly ? l->decl : NULL;
}

static void
metric_init(struct metric *m, const struct rule_family *family)
{
	m->family = family;
	m->rule = family->rule[0];
	for (size_t i = 0; i < m->rule->nby; i++)
		add_label(m, &m->rule->by[i]);
	table_init(&m->table, m->rule, m->nlabels);
}

static void
plan_init(struct aggregate_rule *p, const struct rule *rule, struct metric *m)
{
	p->rule = rule;
	p->metric = m;
	for (size_t k = 0; k < m->nlabels; k++)
		for (size_t i = 0; i < rule->nby; i++)
			if (str_eq(rule->by[i].name, m->label[k]))
				p->by[k] = &rule->by[i];
}

/* From label i on: every combination of declared values. */
static void
add_zeros_from(struct metric *m, struct str *value, size_t i)
{
	uint64_t hash;

	while (i < m->nlabels && !m->decl[i])
		i++;
	if (i == m->nlabels) {
		hash = table_hash(value, m->nlabels);
		if (m->table.n < m->rule->limit &&
		    !table_find(&m->table, value, hash))
			table_add(&m->table, value, hash);
		return;
	}
	for (size_t k = 0; k < m->decl[i]->nonly &&
	    m->table.n < m->rule->limit; k++) {
		value[i] = m->decl[i]->only[k];
		add_zeros_from(m, value, i + 1);
	}
}

/*
 * The series that exist at 0 before anything was counted: each combination
 * of declared values, with the other labels as `value` has them (NULL: there
 * are none).
 */
static void
add_zeros(struct metric *m, const struct str *value)
{
	struct str v[RULES_LABELS_MAX] = { { 0 } };

	if (!kind_zero(m->rule))
		return;
	for (size_t i = 0; i < m->nlabels; i++) {
		if (!value && !m->decl[i])
			return;
		if (value)
			v[i] = value[i];
	}
	add_zeros_from(m, v, 0);
}

struct aggregate *
aggregate_new(const struct rules *rules, int64_t now)
{
	struct aggregate *a = mem_new(1, sizeof(*a));

	a->rules = rules;
	a->first = a->latest = a->start = STAMP_NONE;
	aggregate_clock(a, now);
	a->nmetrics = rules->nfamilies;
	a->metric = mem_new(a->nmetrics, sizeof(*a->metric));
	for (size_t i = 0; i < a->nmetrics; i++) {
		metric_init(&a->metric[i], &rules->family[i]);
		add_zeros(&a->metric[i], NULL);
	}
	a->plan = mem_new(rules->nrules, sizeof(*a->plan));
	for (size_t i = 0; i < rules->nrules; i++)
		plan_init(&a->plan[i], rules->rule[i],
		    &a->metric[rules->rule[i]->family]);
	eval_init(&a->eval);
	return a;
}

void
aggregate_clock(struct aggregate *a, int64_t now)
{
	a->limit_time = now > INT64_MAX - FUTURE ? INT64_MAX : now + FUTURE;
}

bool
aggregate_restore(struct metric *m, const struct str *value,
    const struct reading *r, int64_t start)
{
	uint64_t hash = table_hash(value, m->nlabels);
	struct series *s = table_find(&m->table, value, hash);

	if (!s)
		s = table_add(&m->table, value, hash);
	s->start = start;
	s->first = s->last = r->time;
	return kinds[m->rule->kind].restore(s->state, m->rule, r);
}

void
aggregate_destroy(struct aggregate *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->nmetrics; i++)
		table_free(&a->metric[i].table);
	mem_free(a->metric);
	mem_free(a->plan);
	eval_free(&a->eval);
	mem_free(a);
}

static bool
skip(struct metric *m, enum skip_reason reason)
{
	m->skipped[reason]++;
	return false;
}

/* The number that a rule wants of the event. */
static bool
value_of_rule(struct aggregate *a, const struct aggregate_rule *p, double *d)
{
	struct metric *m = p->metric;
	struct expr_value v;

	*d = 1;
	if (!p->rule->of)
		return true;
	eval_value(&a->eval, p->rule->of, &v);
	switch (eval_number(&v, d)) {
	case EVAL_NUMBER:
		break;
	case EVAL_MISSING:
		return skip(m, SKIP_MISSING);
	case EVAL_REDACTED:
		return skip(m, SKIP_REDACTED);
	case EVAL_LIMIT:
		return skip(m, SKIP_LIMIT);
	default:
		return skip(m, SKIP_NOT_A_NUMBER);
	}
	if (isnan(*d))
		return skip(m, SKIP_NOT_A_NUMBER);
	if (!isfinite(*d))
		return skip(m, SKIP_INFINITE);
	if (*d < 0 && kinds[p->rule->kind].monotonic)
		return skip(m, SKIP_NEGATIVE);
	return true;
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
		return skip(m, SKIP_NOT_ALLOWED);
	*value = d->other;
	return true;
}

static bool
label_values(struct aggregate *a, const struct aggregate_rule *p,
    struct str *value)
{
	struct metric *m = p->metric;
	struct expr_value v;

	for (size_t i = 0; i < m->nlabels; i++) {
		eval_value(&a->eval, p->by[i]->value, &v);
		if (v.kind == EVAL_LIMIT)
			return skip(m, SKIP_LIMIT);
		value[i] = eval_text(&a->eval, &v);
		if (!allowed(m, p->by[i]->decl, &value[i]))
			return false;
		if (value[i].n > TABLE_VALUE_MAX) {
			value[i] = TABLE_OTHER;
			m->table.folded++;
		}
	}
	return true;
}

/* The series of these values; NULL when the limit keeps it out. */
static struct series *
series_of(const struct aggregate_rule *p, const struct str *value,
    struct fault *f, bool *failed)
{
	struct metric *m = p->metric;
	uint64_t hash = table_hash(value, m->nlabels);
	struct series *s = table_find(&m->table, value, hash);

	if (s)
		return s;
	if (m->table.n < p->rule->limit) {
		s = table_add(&m->table, value, hash);
		add_zeros(m, value);
		return s;
	}
	switch (p->rule->action) {
	case RULE_FAIL:
		*failed = true;
		fault(f, "%.*s: more than %u series (limit %u fail)",
		    STR_ARG(p->rule->name), p->rule->limit, p->rule->limit);
		return NULL;
	case RULE_DROP:
		skip(m, SKIP_DROPPED);
		return NULL;
	default:
		m->table.folded++;
		return table_other(&m->table);
	}
}

static bool
apply(struct aggregate *a, const struct aggregate_rule *p, int64_t time,
    struct fault *f)
{
	struct str value[RULES_LABELS_MAX];
	struct obs obs = { 0, time };
	struct series *s;
	bool failed = false;

	p->metric->matches++;
	if (!value_of_rule(a, p, &obs.value) || !label_values(a, p, value))
		return true;
	s = series_of(p, value, f, &failed);
	if (!s)
		return !failed;
	if (!kinds[p->rule->kind].add(s->state, p->rule, &obs))
		p->metric->overflows++;
	if (time != STAMP_NONE) {
		if (s->first == STAMP_NONE || time < s->first)
			s->first = time;
		if (s->last == STAMP_NONE || time > s->last)
			s->last = time;
	}
	return true;
}

/*
 * Whether the rule wants the event. A pattern that ran too long leaves that
 * open, so that the rule cannot use the event, and says so.
 */
static bool
wanted(struct aggregate *a, const struct aggregate_rule *p)
{
	uint64_t limits = a->eval.limits;
	bool holds = !p->rule->where ||
	    eval_condition(&a->eval, p->rule->where);

	if (a->eval.limits == limits)
		return holds;
	return skip(p->metric, SKIP_LIMIT);
}

/* The event's time, or the latest one where it has none. */
static int64_t
tell_time(struct aggregate *a, const struct event *e)
{
	if (e->time == STAMP_NONE)
		return a->latest;
	if (e->time > a->limit_time) {
		a->future++;
		return e->time;
	}
	if (a->first == STAMP_NONE || e->time < a->first)
		a->first = e->time;
	if (a->latest == STAMP_NONE || e->time > a->latest)
		a->latest = e->time;
	return e->time;
}

bool
aggregate_event(struct aggregate *a, const struct event *e, struct fault *f)
{
	int64_t time = tell_time(a, e);

	a->events++;
	eval_begin(&a->eval, e);
	for (size_t i = 0; i < a->rules->nrules; i++) {
		const struct aggregate_rule *p = &a->plan[i];

		if (wanted(a, p) && !apply(a, p, time, f))
			return false;
	}
	return true;
}
