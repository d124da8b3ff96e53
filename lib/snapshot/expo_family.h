/*
 * The families of an exposition as its lines come: metadata, and series put
 * together from their samples. For this folder only.
 */
#ifndef SNAPSHOT_EXPO_FAMILY_H
#define SNAPSHOT_EXPO_FAMILY_H

#include "snapshot/expo_line.h"

enum {
	EXPO_FAMILIES_MAX = 1000000,	/* of one exposition */
	EXPO_SERIES_MAX = 10000000,
};

/* What a sample is to its series. */
enum expo_role {
	EXPO_VALUE, EXPO_BUCKET, EXPO_QUANTILE, EXPO_SUM, EXPO_COUNT,
	EXPO_CREATED,
	EXPO_NROLES
};

/* A bucket, cumulative, or a quantile. */
struct expo_step {
	double at, value;
};

/* One series, in the making. */
struct expo_series {
	uint64_t hash;
	const struct snap_label *labels;	/* without le and quantile */
	size_t nlabels;
	unsigned has;			/* bits by role */
	double value, sum, count;
	int64_t start;			/* ns, or STAMP_NONE */
	struct expo_time time;
	struct expo_step *step;
	size_t nsteps, steps_cap;
	bool unsorted;			/* the steps do not ascend */
	struct snap_exemplar *exemplar;
	size_t nexemplars, exemplars_cap;
};

struct expo_family {
	struct str name;		/* as the metadata have it */
	enum snap_type type;
	bool typed, helped, has_unit;
	struct str help, unit;
	struct expo_series *series;
	size_t nseries, cap;
	uint32_t *slot;			/* index + 1 into series; 0 free */
	size_t nslots;
	uint64_t line;			/* where it began */
};

struct expo {
	bool strict;			/* OpenMetrics */
	struct arena arena;
	struct expo_family *family;
	size_t nfamilies, cap;
	size_t nseries;
	uint32_t *slot;			/* by name */
	size_t nslots;
	size_t current;			/* index + 1 of the one at hand */
	uint64_t line;			/* the number of the line at hand */
	uint64_t twice;			/* samples of a series that were
					 * there already, and left out */
};

/* Takes a line that is TYPE, HELP, UNIT or a sample. */
bool expo_add(struct expo *e, const struct expo_line *l, struct fault *f);
/*
 * What can be said of a family only when all its lines were seen (its steps
 * are sorted then), and of a sample by itself: expo_check.c. A fault of the
 * family is one of its first line, which becomes e->line.
 */
bool expo_check(struct expo *e, struct expo_family *family,
    struct fault *f);
bool expo_check_sample(const struct expo *e,
    const struct expo_family *family, enum expo_role role, double value,
    struct fault *f);
/*
 * The series with these labels, made when there is none, or NULL; and a
 * sample for it, of a bucket or quantile `at` (expo_series.c).
 */
struct expo_series *expo_series(struct expo *e, struct expo_family *family,
    const struct snap_label *l, size_t n, struct fault *f);
bool expo_put(struct expo *e, const struct expo_family *family,
    struct expo_series *s, enum expo_role role, double at,
    const struct expo_line *l, struct fault *f);
/* The family of that name, or NULL. */
struct expo_family *expo_find(const struct expo *e, struct str name);
void expo_free(struct expo *e);

/* The suffix of a sample in that role, NULL: the type has no such sample. */
const char *expo_suffix(enum snap_type type, enum expo_role role,
    bool strict);

#endif
