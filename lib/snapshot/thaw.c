/*
 * From a snapshot back to the series at work. What a series of a kind holds
 * is series/kind's.
 */
#include <stdlib.h>

#include "snapshot/freeze.h"
#include "snapshot/own.h"

static int
by_name(const void *key, const void *family)
{
	return str_cmp(*(const struct str *)key,
	    ((const struct snap_family *)family)->name);
}

/* The family that goes on as this metric, or NULL. */
static const struct snap_family *
family_of(const struct metric *m, const struct snap *s)
{
	const struct snap_family *f = !s->nfamilies ? NULL :
	    bsearch(&m->family->name, s->families, s->nfamilies,
	    sizeof(*s->families), by_name);

	return f && str_eq(f->rule, str_c(m->family->hash)) ? f : NULL;
}

/* The values in the metric's order; a label that is not there is empty. */
static bool
values_of(const struct metric *m, const struct snap_series *s,
    struct str *value)
{
	size_t k = 0;

	for (size_t i = 0; i < m->nlabels; i++) {
		value[i] = STR("");
		if (k < s->nlabels && str_eq(s->labels[k].name, m->label[i]))
			value[i] = s->labels[k++].value;
	}
	return k == s->nlabels;
}

/*
 * A series without events of a known time has the snapshot's (freeze.c): to
 * take that for an event's would keep out events before it.
 */
static bool
thaw_series(struct metric *m, const struct snap *snap,
    const struct snap_series *s)
{
	struct str value[RULES_LABELS_MAX];
	struct reading r = {
		.term = { s->value }, .nterms = 1 + s->nrest,
		.count = s->count, .min = s->min, .max = s->max,
		.counts = s->counts,
		.time = s->time == snap->time ? STAMP_NONE : s->time,
	};

	if (s->nrest >= SUM_TERMS_MAX || !values_of(m, s, value))
		return false;
	for (size_t i = 0; i < s->nrest; i++)
		r.term[i + 1] = s->rest[i];
	return aggregate_restore(m, value, &r, s->start);
}

static bool
same_buckets(const struct rule *rule, const struct snap_family *f)
{
	return f->nbounds == rule->nbuckets && (!f->nbounds ||
	    memcmp(f->bounds, rule->buckets,
	    f->nbounds * sizeof(*f->bounds)) == 0);
}

static bool
thaw_metric(struct metric *m, const struct snap *s, struct fault *f)
{
	const struct snap_family *family = family_of(m, s);

	if (!family)
		return true;
	if (family->type != freeze_type[m->rule->kind] ||
	    !str_eq(family->kind, str_c(rule_kind_name[m->rule->kind])) ||
	    !same_buckets(m->rule, family))
		return fault(f, "%.*s is not what its rule makes",
		    STR_ARG(family->name));
	for (size_t i = 0; i < family->nseries; i++)
		if (!thaw_series(m, s, &family->series[i]))
			return fault(f, "a series of %.*s is not what its "
			    "rule makes", STR_ARG(family->name));
	return true;
}

bool
thaw(struct aggregate *a, const struct snap *s, const char *pipeline,
    struct fault *f)
{
	for (size_t i = 0; i < a->nmetrics; i++)
		if (!thaw_metric(&a->metric[i], s, f))
			return false;
	a->latest = s->latest;
	if (pipeline)
		own_restore(a, s, pipeline);
	return true;
}
