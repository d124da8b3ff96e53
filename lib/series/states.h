/*
 * Entities that are in states: each is in one series of the metric, which
 * counts those that are in it. An entity keeps a label's value until a later
 * event says otherwise (mlog-rules.5, `states`).
 */
#ifndef SERIES_STATES_H
#define SERIES_STATES_H

#include "series/metric.h"

struct entity {
	struct entity *next;	/* of the same slot */
	struct entity *older, *newer;	/* by the place of their last event */
	uint64_t hash;
	struct series *series;	/* its values are the entity's */
	int64_t last;		/* ns: its latest event, or STAMP_NONE */
	int64_t gone;		/* ns: when it is taken out, or STAMP_NONE */
	uint32_t nkey;
	int64_t time[];		/* a label: of its value, STAMP_NONE of
				 * one that no event said, STATES_UNTIMED of
				 * one that an event without a time said;
				 * then the key */
};

/* Later than nothing, and earlier than any time. */
#define STATES_UNTIMED (STAMP_NONE + 1)

struct states {
	struct metric *metric;
	struct entity **slot;
	size_t nslots, n;
	struct entity *oldest, *newest;
	size_t live;		/* series that some entity is in, at least */
};

/* What an event says of a label. */
enum state_says {
	STATE_SILENT,		/* it is missing: the value stays */
	STATE_SAYS,		/* a value, "" when it is null */
};

struct states *states_new(struct metric *m);
void states_destroy(struct states *st);

/* An event of an entity: what it says of each of the metric's labels. */
struct states_event {
	const struct rule *rule;
	struct str key;
	int64_t time;		/* ns, or STAMP_NONE */
	const enum state_says *says;
	const struct str *value;
	const struct str *initially;	/* of a new entity */
};

/*
 * The entity after the event. NULL when a limit keeps its series out
 * (skipped and counted), or says fail (*failed, and a fault).
 */
struct entity *states_take(struct states *st, const struct states_event *e,
    struct fault *f, bool *failed);

/* An entity ends: its tally stands and it is forgotten, or it is taken out
 * as long after an event of a time as the rule says. */
void states_keep(struct states *st, struct entity *e);
void states_drop(struct states *st, struct entity *e, int64_t time);

/*
 * Takes out whoever is due at a time, or has been idle for the rule's
 * `expire`; events without a time count as of the next call after them. Then
 * tells the series what follows from who is in them: the latest event, and
 * which are there at 0, which is what is declared, with the other labels of
 * those that some entity is in.
 */
void states_settle(struct states *st, int64_t now);

/*
 * An entity of a state goes on, behind those restored before it: its series
 * has its tally already. False when it is there, or its series is not.
 */
bool states_restore(struct states *st, struct str key,
    const struct str *value, const int64_t *time, int64_t last,
    int64_t gone);

/* After the last of them: whether each series' tally has its entities. */
bool states_restored(struct states *st);

/*
 * An entity of the snapshot that follows, whose series have been added up: of
 * each label the later value stays, of equally late ones the new one. True
 * also when a limit keeps it out (skipped and counted).
 */
bool states_join(struct states *st, struct str key, const struct str *value,
    const int64_t *time, int64_t last, int64_t gone);

/* The entity's key; a view. */
struct str states_key(const struct states *st, const struct entity *e);

#endif
