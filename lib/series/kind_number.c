/*
 * Kinds whose series is one number: counters, those that follow a log's own,
 * gauges and what else adds up, and counts of different values.
 */
#include <math.h>

#include "base/stamp.h"
#include "series/kind.h"

static enum kind_took
took(bool in_range)
{
	return in_range ? KIND_TOOK : KIND_OVERFLOWED;
}

static size_t
counter_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct sum);
}

static enum kind_took
counter_add(void *state, const struct rule *rule, const struct obs *obs)
{
	(void)rule;
	return took(sum_add(state, obs->value));
}

static void
counter_read(const void *state, const struct rule *rule, struct reading *r)
{
	(void)rule;
	r->nterms = sum_terms(state, r->term);
}

static bool
counter_restore(void *state, const struct rule *rule, const struct reading *r)
{
	(void)rule;
	return r->term[0] >= 0 && sum_restore(state, r->term, r->nterms);
}

static void
counter_free(void *state)
{
	sum_free(state);
}

const struct kind kind_counter = { true, true, false, counter_size,
	counter_add, counter_read, counter_restore, counter_free };

static size_t
absolute_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct absolute);
}

/* A reading below the last one: what is counted began again at 0. */
static enum kind_took
absolute_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct absolute *a = state;
	bool ok;

	(void)rule;
	if (a->any && obs->time < a->last_time)
		return KIND_LATE;
	ok = sum_add(&a->sum, obs->value);
	if (a->any && obs->value >= a->last)
		ok = sum_add(&a->sum, -a->last) && ok;
	if (!a->any) {
		a->first = obs->value;
		a->first_time = obs->time;
	}
	a->last = obs->value;
	a->last_time = obs->time;
	a->any = true;
	return took(ok);
}

bool
absolute_join(struct absolute *a, const struct absolute *next)
{
	bool ok = true;

	if (!a->any) {
		a->first = next->first;
		a->first_time = next->first_time;
	} else if (next->first >= a->last) {
		ok = sum_add(&a->sum, -a->last);
	}
	a->last = next->last;
	a->last_time = next->last_time;
	a->any = true;
	return ok;
}

static void
absolute_read(const void *state, const struct rule *rule, struct reading *r)
{
	const struct absolute *a = state;

	(void)rule;
	r->nterms = sum_terms(&a->sum, r->term);
	r->empty = !a->any;
	r->absolute = a;
}

/* Its first and last reading follow in a part. */
static bool
absolute_restore(void *state, const struct rule *rule,
    const struct reading *r)
{
	struct absolute *a = state;

	(void)rule;
	return r->term[0] >= 0 && sum_restore(&a->sum, r->term, r->nterms);
}

static void
absolute_free(void *state)
{
	struct absolute *a = state;

	sum_free(&a->sum);
}

const struct kind kind_absolute = { true, true, false, absolute_size,
	absolute_add, absolute_read, absolute_restore, absolute_free };

struct gauge {
	struct sum sum;		/* mode sum; else its first term is the value */
	int64_t time;		/* of the value (mode last) */
	bool any;
};

static size_t
gauge_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct gauge);
}

static bool
gauge_sums(const struct rule *rule)
{
	return rule->mode == RULE_SUM || rule->kind == RULE_UPDOWN ||
	    rule->kind == RULE_STATES;
}

/* Whether the new value takes the place of the old one. */
static bool
gauge_takes(const struct gauge *g, const struct rule *rule,
    const struct obs *obs)
{
	double old = g->sum.in[0];

	if (!g->any)
		return true;
	switch (rule->mode) {
	case RULE_MIN:
		return obs->value < old;
	case RULE_MAX:
		return obs->value > old;
	default:
		if (obs->time == g->time && rule->paired)
			return obs->value > old;
		return obs->time >= g->time;
	}
}

static enum kind_took
gauge_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct gauge *g = state;
	bool ok = true;

	if (gauge_sums(rule)) {
		ok = sum_add(&g->sum, obs->value);
	} else if (gauge_takes(g, rule, obs)) {
		g->sum.in[0] = obs->value;
		g->sum.n = 1;
		g->time = obs->time;
	}
	g->any = true;
	return took(ok);
}

static void
gauge_read(const void *state, const struct rule *rule, struct reading *r)
{
	const struct gauge *g = state;

	r->nterms = sum_terms(&g->sum, r->term);
	r->empty = !g->any && !kind_zero(rule);
}

static bool
gauge_restore(void *state, const struct rule *rule, const struct reading *r)
{
	struct gauge *g = state;

	g->time = r->time;
	g->any = true;
	if (gauge_sums(rule))
		return sum_restore(&g->sum, r->term, r->nterms);
	g->sum.in[0] = r->term[0];
	g->sum.n = 1;
	return r->nterms == 1 && !isnan(r->term[0]);
}

static void
gauge_free(void *state)
{
	struct gauge *g = state;

	sum_free(&g->sum);
}

const struct kind kind_gauge = { false, false, false, gauge_size, gauge_add,
	gauge_read, gauge_restore, gauge_free };

static size_t
distinct_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct distinct);
}

static enum kind_took
distinct_take(void *state, const struct rule *rule, const struct obs *obs)
{
	(void)rule;
	distinct_add(state, obs->text);
	return KIND_TOOK;
}

static void
distinct_read(const void *state, const struct rule *rule, struct reading *r)
{
	(void)rule;
	r->term[0] = distinct_count(state);
	r->nterms = 1;
	r->distinct = state;
}

/* What it has seen follows in a part. */
static bool
distinct_restore(void *state, const struct rule *rule,
    const struct reading *r)
{
	(void)state;
	(void)rule;
	return r->nterms == 1 && r->term[0] >= 0;
}

static void
distinct_release(void *state)
{
	distinct_free(state);
}

const struct kind kind_distinct = { false, false, true, distinct_size,
	distinct_take, distinct_read, distinct_restore, distinct_release };
