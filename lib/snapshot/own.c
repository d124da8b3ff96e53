/*
 * Families about the run: events seen, matches and skips by rule, folds.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "snapshot/own.h"

struct own {
	struct build *b;
	const struct aggregate *a;
	struct str pipeline;
};

static void
own_family(const struct own *o, const char *name, enum snap_type type,
    const char *help)
{
	char hash[17];

	snprintf(hash, sizeof(hash), "%016" PRIx64, hash_fixed(str_c(name)));
	build_family(o->b, &(struct snap_family){
		.name = str_c(name), .type = type,
		.kind = str_c(snap_type_name[type]),
		.rule = str_c(hash), .help = str_c(help),
	});
}

/* label[0..n) are beside `pipeline`, sorted by name with it. */
static void
own_series(const struct own *o, const struct snap_label *label, size_t n,
    double value, bool counter)
{
	build_series(o->b, &(struct snap_series){
		.labels = label, .nlabels = n, .value = value,
		.start = counter ? o->a->start : STAMP_NONE,
		.time = o->a->latest == STAMP_NONE ? o->b->snap->time :
		    o->a->latest,
	});
}

static void
own_events(const struct own *o)
{
	const struct snap_label l = { STR("pipeline"), o->pipeline };

	own_family(o, "mlog_events_total", SNAP_COUNTER, "Events read");
	own_series(o, &l, 1, (double)o->a->events, true);
	own_family(o, "mlog_future_events_total", SNAP_COUNTER,
	    "Events more than five minutes in the future");
	own_series(o, &l, 1, (double)o->a->future, true);
	if (o->a->latest == STAMP_NONE)
		return;
	own_family(o, "mlog_last_event_timestamp_seconds", SNAP_GAUGE,
	    "Time of the latest event");
	own_series(o, &l, 1, (double)o->a->latest / 1e9, false);
}

static void
own_rules(const struct own *o)
{
	own_family(o, "mlog_rule_matches_total", SNAP_COUNTER,
	    "Events that a rule wanted");
	for (size_t i = 0; i < o->a->nmetrics; i++) {
		const struct metric *m = &o->a->metric[i];
		const struct snap_label l[] = {
			{ STR("pipeline"), o->pipeline },
			{ STR("rule"), m->family->name },
		};

		own_series(o, l, 2, (double)m->matches, true);
	}
}

static void
own_skips(const struct own *o)
{
	own_family(o, "mlog_rule_skipped_total", SNAP_COUNTER,
	    "Events that a rule wanted but could not use");
	for (size_t i = 0; i < o->a->nmetrics; i++) {
		const struct metric *m = &o->a->metric[i];

		for (size_t k = 0; k < SKIP_NREASONS; k++) {
			const struct snap_label l[] = {
				{ STR("pipeline"), o->pipeline },
				{ STR("reason"), str_c(skip_reason_name[k]) },
				{ STR("rule"), m->family->name },
			};

			if (m->skipped[k])
				own_series(o, l, 3, (double)m->skipped[k],
				    true);
		}
	}
}

/* What mlog-parse counted and told in its marks. */
static void
own_totals(const struct own *o)
{
	const struct totals *t = &o->a->totals;
	const struct snap_label l = { STR("pipeline"), o->pipeline };

	own_family(o, "mlog_lines_total", SNAP_COUNTER, "Lines of log read");
	own_series(o, &l, 1, (double)t->lines, true);
	own_family(o, "mlog_inputs_lost_total", SNAP_COUNTER,
	    "Logs that went away before they were read to their end");
	own_series(o, &l, 1, (double)t->lost, true);
	own_family(o, "mlog_rejected_lines_total", SNAP_COUNTER,
	    "Lines that were no events");
	for (size_t i = 0; i < t->nreasons; i++) {
		const struct snap_label both[] = { l,
			{ STR("reason"), str_c(t->rejected[i].reason) } };

		own_series(o, both, 2, (double)t->rejected[i].n, true);
	}
}

static uint64_t
folded(const struct metric *m)
{
	return m->table.folded;
}

static uint64_t
overflows(const struct metric *m)
{
	return m->overflows;
}

/* A count a metric; of those that are 0 only what has labels to fold. */
static void
own_counts(const struct own *o, const char *name, const char *help,
    uint64_t (*count)(const struct metric *m))
{
	own_family(o, name, SNAP_COUNTER, help);
	for (size_t i = 0; i < o->a->nmetrics; i++) {
		const struct metric *m = &o->a->metric[i];
		const struct snap_label l[] = {
			{ STR("metric"), m->family->name },
			{ STR("pipeline"), o->pipeline },
		};

		if (count(m) || (count == folded && m->nlabels))
			own_series(o, l, 2, (double)count(m), true);
	}
}

void
own_metrics(struct build *b, const struct aggregate *a, const char *pipeline)
{
	const struct own o = { b, a, str_c(pipeline) };

	own_events(&o);
	if (a->totals.any)
		own_totals(&o);
	own_rules(&o);
	own_skips(&o);
	own_counts(&o, "mlog_series_folded_total",
	    "Values that went to __other__, by a limit", folded);
	own_counts(&o, "mlog_sum_overflows_total",
	    "Sums that left the range of doubles", overflows);
}
