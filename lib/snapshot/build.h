/*
 * Making a snapshot piece by piece: families one after the other, the series
 * of each behind it. Everything is copied.
 */
#ifndef SNAPSHOT_BUILD_H
#define SNAPSHOT_BUILD_H

#include "base/fault.h"
#include "snapshot/snap.h"

enum {
	SNAP_LABELS_MAX = 64,		/* of one series */
	SNAP_BOUNDS_MAX = 1024,		/* of one histogram */
	SNAP_REST_MAX = 64,		/* terms behind the value */
	SNAP_SIDE_MAX = 4096,		/* buckets of one side of a sketch */
	SNAP_QUANTILES_MAX = 64,	/* of one summary */
	SNAP_EXEMPLARS_MAX = SNAP_BOUNDS_MAX + 1,	/* of one series */
};

struct build {
	struct snap *snap;
	struct position *input;
	size_t ninputs, inputs_cap;
	struct snap_family *family;
	size_t nfamilies, families_cap;
	struct snap_series *series;	/* of the family at hand */
	size_t nseries, series_cap;
	bool sorted;			/* as they came, so far, and distinct */
	struct str twice;		/* a family with a series twice, or "" */
	struct str *part;		/* of the family at hand */
	size_t nparts, parts_cap;
};

/* snap is overwritten; free it with snap_free also when building stops. */
void build_init(struct build *b, struct snap *snap);
/* Releases what building needed, whole or not. */
void build_free(struct build *b);

/* Begins the next family; its series are those added afterwards. */
void build_family(struct build *b, const struct snap_family *f);
/*
 * Adds a series to the family at hand. Labels with an empty value are left
 * out, the others must be sorted by name.
 */
void build_series(struct build *b, const struct snap_series *s);
/* Adds a part to the family at hand (struct snap_family). */
void build_part(struct build *b, struct str members);
void build_resource(struct build *b, const struct snap_label *l, size_t n);
/* Adds the position of an input; its name is copied. */
void build_input(struct build *b, const struct position *p);

/* A note for people (struct snap). */
void build_note(struct build *b, struct str text);

/*
 * Sorts inputs, families and series. False when two families have one name,
 * two series of a family the same labels, or two positions one file.
 */
bool build_done(struct build *b, struct fault *f);

#endif
