/*
 * One family at work: its labels, its series, the window they are of, and
 * what was skipped, with reasons.
 */
#ifndef SERIES_METRIC_H
#define SERIES_METRIC_H

#include "base/fault.h"
#include "series/table.h"
#include "series/window.h"

/* Why a rule could not use a line that it wanted; names in metrics. */
enum skip_reason {
	SKIP_MISSING,		/* no value, or no key */
	SKIP_REDACTED,		/* "**REDACTED**" */
	SKIP_NOT_A_NUMBER,
	SKIP_INFINITE,
	SKIP_NEGATIVE,		/* for a counter; a pair that ends before it
				 * starts */
	SKIP_NOT_ALLOWED,	/* a label's value, by `only` without `else` */
	SKIP_LIMIT,		/* a pattern ran too long, a text too large */
	SKIP_DROPPED,		/* over the series limit, `drop` */
	SKIP_LATE,		/* of a window that is over, or older than the
				 * last reading of a counter */
	SKIP_FUTURE,		/* of a window that has not begun */
	SKIP_NO_TIME,		/* of no window, for want of a time */
	SKIP_TIMEOUT,		/* the start of a pair that did not end */
	SKIP_EVICTED,		/* the start of a pair, an entity: there are
				 * too many */
	SKIP_NREASONS
};
extern const char *const skip_reason_name[SKIP_NREASONS];

struct states;

struct metric {
	const struct rule_family *family;
	const struct rule *rule;	/* the first of it: kind, buckets ... */
	struct str label[RULES_LABELS_MAX + 1];	/* sorted by name */
	const struct label_decl *decl[RULES_LABELS_MAX + 1];	/* or NULL */
	size_t nlabels;
	struct table table;
	struct zone zone;	/* of the window */
	struct window window;	/* the current one, start STAMP_NONE: none */
	struct states *states;	/* or NULL */
	uint64_t matches;
	uint64_t skipped[SKIP_NREASONS];
	uint64_t overflows;	/* sums that left the range of doubles */
	int64_t swept;		/* ns: when the expired were last looked for */
};

void metric_init(struct metric *m, const struct rule_family *family);
/* Loads the zone of its window. */
bool metric_ready(struct metric *m, struct fault *f);
void metric_free(struct metric *m);

/* Counts a skip; returns false. */
bool metric_skip(struct metric *m, enum skip_reason reason);

/*
 * The series that exist at 0 before anything was counted: each combination of
 * declared values of the labels that a statement gives (struct rule), with its
 * other ones as `value` has them (NULL: only where it has none). Those that
 * are there already are marked.
 */
void metric_zeros(struct metric *m, uint64_t gives, const struct str *value);

/*
 * A series of these values, which has none yet, if there is room for it at
 * the time `clock`; else the one that takes what is folded, or NULL when it
 * is skipped. *failed is set with a fault when the rule's limit says so.
 */
struct series *metric_series_new(struct metric *m, const struct rule *rule,
    const struct str *value, uint64_t hash, int64_t clock, struct fault *f,
    bool *failed);

/* The same, where it may be there already. */
static inline struct series *
metric_series(struct metric *m, const struct rule *rule,
    const struct str *value, int64_t clock, struct fault *f, bool *failed)
{
	uint64_t hash = table_hash_by(m->table.seed, value, m->nlabels);
	struct series *s = table_find(&m->table, value, hash);

	return s ? s : metric_series_new(m, rule, value, hash, clock, f,
	    failed);
}

/*
 * A series that was counted before goes on: values are those of its labels,
 * in the order of m->label; r is what it came to, r->time and start are as
 * in struct series. NULL when it does not fit the metric.
 */
struct series *metric_restore(struct metric *m, const struct str *value,
    const struct reading *r, int64_t start);

/*
 * Whether a value of this time belongs to the current window; a later one
 * begins with it, unless it is after `latest`. False: it has been skipped.
 */
bool metric_window(struct metric *m, int64_t time, int64_t latest);
/* The window that was current when a state was written. */
void metric_reopen(struct metric *m, const struct window *w);
/* The window is the one of `now` from here on, if that is later. */
void metric_roll(struct metric *m, int64_t now);

/* Whether a series says nothing any more at a time. */
bool metric_expired(const struct metric *m, const struct series *s,
    int64_t now);
/* Such a one begins anew, as its next event finds it. */
void metric_renew(struct metric *m, struct series *s);
/* Forgets the series that have expired. */
void metric_expire(struct metric *m, int64_t now);

/* It counts up from a start, and is exported so. */
bool metric_cumulative(const struct metric *m);

#endif
