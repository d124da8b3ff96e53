/*
 * Why rules count what they count, of a sample of events: --explain
 * (mlog-agg.1). Nothing is counted into series here.
 */
#ifndef RULES_EXPLAIN_H
#define RULES_EXPLAIN_H

#include "rules/eval.h"
#include "rules/rule.h"
#include "rules/tally.h"

enum {
	EXPLAIN_NAMES_MAX = 4096,	/* different members of all events */
	EXPLAIN_VALUES_MAX = 512,	/* different values of one member */
	EXPLAIN_DEPTH_MAX = 4,		/* objects in objects whose members
					 * are looked at */
};

/* A part of a condition that was the reason against an event. */
struct explain_part {
	const struct expr *e;
	uint64_t count;
};

/* One of a rule's conditions: `where`, `up where`, `from` ... */
struct explain_test {
	const char *word;
	const struct expr *cond;
	uint64_t holds;
	struct explain_part *part;	/* in the order of the condition */
	size_t nparts, parts_cap;
};

enum { EXPLAIN_TESTS_MAX = 3 };

/* Why a matching event could not be used. */
enum explain_reason {
	EXPLAIN_MISSING, EXPLAIN_REDACTED, EXPLAIN_NOT_NUMBER,
	EXPLAIN_INFINITE, EXPLAIN_NEGATIVE, EXPLAIN_LIMIT,
	EXPLAIN_NOT_ALLOWED, EXPLAIN_NREASONS
};

struct explain_rule {
	const struct rule *rule;
	struct explain_test test[EXPLAIN_TESTS_MAX];
	size_t ntests;
	uint64_t matches, used;
	uint64_t skipped[EXPLAIN_NREASONS];
	uint64_t empty[RULES_LABELS_MAX];	/* by label: used without it */
};

struct explain {
	struct rules *rules;
	struct event_reader reader;
	struct eval eval;
	struct explain_rule *rule;	/* metrics, then spans */
	size_t nrules;
	uint64_t events;
	uint64_t *present;	/* by field: events that have it */
	struct tally *value;	/* by field; max 0 where nobody asks */
	struct tally level;	/* the names of the levels that are known */
	struct tally names;	/* the members of all events, with dots */
	struct buf path, scratch;
};

/* rules have passed rules_finish; they must outlive the explain. */
struct explain *explain_new(struct rules *rules);
void explain_destroy(struct explain *x);
/* One line, which r stands before. False and r->error: it is no event. */
bool explain_event(struct explain *x, struct jread *r);
/* What was found, as text for people. To be called once, at the end. */
void explain_put(struct buf *b, struct explain *x);

#endif
