/*
 * The own metrics of snapshots that are merged. For merge.c only.
 */
#ifndef SNAPSHOT_MERGE_OWN_H
#define SNAPSHOT_MERGE_OWN_H

#include "series/metric.h"
#include "snapshot/build.h"

/* Whether a family is one: it has the hash of its name for a rule. */
bool merge_is_own(const struct snap_family *f);

/*
 * Own counters tell of whole runs: each begins with the run, also where it
 * first appeared in a later part.
 */
void merge_own_align(struct build *b);

/* What a metric counted of events that met only in merging. */
struct merge_tally {
	struct str pipeline, metric;	/* the views are an operand's */
	uint64_t matches, folded, overflows;
	uint64_t skipped[SKIP_NREASONS];
};

/* The pipeline that has a metric; false where none says so. */
bool merge_own_pipeline(const struct snap *s, struct str metric,
    struct str *to);
/* Adds what there is for the family at hand, which is an own one. */
void merge_own_add(struct build *b, const struct merge_tally *t);

#endif
