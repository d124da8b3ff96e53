/*
 * Events and rules to series: for each rule whether it wants the event, the
 * value, the labels, the series. What is skipped is counted with its reason.
 */
#ifndef SERIES_AGGREGATE_H
#define SERIES_AGGREGATE_H

#include "event/event.h"
#include "event/totals.h"
#include "rules/eval.h"
#include "series/dispatch.h"
#include "series/fieldlist.h"
#include "series/labels.h"
#include "series/metric.h"
#include "series/pairs.h"

/* Where a rule's number comes from, where that takes no evaluator. */
enum aggregate_value {
	AGGREGATE_ASK,		/* it does */
	AGGREGATE_ONE,		/* each event counts */
	AGGREGATE_FIELD,	/* field; times `by`, or divided by it */
	AGGREGATE_TIMES,
	AGGREGATE_OVER,
};

/* Where a label's text comes from: a field's number, or one of these. */
enum { AGGREGATE_LEVEL = -1, AGGREGATE_ASKED = -2, AGGREGATE_NONE = -3 };

/* A rule with its place in the metric. */
struct aggregate_rule {
	const struct rule *rule;
	struct metric *metric;
	const struct kind *kind;
	/* No more than a condition, a number and labels: the short way. */
	bool plain;
	bool where;		/* there is one */
	enum aggregate_value value;
	int value_field;
	double by_number;
	double least;		/* value that is taken */
	int label_field[RULES_LABELS_MAX + 1];	/* beside `by` */
	/* Where labels go by numbers: of which values they are, or one of
	 * AGGREGATE_...; and the series that were found by them. */
	bool numbered;
	int label_values[LABELS_MAX];
	struct labels_series *series;	/* LABELS_SERIES, or NULL: none yet */
	uint64_t swept;		/* as table.swept was then */

	/* The rule's label for each of the metric's; NULL for one that only
	 * other rules of the family have. */
	const struct rule_label *by[RULES_LABELS_MAX + 1];
	struct rule_label bucket;	/* of a frequency */
	struct pairs pairs;	/* where the rule has `pair` */
	struct fieldlist fields;	/* that it reads of a pair */
};

struct aggregate {
	const struct rules *rules;
	struct metric *metric;	/* one a family, in the rules' order */
	size_t nmetrics;
	struct aggregate_rule *plan;	/* one a rule */
	struct dispatch dispatch;
	struct labels *labels;	/* one a field that such rules have */
	size_t nlabels;

	int64_t limit_time;	/* events later than this do not move the
				 * clock: they are 5 minutes in the future */
	int64_t first, latest;	/* ns: earliest and latest event, or
				 * STAMP_NONE */
	int64_t start;		/* ns: when the own metrics began to count,
				 * frozen by the first snapshot, or
				 * STAMP_NONE */
	uint64_t events, future;
	struct totals totals;	/* of who read the logs, if he told */
	struct eval eval;
	struct value *joined;	/* the fields of both events of a pair */
};

/*
 * rules have passed rules_finish and outlive the aggregate. now is the wall
 * clock, by which events in the future are told.
 */
struct aggregate *aggregate_new(const struct rules *rules, int64_t now);
void aggregate_destroy(struct aggregate *a);
/* Once, before the first event: false when a window's time zone is not to be
 * had. */
bool aggregate_ready(struct aggregate *a, struct fault *f);
/* The clock shows now: for runs that stay. */
void aggregate_clock(struct aggregate *a, int64_t now);
/* False only when a rule's limit says `fail`. */
bool aggregate_event(struct aggregate *a, const struct event *e,
    struct fault *f);
/*
 * An event that waited as the end of a pair, in a snapshot that follows: it
 * meets its start, or waits on. Its fields are those that the rule reads.
 */
bool aggregate_end(struct aggregate *a, struct aggregate_rule *p,
    struct str key, const struct event *e, struct fault *f);
/*
 * What time alone does, up to now: windows end, series expire, entities are
 * taken out, pairs time out; and `compute` is computed.
 */
void aggregate_settle(struct aggregate *a, int64_t now);

#endif
