/*
 * From a snapshot back to the series at work. What a series of a kind holds
 * is series/kind's.
 */
#include <stdlib.h>

#include "snapshot/freeze.h"
#include "snapshot/kept.h"
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

static bool
thaw_side(const struct rule *rule, const struct snap_sketch *sk,
    bool negative, struct exphist *to)
{
	const struct snap_side *s = negative ? &sk->negative : &sk->positive;
	const struct exphist_form form = kind_form(rule);

	for (size_t i = 0; i < s->n; i++) {
		int64_t index = s->offset + (int64_t)i;

		if (index != (int32_t)index)
			return false;
		if (s->counts[i])
			exphist_put(to, &form, negative, (int32_t)index,
			    sk->scale, s->counts[i]);
	}
	return true;
}

static bool
thaw_sketch(const struct rule *rule, const struct snap_sketch *sk,
    struct exphist *to)
{
	to->zero = sk->zero_count;
	return thaw_side(rule, sk, false, to) && thaw_side(rule, sk, true, to);
}

static void
thaw_exemplars(const struct rule *rule, const struct snap_extra *extra,
    struct series *s)
{
	struct str value[RULES_EXEMPLAR_MAX];

	if (!rule->nexemplar)
		return;
	if (!s->exemplars)
		s->exemplars = exemplars_new(rule);
	for (size_t i = 0; i < extra->nexemplars; i++) {
		const struct snap_exemplar *x = &extra->exemplars[i];

		for (size_t k = 0; k < rule->nexemplar; k++) {
			value[k] = STR("");
			for (size_t l = 0; l < x->nlabels; l++)
				if (str_eq(x->labels[l].name,
				    rule->exemplar[k].name))
					value[k] = x->labels[l].value;
		}
		exemplars_take(s->exemplars, rule, x->value, x->time, value);
	}
}

/*
 * Whether a series has not its events' time, but that of a snapshot that it
 * was in (freeze.c): to take that for an event's would keep out events before
 * it. Where it has to expire it may be an earlier snapshot's.
 */
static bool
is_untimed(const struct metric *m, const struct snap *of,
    const struct snap_series *s)
{
	if (!of || s->time == STAMP_NONE || s->time > of->time ||
	    (of->latest != STAMP_NONE && s->time <= of->latest))
		return false;
	return s->time == of->time || m->rule->expire;
}

static bool
thaw_series(struct metric *m, const struct snap *of,
    const struct snap_series *s)
{
	struct str value[RULES_LABELS_MAX + 1];
	struct exphist exphist = { 0 };
	bool untimed = is_untimed(m, of, s);
	struct reading r = {
		.term = { s->value }, .nterms = 1 + s->nrest,
		.count = s->count, .min = s->min, .max = s->max,
		.counts = s->counts,
		.time = untimed ? STAMP_NONE : s->time,
	};
	struct series *to;

	if (s->nrest >= SUM_TERMS_MAX || !values_of(m, s, value))
		return false;
	for (size_t i = 0; i < s->nrest; i++)
		r.term[i + 1] = s->rest[i];
	if (s->extra && s->extra->sketch) {
		if (!thaw_sketch(m->rule, s->extra->sketch, &exphist)) {
			exphist_free(&exphist);
			return false;
		}
		r.exphist = &exphist;
	}
	to = metric_restore(m, value, &r, s->start);
	if (to && untimed && m->rule->expire) {
		to->last = s->time;
		to->untimed = true;
	}
	if (to && s->extra && s->extra->nexemplars)
		thaw_exemplars(m->rule, s->extra, to);
	return to != NULL;
}

static bool
same_buckets(const struct rule *rule, const struct snap_family *f)
{
	return f->nbounds == rule->nbuckets && (!f->nbounds ||
	    memcmp(f->bounds, rule->buckets,
	    f->nbounds * sizeof(*f->bounds)) == 0);
}

bool
thaw_fits(const struct metric *m, const struct snap_family *family,
    struct fault *f)
{
	return (family->type == freeze_type(m) &&
	    str_eq(family->kind, str_c(rule_kind_name[m->rule->kind])) &&
	    str_eq(family->mode, freeze_mode(m->rule)) &&
	    same_buckets(m->rule, family)) || fault(f, "%.*s is not what its "
	    "rule makes", STR_ARG(family->name));
}

bool
thaw_family(struct metric *m, const struct snap_family *family,
    const struct snap *of, struct fault *f)
{
	if (!thaw_fits(m, family, f))
		return false;
	for (size_t i = 0; i < family->nseries; i++)
		if (!thaw_series(m, of, &family->series[i]))
			return fault(f, "a series of %.*s is not what its "
			    "rule makes", STR_ARG(family->name));
	return true;
}

bool
thaw_examples(struct metric *m, const struct snap_family *family)
{
	struct str value[RULES_LABELS_MAX + 1] = { { 0 } };

	for (size_t i = 0; i < family->nseries; i++) {
		const struct snap_series *s = &family->series[i];
		struct series *to;

		if (!values_of(m, s, value))
			return false;
		to = table_find(&m->table, value, table_hash(value,
		    m->nlabels));
		if (!to)
			return false;
		if (s->extra && s->extra->nexemplars)
			thaw_exemplars(m->rule, s->extra, to);
	}
	return true;
}

static bool
thaw_metric(struct aggregate *a, struct metric *m, const struct snap *s,
    struct fault *f)
{
	const struct snap_family *family = family_of(m, s);

	if (!family || m->rule->kind == RULE_COMPUTE)
		return true;
	if (!thaw_family(m, family, s, f))
		return false;
	return kept_restore(a, m, family, f) || fault_within(f, "%.*s",
	    STR_ARG(family->name));
}

bool
thaw(struct aggregate *a, const struct snap *s, const char *pipeline,
    struct fault *f)
{
	for (size_t i = 0; i < a->nmetrics; i++)
		if (!thaw_metric(a, &a->metric[i], s, f))
			return false;
	a->latest = s->latest;
	if (pipeline)
		own_restore(a, s, pipeline);
	return true;
}
