/*
 * The metric kinds as a table: what a series of a kind holds, how a value
 * enters it, how it is read. A new kind is a row here.
 */
#ifndef SERIES_KIND_H
#define SERIES_KIND_H

#include "rules/rule.h"
#include "series/sum.h"

/* What a series holds at this moment, in the terms of a snapshot. */
struct reading {
	bool empty;		/* nothing was observed, and 0 would be a lie */
	double term[SUM_TERMS_MAX];	/* the value or sum, canonical */
	size_t nterms;
	uint64_t count;		/* histogram */
	double min, max;
	const uint64_t *counts;	/* nbuckets + 1, the series' own */
	int64_t time;		/* ns, of the latest value, or STAMP_NONE;
				 * told to restore only */
};

/* One value for one series. */
struct obs {
	double value;		/* finite */
	int64_t time;		/* ns, or STAMP_NONE */
};

struct kind {
	bool cumulative;	/* it has a start time, and 0 is its truth
				 * before the first event */
	bool monotonic;		/* negative values are skipped */
	/* Bytes of state for a series of that rule; zeroed is the start. */
	size_t (*size)(const struct rule *rule);
	/* False when a sum overflowed just now. */
	bool (*add)(void *state, const struct rule *rule,
	    const struct obs *obs);
	void (*read)(const void *state, const struct rule *rule,
	    struct reading *r);
	/*
	 * The reverse of read, into a zeroed state: it goes on from there as
	 * the one that was read would have. False for what none could read.
	 */
	bool (*restore)(void *state, const struct rule *rule,
	    const struct reading *r);
	void (*free)(void *state);
};

/* By enum rule_kind. */
extern const struct kind kinds[RULE_NKINDS];

/* A gauge that adds up holds 0 before its first value; others hold nothing. */
bool kind_zero(const struct rule *rule);

#endif
