/*
 * Counters, gauges and histograms with explicit buckets.
 */
#include <string.h>

#include "base/stamp.h"
#include "series/kind.h"

struct counter {
	struct sum sum;
};

static size_t
counter_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct counter);
}

static bool
counter_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct counter *c = state;

	(void)rule;
	return sum_add(&c->sum, obs->value);
}

static void
counter_read(const void *state, const struct rule *rule, struct reading *r)
{
	const struct counter *c = state;

	(void)rule;
	r->nterms = sum_terms(&c->sum, r->term);
}

static bool
counter_restore(void *state, const struct rule *rule, const struct reading *r)
{
	struct counter *c = state;

	(void)rule;
	return r->term[0] >= 0 && sum_restore(&c->sum, r->term, r->nterms);
}

static void
counter_free(void *state)
{
	struct counter *c = state;

	sum_free(&c->sum);
}

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

/* Whether the new value takes the place of the old one. */
static bool
gauge_takes(const struct gauge *g, enum rule_mode mode, const struct obs *obs)
{
	double old = g->sum.in[0];

	if (!g->any)
		return true;
	switch (mode) {
	case RULE_MIN:
		return obs->value < old;
	case RULE_MAX:
		return obs->value > old;
	default:
		return obs->time >= g->time;
	}
}

static bool
gauge_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct gauge *g = state;
	bool ok = true;

	if (rule->mode == RULE_SUM) {
		ok = sum_add(&g->sum, obs->value);
	} else if (gauge_takes(g, rule->mode, obs)) {
		g->sum.in[0] = obs->value;
		g->sum.n = 1;
		g->time = obs->time;
	}
	g->any = true;
	return ok;
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
	return (rule->mode == RULE_SUM || r->nterms == 1) &&
	    sum_restore(&g->sum, r->term, r->nterms);
}

static void
gauge_free(void *state)
{
	struct gauge *g = state;

	sum_free(&g->sum);
}

struct histogram {
	struct sum sum;
	uint64_t count;
	double min, max;
	uint64_t counts[];	/* nbuckets + 1 */
};

static size_t
histogram_size(const struct rule *rule)
{
	return sizeof(struct histogram) +
	    (rule->nbuckets + 1) * sizeof(uint64_t);
}

/* The first bucket whose upper bound, inclusive, is not below v. */
static size_t
bucket_of(const struct rule *rule, double v)
{
	size_t lo = 0, hi = rule->nbuckets;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v <= rule->buckets[mid])
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

static bool
histogram_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct histogram *h = state;
	double v = obs->value;

	if (!h->count || v < h->min)
		h->min = v;
	if (!h->count || v > h->max)
		h->max = v;
	h->count++;
	h->counts[bucket_of(rule, v)]++;
	return sum_add(&h->sum, v);
}

static void
histogram_read(const void *state, const struct rule *rule, struct reading *r)
{
	const struct histogram *h = state;

	(void)rule;
	r->nterms = sum_terms(&h->sum, r->term);
	r->count = h->count;
	r->min = h->min;
	r->max = h->max;
	r->counts = h->counts;
}

static bool
histogram_restore(void *state, const struct rule *rule,
    const struct reading *r)
{
	struct histogram *h = state;

	h->count = r->count;
	h->min = r->min;
	h->max = r->max;
	memcpy(h->counts, r->counts,
	    (rule->nbuckets + 1) * sizeof(*h->counts));
	return sum_restore(&h->sum, r->term, r->nterms);
}

static void
histogram_free(void *state)
{
	struct histogram *h = state;

	sum_free(&h->sum);
}

const struct kind kinds[RULE_NKINDS] = {
	[RULE_COUNTER] = { true, true, counter_size, counter_add,
	    counter_read, counter_restore, counter_free },
	[RULE_GAUGE] = { false, false, gauge_size, gauge_add, gauge_read,
	    gauge_restore, gauge_free },
	[RULE_HISTOGRAM] = { true, false, histogram_size, histogram_add,
	    histogram_read, histogram_restore, histogram_free },
};

bool
kind_zero(const struct rule *rule)
{
	return kinds[rule->kind].cumulative || rule->mode == RULE_SUM;
}
