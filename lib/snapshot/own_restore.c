/*
 * The own metrics read back from a state. What they mean is own.c's; a family
 * or a series that is not known is passed over.
 */
#include <math.h>

#include "snapshot/own.h"

/* One series of a family: the metric or reason it is of, and its count. */
struct found {
	struct aggregate *a;
	struct metric *metric;	/* by label rule or metric, or NULL */
	struct str reason;
	uint64_t n;
	int64_t start;
};

static void
take_events(const struct found *is)
{
	is->a->events = is->n;
	is->a->start = is->start;
}

static void
take_future(const struct found *is)
{
	is->a->future = is->n;
}

static void
take_lines(const struct found *is)
{
	is->a->totals.any = true;
	is->a->totals.lines = is->n;
}

static void
take_lost(const struct found *is)
{
	is->a->totals.lost = is->n;
}

static void
take_rejected(const struct found *is)
{
	totals_reject(&is->a->totals, is->reason, is->n);
}

static void
take_matches(const struct found *is)
{
	if (is->metric)
		is->metric->matches = is->n;
}

static void
take_skipped(const struct found *is)
{
	for (size_t i = 0; is->metric && i < SKIP_NREASONS; i++)
		if (str_eq(is->reason, str_c(skip_reason_name[i])))
			is->metric->skipped[i] = is->n;
}

static void
take_folded(const struct found *is)
{
	if (is->metric)
		is->metric->table.folded = is->n;
}

static void
take_overflows(const struct found *is)
{
	if (is->metric)
		is->metric->overflows = is->n;
}

static const struct {
	const char *name;
	void (*take)(const struct found *is);
} families[] = {
	{ "mlog_events_total", take_events },
	{ "mlog_future_events_total", take_future },
	{ "mlog_lines_total", take_lines },
	{ "mlog_inputs_lost_total", take_lost },
	{ "mlog_rejected_lines_total", take_rejected },
	{ "mlog_rule_matches_total", take_matches },
	{ "mlog_rule_skipped_total", take_skipped },
	{ "mlog_series_folded_total", take_folded },
	{ "mlog_sum_overflows_total", take_overflows },
};
enum { NFAMILIES = sizeof(families) / sizeof(families[0]) };

static struct str
label(const struct snap_series *s, const char *name)
{
	for (size_t i = 0; i < s->nlabels; i++)
		if (str_eq(s->labels[i].name, str_c(name)))
			return s->labels[i].value;
	return (struct str){ 0 };
}

static struct metric *
find_metric(struct aggregate *a, const struct snap_series *s)
{
	struct str name = label(s, "rule");

	if (!name.n)
		name = label(s, "metric");
	for (size_t i = 0; i < a->nmetrics; i++)
		if (str_eq(a->metric[i].family->name, name))
			return &a->metric[i];
	return NULL;
}

static void
restore_series(struct aggregate *a, size_t family,
    const struct snap_series *s, struct str pipeline)
{
	if (!str_eq(label(s, "pipeline"), pipeline))
		return;
	if (!(s->value >= 0 && s->value < ldexp(1, 63)))
		return;
	families[family].take(&(struct found){
		.a = a, .metric = find_metric(a, s),
		.reason = label(s, "reason"), .n = (uint64_t)s->value,
		.start = s->start,
	});
}

void
own_restore(struct aggregate *a, const struct snap *s, const char *pipeline)
{
	for (size_t i = 0; i < s->nfamilies; i++) {
		const struct snap_family *f = &s->families[i];

		for (size_t k = 0; k < NFAMILIES; k++)
			for (size_t n = 0; n < f->nseries &&
			    str_eq(f->name, str_c(families[k].name)); n++)
				restore_series(a, k, &f->series[n],
				    str_c(pipeline));
	}
}
