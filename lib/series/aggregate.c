/*
 * The loop over the rules for one event. What a kind does with a value is in
 * kind.c, how series are found in metric.c.
 */
#include <math.h>

#include "base/mem.h"
#include "series/aggregate.h"
#include "series/compute.h"
#include "series/observe.h"
#include "series/plan.h"
#include "series/states.h"

#define FUTURE (300 * STAMP_SEC)

/* An event that a rule wants: of a pair, both events as one. */
struct wanted {
	const struct aggregate_rule *plan;
	int64_t time;
	double sign;		/* of an updown */
};

struct aggregate *
aggregate_new(const struct rules *rules, int64_t now)
{
	struct aggregate *a = mem_new(1, sizeof(*a));

	a->rules = rules;
	a->first = a->latest = a->start = STAMP_NONE;
	aggregate_clock(a, now);
	a->nmetrics = rules->nfamilies;
	a->metric = mem_new(a->nmetrics, sizeof(*a->metric));
	for (size_t i = 0; i < a->nmetrics; i++)
		metric_init(&a->metric[i], &rules->family[i]);
	a->plan = mem_new(rules->nrules, sizeof(*a->plan));
	for (size_t i = 0; i < rules->nrules; i++)
		plan_init(&a->plan[i], rules->rule[i],
		    &a->metric[rules->rule[i]->family]);
	a->joined = mem_new(rules->fields.n, sizeof(*a->joined));
	dispatch_init(&a->dispatch, rules);
	eval_init(&a->eval);
	return a;
}

bool
aggregate_ready(struct aggregate *a, struct fault *f)
{
	for (size_t i = 0; i < a->nmetrics; i++)
		if (!metric_ready(&a->metric[i], f))
			return false;
	return true;
}

void
aggregate_clock(struct aggregate *a, int64_t now)
{
	a->limit_time = now > INT64_MAX - FUTURE ? INT64_MAX : now + FUTURE;
}

void
aggregate_destroy(struct aggregate *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->nmetrics; i++)
		metric_free(&a->metric[i]);
	for (size_t i = 0; i < a->rules->nrules; i++)
		plan_free(&a->plan[i]);
	mem_free(a->metric);
	mem_free(a->plan);
	mem_free(a->joined);
	dispatch_free(&a->dispatch);
	eval_free(&a->eval);
	mem_free(a);
}

static void
take_exemplar(struct aggregate *a, const struct rule *rule, struct series *s,
    const struct obs *obs)
{
	struct str value[RULES_EXEMPLAR_MAX];
	struct expr_value v;

	for (size_t i = 0; i < rule->nexemplar; i++) {
		eval_value(&a->eval, rule->exemplar[i].value, &v);
		value[i] = eval_text(&a->eval, &v);
	}
	if (!s->exemplars)
		s->exemplars = exemplars_new(rule);
	exemplars_take(s->exemplars, rule, obs->value, obs->time, value);
}

static inline void
see(struct series *s, int64_t time)
{
	if (time == STAMP_NONE) {
		s->last = STAMP_NONE;
		s->untimed = true;
		return;
	}
	if (s->first == STAMP_NONE || time < s->first)
		s->first = time;
	if (s->last == STAMP_NONE || time > s->last || s->untimed) {
		s->last = time;
		s->untimed = false;
	}
}

/* The kind's own way in; the most frequent kind's without a call. */
static inline enum kind_took
kind_add(const struct aggregate_rule *p, struct series *s,
    const struct obs *obs)
{
	if (p->kind != &kind_counter)
		return p->kind->add(s->state, p->rule, obs);
	return sum_add(s->state, obs->value) ? KIND_TOOK : KIND_OVERFLOWED;
}

/* False: the value came too late, and is not taken. */
static inline bool
add(const struct aggregate_rule *p, struct series *s, const struct obs *obs)
{
	switch (kind_add(p, s, obs)) {
	case KIND_TOOK:
		break;
	case KIND_OVERFLOWED:
		p->metric->overflows++;
		break;
	case KIND_LATE:
		return metric_skip(p->metric, SKIP_LATE);
	}
	see(s, obs->time);
	return true;
}

static bool
apply(struct aggregate *a, const struct wanted *w, struct fault *f)
{
	const struct aggregate_rule *p = w->plan;
	struct str value[RULES_LABELS_MAX + 1];
	struct metric *m = p->metric;
	struct obs obs = { .time = w->time };
	struct series *s;
	bool failed = false;

	m->matches++;
	if (!observe_value(a, p, &obs) || !observe_labels(a, p, value))
		return true;
	obs.value *= w->sign;
	if (p->rule->window.unit &&
	    !metric_window(m, w->time, a->limit_time))
		return true;
	s = metric_series(m, p->rule, value, a->latest, f, &failed);
	if (!s)
		return !failed;
	if (add(p, s, &obs) && p->rule->nexemplar)
		take_exemplar(a, p->rule, s, &obs);
	return true;
}

