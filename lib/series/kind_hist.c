/*
 * Kinds that count values in buckets: with bounds, and exponential ones, to
 * which a summary is one more.
 */
#include <string.h>

#include "series/kind.h"

enum { BUCKETS_FEW = 16 };	/* as quick to ask all as to search */

/* What both have. */
struct observed {
	struct sum sum;
	uint64_t count;
	double min, max;
};

static enum kind_took
observe(struct observed *o, double v)
{
	if (!o->count || v < o->min)
		o->min = v;
	if (!o->count || v > o->max)
		o->max = v;
	o->count++;
	return sum_add(&o->sum, v) ? KIND_TOOK : KIND_OVERFLOWED;
}

static void
observed_read(const struct observed *o, struct reading *r)
{
	r->nterms = sum_terms(&o->sum, r->term);
	r->count = o->count;
	r->min = o->min;
	r->max = o->max;
}

static bool
observed_restore(struct observed *o, const struct reading *r)
{
	o->count = r->count;
	o->min = r->min;
	o->max = r->max;
	return sum_restore(&o->sum, r->term, r->nterms);
}

struct histogram {
	struct observed all;
	uint64_t counts[];	/* nbuckets + 1 */
};

static size_t
histogram_size(const struct rule *rule)
{
	return sizeof(struct histogram) +
	    (rule->nbuckets + 1) * sizeof(uint64_t);
}

size_t
kind_bucket(const struct rule *rule, double v)
{
	const double *b = rule->buckets;
	size_t n = rule->nbuckets, half, i;
	unsigned below = 0;

	/* Without a branch that the data decides. */
	while (n > BUCKETS_FEW) {
		half = n / 2;
		b += b[half - 1] < v ? half : 0;
		n -= half;
	}
	/* Of few, none has to wait for the one before. */
	for (i = 0; i + 4 <= n; i += 4)
		below += (unsigned)(b[i] < v) + (b[i + 1] < v) +
		    (b[i + 2] < v) + (b[i + 3] < v);
	for (; i < n; i++)
		below += b[i] < v;
	return (size_t)(b - rule->buckets) + below;
}

static enum kind_took
histogram_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct histogram *h = state;

	h->counts[kind_bucket(rule, obs->value)]++;
	return observe(&h->all, obs->value);
}

static void
histogram_read(const void *state, const struct rule *rule, struct reading *r)
{
	const struct histogram *h = state;

	(void)rule;
	observed_read(&h->all, r);
	r->counts = h->counts;
}

static bool
histogram_restore(void *state, const struct rule *rule,
    const struct reading *r)
{
	struct histogram *h = state;

	memcpy(h->counts, r->counts,
	    (rule->nbuckets + 1) * sizeof(*h->counts));
	return observed_restore(&h->all, r);
}

static void
histogram_free(void *state)
{
	struct histogram *h = state;

	sum_free(&h->all.sum);
}

const struct kind kind_histogram = { true, false, false, histogram_size,
	histogram_add, histogram_read, histogram_restore, histogram_free };

struct exponential {
	struct observed all;
	struct exphist_form form;	/* the rule's; max 0: not yet known */
	struct exphist exphist;
};

struct exphist_form
kind_form(const struct rule *rule)
{
	return (struct exphist_form){ exphist_scale_for(rule->error),
		rule->kind == RULE_SUMMARY ? EXPHIST_SKETCH_BUCKETS :
		EXPHIST_BUCKETS };
}

static size_t
exponential_size(const struct rule *rule)
{
	(void)rule;
	return sizeof(struct exponential);
}

static enum kind_took
exponential_add(void *state, const struct rule *rule, const struct obs *obs)
{
	struct exponential *e = state;

	if (!e->form.max)
		e->form = kind_form(rule);
	exphist_add(&e->exphist, &e->form, obs->value);
	return observe(&e->all, obs->value);
}

static void
exponential_read(const void *state, const struct rule *rule,
    struct reading *r)
{
	const struct exponential *e = state;

	(void)rule;
	observed_read(&e->all, r);
	r->exphist = &e->exphist;
}

static bool
exponential_restore(void *state, const struct rule *rule,
    const struct reading *r)
{
	struct exponential *e = state;

	(void)rule;
	if (!r->exphist)
		return false;
	e->exphist = *r->exphist;
	return observed_restore(&e->all, r);
}

static void
exponential_free(void *state)
{
	struct exponential *e = state;

	sum_free(&e->all.sum);
	exphist_free(&e->exphist);
}

const struct kind kind_exponential = { true, false, false, exponential_size,
	exponential_add, exponential_read, exponential_restore,
	exponential_free };
