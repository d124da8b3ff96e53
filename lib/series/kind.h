/*
 * The metric kinds as a table: what a series of a kind holds, how a value
 * enters it, how it is read. A new kind is a row here.
 */
#ifndef SERIES_KIND_H
#define SERIES_KIND_H

#include "rules/rule.h"
#include "series/distinct.h"
#include "series/exphist.h"
#include "series/sum.h"

/* What a series holds at this moment, in the terms of a snapshot. */
struct reading {
	bool empty;		/* nothing was observed, and 0 would be a lie */
	double term[SUM_TERMS_MAX];	/* the value or sum, canonical */
	size_t nterms;
	uint64_t count;		/* histograms and summaries */
	double min, max;
	const uint64_t *counts;	/* nbuckets + 1, the series' own */
	const struct exphist *exphist;	/* exponential; the series' own */
	const struct distinct *distinct;
	const struct absolute *absolute;
	int64_t time;		/* ns, of the latest value, or STAMP_NONE;
				 * told to restore only */
};

/* One value for one series. */
struct obs {
	double value;		/* finite */
	struct str text;	/* distinct: the value */
	int64_t time;		/* ns, or STAMP_NONE */
};

/* What became of a value. */
enum kind_took {
	KIND_TOOK,
	KIND_OVERFLOWED,	/* a sum left the range just now */
	KIND_LATE,		/* it is older than what is there: not taken */
};

/* A counter that follows one of the log's. */
struct absolute {
	struct sum sum;		/* the first reading, and what came after */
	double first, last;
	int64_t first_time, last_time;
	bool any;
};

/*
 * The readings of the snapshot that follows, whose sum has been added already:
 * its first one was counted whole there. False as sum_add.
 */
bool absolute_join(struct absolute *a, const struct absolute *next);

struct kind {
	bool cumulative;	/* it has a start time, and 0 is its truth
				 * before the first event */
	bool monotonic;		/* negative values are skipped */
	bool text;		/* `of` is taken as text */
	/* Bytes of state for a series of that rule; zeroed is the start. The
	 * state may be moved. */
	size_t (*size)(const struct rule *rule);
	enum kind_took (*add)(void *state, const struct rule *rule,
	    const struct obs *obs);
	void (*read)(const void *state, const struct rule *rule,
	    struct reading *r);
	/*
	 * The reverse of read, into a zeroed state: it goes on from there as
	 * the one that was read would have. False for what none could read.
	 * What r->exphist holds is the state's from then on.
	 */
	bool (*restore)(void *state, const struct rule *rule,
	    const struct reading *r);
	void (*free)(void *state);
};

/* The row of a rule that makes series (of no span). */
const struct kind *kind_of(const struct rule *rule);

/* A series of this rule exists at 0 before its first value. */
bool kind_zero(const struct rule *rule);

/* Of exponential histograms and summaries: how fine, how large. */
struct exphist_form kind_form(const struct rule *rule);
/* The bucket of a histogram with bounds: the first whose upper bound,
 * inclusive, is not below v. */
size_t kind_bucket(const struct rule *rule, double v);

/* Rows, for kind.c. */
extern const struct kind kind_counter, kind_absolute, kind_gauge,
    kind_distinct, kind_histogram, kind_exponential;

#endif