/* The value of a plain rule, by the short way where there is one. */
static inline bool
plain_value(struct aggregate *a, const struct aggregate_rule *p,
    struct obs *obs)
{
	obs->value = 1;
	if (p->value == AGGREGATE_ONE)
		return true;
	if (observe_none(a, p))
		return metric_skip(p->metric, SKIP_MISSING);
	return (observe_plain_number(a, p, &obs->value) &&
	    obs->value < HUGE_VAL && obs->value >= p->least) ||
	    observe_value(a, p, obs);
}

/* Its labels. */
static inline bool
plain_labels(struct aggregate *a, const struct aggregate_rule *p,
    struct str *value)
{
	for (size_t i = 0; i < p->metric->nlabels; i++)
		if (!observe_plain_text(a, p->label_field[i], &value[i]))
			return observe_labels(a, p, value);
	return true;
}

/* What the event says of a label: null is a value, "". */
static enum state_says
says(const struct aggregate *a, const struct expr *e,
    const struct expr_value *v)
{
	if (v->kind == EVAL_LIMIT || !eval_none(v))
		return STATE_SAYS;
	return e->op == EXPR_FIELD &&
	    a->eval.event->field[e->field].kind == VALUE_NULL ?
	    STATE_SAYS : STATE_SILENT;
}

static void
end_entity(struct aggregate *a, const struct aggregate_rule *p,
    struct entity *e, int64_t time)
{
	const struct rule_until *until = &p->rule->until;
	struct str own[RULES_LABELS_MAX + 1];
	bool ends;

	for (size_t i = 0; i < p->metric->nlabels; i++) {
		own[i] = e->series->value[i];
		if (!own[i].n)
			own[i].p = NULL;
	}
	a->eval.own = own;
	ends = eval_condition(&a->eval, until->cond);
	a->eval.own = NULL;
	if (ends && !until->drop)
		states_keep(p->metric->states, e);
	else if (ends)
		states_drop(p->metric->states, e, time);
}

static bool
apply_states(struct aggregate *a, const struct wanted *w, struct fault *f)
{
	const struct aggregate_rule *p = w->plan;
	struct str value[RULES_LABELS_MAX + 1], init[RULES_LABELS_MAX + 1];
	enum state_says say[RULES_LABELS_MAX + 1];
	struct states_event ev = { .rule = p->rule, .time = w->time,
		.says = say, .value = value, .initially = init };
	struct entity *e;
	bool failed = false;

	p->metric->matches++;
	if (!observe_text(a, p->metric, p->rule->key, &ev.key))
		return true;
	for (size_t i = 0; i < p->metric->nlabels; i++) {
		const struct rule_label *l = p->by[i];
		struct expr_value v;

		init[i] = l && l->has_initially ? l->initially :
		    p->metric->family->label[i].initially;
		say[i] = STATE_SILENT;
		if (!l)
			continue;
		eval_value(&a->eval, l->value, &v);
		say[i] = says(a, l->value, &v);
		if (say[i] == STATE_SAYS &&
		    !observe_label(a, p, i, &v, &value[i]))
			return true;
	}
	e = states_take(p->metric->states, &ev, f, &failed);
	if (e && p->rule->until.cond)
		end_entity(a, p, e, w->time);
	return !failed;
}

/*
 * Whether the condition holds. A pattern that ran too long leaves that open,
 * so that the rule cannot use the event, and says so.
 */
static bool
holds(struct aggregate *a, const struct aggregate_rule *p,
    const struct expr *e)
{
	uint64_t limits = a->eval.limits;
	bool yes = eval_condition(&a->eval, e);

	if (a->eval.limits == limits)
		return yes;
	return metric_skip(p->metric, SKIP_LIMIT);
}

/* The sign of what an updown adds; 0: the event is none of its. */
static double
sign_of(struct aggregate *a, const struct aggregate_rule *p)
{
	const struct rule *rule = p->rule;

	if (!rule->up && !rule->down)
		return 1;
	return (rule->up && holds(a, p, rule->up)) -
	    (rule->down && holds(a, p, rule->down));
}

static bool
try_rule(struct aggregate *a, const struct aggregate_rule *p, int64_t time,
    struct fault *f)
{
	struct wanted w;

	if (p->rule->where && !holds(a, p, p->rule->where))
		return true;
	w = (struct wanted){ p, time, 1 };
	if (p->rule->kind == RULE_UPDOWN) {
		w.sign = sign_of(a, p);
		if (w.sign == 0)
			return true;
	}
	if (p->rule->kind == RULE_STATES)
		return apply_states(a, &w, f);
	return apply(a, &w, f);
}

