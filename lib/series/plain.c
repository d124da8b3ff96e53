/*
 * The short way. What is not short about a rule is observe.c's and metric.c's.
 */
#include <math.h>

#include "base/mem.h"
#include "series/observe.h"
#include "series/plain.h"
#include "series/take.h"

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

/* The number of one of a rule's labels. */
static inline uint32_t
number_of_label(struct aggregate *a, int values)
{
	struct labels *l;

	if (values < 0)
		return values == AGGREGATE_NONE ? LABELS_EMPTY :
		    LABELS_LEVEL + (uint32_t)a->eval.event->severity;
	l = &a->labels[values];
	if (l->event != a->events) {
		l->event = a->events;
		l->number = labels_number(l, a->eval.event);
	}
	return l->number;
}

/* The numbers of all of a rule's labels; false where one has none. */
static inline bool
numbers_of(struct aggregate *a, const struct aggregate_rule *p,
    struct labels_key *key)
{
	size_t n = p->metric->nlabels;
	bool known = true;

	for (size_t i = 0; i < LABELS_MAX; i += 2) {
		uint64_t one = 0, two = 0;

		if (i < n) {
			one = number_of_label(a, p->label_values[i]);
			known &= one != LABELS_UNKNOWN;
		}
		if (i + 1 < n) {
			two = number_of_label(a, p->label_values[i + 1]);
			known &= two != LABELS_UNKNOWN;
		}
		key->two[i / 2] = one + two * (UINT64_C(1) << 32);
	}
	return known;
}

/* Series have gone or moved, or this is the first time. */
static void
forget_numbers(struct aggregate_rule *p)
{
	mem_free(p->series);
	p->series = mem_new(LABELS_SERIES, sizeof(*p->series));
	p->swept = p->metric->table.swept;
}

/* The series of a plain rule by its labels' texts; key: what leads to it from
 * now on, or NULL. */
static struct series *
series_by_text(struct aggregate *a, struct aggregate_rule *p,
    const struct labels_key *key, struct fault *f, bool *failed)
{
	struct str value[RULES_LABELS_MAX + 1];
	struct series *s;

	if (!plain_labels(a, p, value))
		return NULL;
	s = metric_series(p->metric, p->rule, value, a->latest, f, failed);
	/* What is folded leads to the same series for a while only. */
	if (!key || !s || s == p->metric->table.other)
		return s;
	if (!p->series || p->swept != p->metric->table.swept)
		forget_numbers(p);
	*labels_series_at(p->series, key) = (struct labels_series){ *key, s };
	return s;
}

/* The same by their numbers first; NULL: the event is skipped, or *failed. */
static inline struct series *
plain_series(struct aggregate *a, struct aggregate_rule *p, struct fault *f,
    bool *failed)
{
	const struct labels_series *at;
	struct labels_key key;

	if (!p->numbered || !numbers_of(a, p, &key))
		return series_by_text(a, p, NULL, f, failed);
	if (p->series && p->swept == p->metric->table.swept) {
		at = labels_series_at(p->series, &key);
		if (at->series && labels_same(&at->key, &key))
			return at->series;
	}
	return series_by_text(a, p, &key, f, failed);
}

bool
plain_rules(struct aggregate *a, const struct dispatch_list *l, size_t *at,
    int64_t time, struct fault *f)
{
	struct obs obs = { .time = time };
	struct aggregate_rule *p;
	struct series *s;
	bool failed = false;

	for (; *at < l->n; ++*at) {
		p = &a->plan[l->rule[*at]];
		if (!p->plain)
			break;
		if (p->where && !observe_holds(a, p, p->rule->where))
			continue;
		p->metric->matches++;
		if (!plain_value(a, p, &obs))
			continue;
		s = plain_series(a, p, f, &failed);
		if (s)
			take_value(p, s, &obs);
		else if (failed)
			return false;
	}
	return true;
}
