/*
 * How series of a kind are merged and subtracted: a row each. For this folder
 * only.
 */
#ifndef SNAPSHOT_MERGE_KIND_H
#define SNAPSHOT_MERGE_KIND_H

#include "series/sum.h"
#include "snapshot/sketch.h"

/* Room for what a result holds beside numbers; used again for each. */
struct merge_room {
	bool paired;		/* the family is (struct rule) */
	double terms[SUM_TERMS_MAX];
	uint64_t counts[SNAP_BOUNDS_MAX + 1];
	struct sketch sketch;
	struct snap_quantile quantiles[SNAP_QUANTILES_MAX];
	struct snap_exemplar exemplars[SNAP_EXEMPLARS_MAX];
	struct snap_extra extra;
};

struct merge_kind {
	const char *kind, *mode;	/* as the family's line has them */
	bool cumulative;		/* it has a start */
	bool adds;			/* it has none, and is 0 before the
					 * first value */
	/*
	 * The values of a and b, of which b is the later operand, into *to,
	 * which points into the room then. Labels, start and time are the
	 * caller's. False where counts would leave their range. NULL: it
	 * cannot be merged.
	 */
	bool (*merge)(struct merge_room *room, const struct snap_family *f,
	    const struct snap_series *a, const struct snap_series *b,
	    struct snap_series *to);
	/* What b has beyond a; false when it began anew. NULL: it is b. */
	bool (*diff)(struct merge_room *room, const struct snap_family *f,
	    const struct snap_series *a, const struct snap_series *b,
	    struct snap_series *to);
};

/* The row of a family; one without merge when the kind is not known. */
const struct merge_kind *merge_kind(const struct snap_family *f);

/* Whether a series of a family exists at zero from the start and was never
 * counted in. */
bool merge_untouched(const struct snap_family *f,
    const struct snap_series *s);

#endif