static void
count_pairs(struct aggregate_rule *p)
{
	p->metric->skipped[SKIP_TIMEOUT] += p->pairs.timeouts;
	p->metric->skipped[SKIP_EVICTED] += p->pairs.evicted;
	p->pairs.timeouts = p->pairs.evicted = 0;
}

/* The end of a pair, with the fields of the start behind its own. */
static bool
try_joined(struct aggregate *a, struct aggregate_rule *p,
    const struct pairs_event *start, int64_t time, struct fault *f)
{
	const struct event *end = a->eval.event;
	struct event both = { time, end->severity ? end->severity :
	    start->severity, a->joined };
	bool ok = true;

	for (size_t i = 0; i < p->fields.n; i++)
		a->joined[p->fields.field[i]] = end->field[p->fields.field[i]];
	pairs_fields(&p->pairs, start, a->joined);
	a->eval.elapsed = time == STAMP_NONE || start->time == STAMP_NONE ?
	    NAN : (double)(time - start->time) / STAMP_SEC;
	a->eval.event = &both;
	if (a->eval.elapsed < 0)
		metric_skip(p->metric, SKIP_NEGATIVE);
	else
		ok = try_rule(a, p, time, f);
	a->eval.event = end;
	return ok;
}

/* The event at hand ends what its key began, or waits. */
static bool
end_pair(struct aggregate *a, struct aggregate_rule *p, struct str key,
    int64_t time, struct fault *f)
{
	struct pairs_event *start = pairs_end(&p->pairs, key, time,
	    a->eval.event);
	bool ok;

	count_pairs(p);
	if (!start)
		return true;
	ok = try_joined(a, p, start, time, f);
	pairs_event_free(start);
	return ok;
}

bool
aggregate_end(struct aggregate *a, struct aggregate_rule *p, struct str key,
    const struct event *e, struct fault *f)
{
	eval_begin(&a->eval, e);
	return end_pair(a, p, key, e->time, f);
}

static bool
try_pair(struct aggregate *a, struct aggregate_rule *p, int64_t time,
    struct fault *f)
{
	const struct rule_pair *pair = &p->rule->pair;
	bool from = holds(a, p, pair->from);
	struct str key;

	if (!from && !holds(a, p, pair->to))
		return true;
	if (!observe_text(a, p->metric, pair->key, &key))
		return true;
	if (from) {
		pairs_start(&p->pairs, key, time, a->eval.event);
		count_pairs(p);
		return true;
	}
	return end_pair(a, p, key, time, f);
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

/*
 * The plain rules of the list from *at on, up to one that is not: together,
 * since there are many and each does little.
 */
static bool
apply_plain(struct aggregate *a, const struct dispatch_list *l, size_t *at,
    int64_t time, struct fault *f)
{
	struct str value[RULES_LABELS_MAX + 1];
	struct obs obs = { .time = time };
	const struct aggregate_rule *p;
	struct series *s;
	bool failed = false;

	for (; *at < l->n; ++*at) {
		p = &a->plan[l->rule[*at]];
		if (!p->plain)
			break;
		if (p->where && !holds(a, p, p->rule->where))
			continue;
		p->metric->matches++;
		if (!plain_value(a, p, &obs) || !plain_labels(a, p, value))
			continue;
		s = metric_series(p->metric, p->rule, value, a->latest, f,
		    &failed);
		if (s)
			add(p, s, &obs);
		else if (failed)
			return false;
	}
	return true;
}

bool
aggregate_event(struct aggregate *a, const struct event *e, struct fault *f)
{
	const struct dispatch_list *l = a->dispatch.field < 0 ?
	    &a->dispatch.all : dispatch_find(&a->dispatch, e);
	int64_t time = tell_time(a, e);

	a->events++;
	eval_begin(&a->eval, e);
	for (size_t i = 0;; i++) {
		struct aggregate_rule *p;

		if (!apply_plain(a, l, &i, time, f))
			return false;
		if (i == l->n)
			break;
		p = &a->plan[l->rule[i]];
		if (!(p->rule->pair.given ? try_pair(a, p, time, f) :
		    try_rule(a, p, time, f)))
			return false;
	}
	return true;
}

void
aggregate_settle(struct aggregate *a, int64_t now)
{
	for (size_t i = 0; i < a->rules->nrules; i++) {
		pairs_settle(&a->plan[i].pairs, now);
		count_pairs(&a->plan[i]);
	}
	for (size_t i = 0; i < a->nmetrics; i++) {
		metric_roll(&a->metric[i], now);
		metric_expire(&a->metric[i], now);
		if (a->metric[i].states)
			states_settle(a->metric[i].states, now);
	}
	compute_all(a, now);
}
