/*
 * Own metrics of two runs as those of one.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "snapshot/merge_own.h"

bool
merge_is_own(const struct snap_family *f)
{
	char hash[17];

	snprintf(hash, sizeof(hash), "%016" PRIx64, hash_fixed(f->name));
	return str_eq(f->rule, str_c(hash));
}

static struct str
label_of(const struct snap_series *s, const char *name)
{
	for (size_t i = 0; i < s->nlabels; i++)
		if (str_eq(s->labels[i].name, str_c(name)))
			return s->labels[i].value;
	return (struct str){ 0 };
}

static struct str
pipeline_of(const struct snap_series *s)
{
	return label_of(s, "pipeline");
}

/* The counter of the pipeline that is there in every run. */
static const struct snap_series *
run_of(const struct snap_family *events, const struct snap_series *s)
{
	struct str name = pipeline_of(s);

	for (size_t i = 0; events && i < events->nseries; i++)
		if (str_eq(pipeline_of(&events->series[i]), name))
			return &events->series[i];
	return NULL;
}

void
merge_own_align(struct build *b)
{
	const struct snap_family *events = NULL;

	for (size_t i = 0; i < b->nfamilies; i++)
		if (str_eq(b->family[i].name, STR("mlog_events_total")) &&
		    merge_is_own(&b->family[i]))
			events = &b->family[i];
	for (size_t i = 0; i < b->nfamilies; i++) {
		struct snap_family *f = &b->family[i];

		if (!str_starts(f->name, STR("mlog_")) || !merge_is_own(f))
			continue;
		for (size_t k = 0; k < f->nseries; k++) {
			/* The builder's arena holds them; they are ours. */
			struct snap_series *s =
			    (struct snap_series *)(uintptr_t)&f->series[k];
			const struct snap_series *run = run_of(events, s);

			if (!run || f->type != SNAP_COUNTER)
				continue;
			s->start = run->start;
			s->time = run->time;
		}
	}
}

/* ---- what merging counted itself */

bool
merge_own_pipeline(const struct snap *s, struct str metric, struct str *to)
{
	for (size_t i = 0; i < s->nfamilies; i++) {
		const struct snap_family *f = &s->families[i];

		if (!str_eq(f->name, STR("mlog_rule_matches_total")))
			continue;
		for (size_t k = 0; k < f->nseries; k++) {
			*to = pipeline_of(&f->series[k]);
			if (str_eq(label_of(&f->series[k], "rule"), metric))
				return true;
		}
	}
	return false;
}

/* To the series of the family at hand with these labels. */
static void
add_count(struct build *b, const struct snap_label *l, size_t n, uint64_t by)
{
	for (size_t i = 0; i < b->nseries; i++) {
		struct snap_series *s = &b->series[i];

		if (snap_labels_cmp(s->labels, s->nlabels, l, n) != 0)
			continue;
		s->value += (double)by;
		return;
	}
	/* merge_own_align knows when. */
	build_series(b, &(struct snap_series){ .labels = l, .nlabels = n,
		.value = (double)by, .start = STAMP_NONE,
		.time = STAMP_NONE });
}

static void
add_skips(struct build *b, const struct merge_tally *t)
{
	for (size_t i = 0; i < SKIP_NREASONS; i++) {
		const struct snap_label l[] = {
			{ STR("pipeline"), t->pipeline },
			{ STR("reason"), str_c(skip_reason_name[i]) },
			{ STR("rule"), t->metric },
		};

		if (t->skipped[i])
			add_count(b, l, 3, t->skipped[i]);
	}
}

void
merge_own_add(struct build *b, const struct merge_tally *t)
{
	struct str family = b->family[b->nfamilies - 1].name;
	const struct snap_label rule[] = {
		{ STR("pipeline"), t->pipeline }, { STR("rule"), t->metric },
	};
	const struct snap_label metric[] = {
		{ STR("metric"), t->metric }, { STR("pipeline"), t->pipeline },
	};

	if (t->matches && str_eq(family, STR("mlog_rule_matches_total")))
		add_count(b, rule, 2, t->matches);
	else if (str_eq(family, STR("mlog_rule_skipped_total")))
		add_skips(b, t);
	else if (t->folded && str_eq(family, STR("mlog_series_folded_total")))
		add_count(b, metric, 2, t->folded);
	else if (t->overflows &&
	    str_eq(family, STR("mlog_sum_overflows_total")))
		add_count(b, metric, 2, t->overflows);
}
