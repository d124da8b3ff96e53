/*
 * Events and rules to series: for each rule whether it wants the event, the
 * value, the labels, the series. What is skipped is counted with its reason.
 */
#ifndef SERIES_AGGREGATE_H
#define SERIES_AGGREGATE_H

#include "base/fault.h"
#include "event/event.h"
#include "event/totals.h"
#include "rules/eval.h"
#include "series/table.h"

/* Why a rule could not use a line that it wanted; names in metrics. */
enum skip_reason {
	SKIP_MISSING,		/* no value */
	SKIP_REDACTED,		/* "**REDACTED**" */
	SKIP_NOT_A_NUMBER,
	SKIP_INFINITE,
	SKIP_NEGATIVE,		/* for a counter */
	SKIP_NOT_ALLOWED,	/* a label's value, by `only` without `else` */
	SKIP_LIMIT,		/* a pattern ran too long, a text too large */
	SKIP_DROPPED,		/* over the series limit, `drop` */
	SKIP_NREASONS
};
extern const char *const skip_reason_name[SKIP_NREASONS];

/* One family at work. */
struct metric {
	const struct rule_family *family;
	const struct rule *rule;	/* the first of it: kind, buckets ... */
	struct str label[RULES_LABELS_MAX];	/* sorted by name */
	const struct label_decl *decl[RULES_LABELS_MAX];	/* or NULL */
	size_t nlabels;
	struct table table;
	uint64_t matches;
	uint64_t skipped[SKIP_NREASONS];
	uint64_t overflows;	/* sums that left the range of doubles */
};

struct aggregate {
	const struct rules *rules;
	struct metric *metric;	/* one a family, in the rules' order */
	size_t nmetrics;
	struct aggregate_rule *plan;	/* one a rule */

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
};

/*
 * rules have passed rules_finish and outlive the aggregate. now is the wall
 * clock, by which events in the future are told.
 */
struct aggregate *aggregate_new(const struct rules *rules, int64_t now);
void aggregate_destroy(struct aggregate *a);
/* The clock shows now: for runs that stay. */
void aggregate_clock(struct aggregate *a, int64_t now);
/* False only when a rule's limit says `fail`. */
bool aggregate_event(struct aggregate *a, const struct event *e,
    struct fault *f);

/*
 * A series of m that was counted before goes on: values are those of its
 * labels, in the order of m->label; r is what it came to, r->time and start
 * are as in struct series. False when it does not fit the metric.
 */
bool aggregate_restore(struct metric *m, const struct str *value,
    const struct reading *r, int64_t start);

#endif
