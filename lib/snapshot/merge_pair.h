/*
 * Two snapshots at work, walked family by family. For merge.c and what it
 * leaves to others only.
 */
#ifndef SNAPSHOT_MERGE_PAIR_H
#define SNAPSHOT_MERGE_PAIR_H

#include "snapshot/merge.h"
#include "snapshot/merge_head.h"
#include "snapshot/merge_kind.h"
#include "snapshot/merge_own.h"

/* An operand, and those that it was merged of where it was. */
struct merge_side {
	struct merge_operand is;	/* named as the one of them that has
					 * the family at hand */
	const struct merge_operand *of;
	size_t n;
};

struct merge_pair {
	struct merge_side side[2];
	const struct merge_operand *a, *b;	/* the sides' */
	bool diff;
	enum merge_rank rank[2];
	struct build build;
	struct build *out;	/* where series go: it, or a sum to remake */
	struct merge_room room;
	const struct snap_family *family;	/* at hand, b's where it is */
	const struct merge_operand *from;	/* who has it */
	const struct merge_kind *kind;
	/* Of a difference, the series that were subtracted. */
	const struct snap_series **rest;
	size_t nrest, rest_cap;
	struct merge_tally *tally;
	size_t ntallies, tallies_cap;
};

/*
 * Adds to p->out the series of the family at hand, as the two operands' have
 * them, either of which may be NULL.
 */
bool merge_series(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f);

/* The series and parts of the family at hand, which has statements, and what
 * became of the parts. */
bool merge_parts(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f);
/* The same of a compute, of the families so far, and its limits. */
bool merge_computed(struct merge_pair *p, struct fault *f);
/* The series and parts that b has beyond a. */
bool merge_difference(struct merge_pair *p, const struct snap_family *fa,
    const struct snap_family *fb, struct fault *f);

#endif
