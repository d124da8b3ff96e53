/*
 * The algebra of snapshots (formats.md 2, "Merging"): what several say
 * together, and what one says beyond another.
 */
#ifndef SNAPSHOT_MERGE_H
#define SNAPSHOT_MERGE_H

#include "base/fault.h"
#include "snapshot/snap.h"

struct merge_operand {
	const char *name;	/* for messages */
	const struct snap *snap;
};

/*
 * Merges n > 0 snapshots, in order, into *to, which the caller frees in any
 * case. It does not matter how they are grouped, and merging the parts of an
 * input that was cut at lines gives what the whole would. Series in common
 * are taken together by their kind (merge_kind.h), parts and computes by their
 * statements (remake.h); the time is the latest of those that counted
 * something; of the resources what all have is kept. It is a fault when
 * families of one name differ in type, unit, bounds, rules or statements, or
 * are of a kind that this version cannot merge.
 */
bool merge(struct snap *to, const struct merge_operand *part, size_t n,
    struct fault *f);

/*
 * What `now` says beyond `old`, into *to: counters, histograms and summaries,
 * those of the current window too, are subtracted; one that is smaller than
 * before began anew and is taken whole, as is everything else. merge of old
 * and *to gives now again, where nothing began anew or went away, but for
 * gauges that add up.
 */
bool merge_diff(struct snap *to, const struct merge_operand *old,
    const struct merge_operand *now, struct fault *f);

#endif
