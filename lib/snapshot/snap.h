/*
 * A snapshot: metric families and their series at one instant, frozen and
 * sorted. It is all that a sink sees of the metrics (mlog-snapshot.5).
 */
#ifndef SNAPSHOT_SNAP_H
#define SNAPSHOT_SNAP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/stamp.h"
#include "base/str.h"
#include "event/position.h"

enum snap_type {
	SNAP_COUNTER,		/* monotonic */
	SNAP_GAUGE,
	SNAP_HISTOGRAM,		/* explicit bounds */
	SNAP_EXPHISTOGRAM,	/* bounds are powers of a base */
	SNAP_SUMMARY,		/* quantiles, and a sketch where known */
	SNAP_STATESET,		/* 0 or 1; the label of the family's own name
				 * says of which state */
	SNAP_INFO,		/* labels are what there is to know, value 1 */
	SNAP_UNKNOWN,
	SNAP_GAUGEHISTOGRAM,	/* explicit bounds; how many there are now */
	SNAP_NTYPES
};

/* Which members of a series a type fills. */
enum snap_shape {
	SNAP_NUMBER,		/* value */
	SNAP_BUCKETS,		/* value (the sum), count, min, max, counts */
	SNAP_SKETCH,		/* the same with a sketch for counts */
};

/* The type's name in the snapshot ("counter"), and its shape. */
extern const char *const snap_type_name[SNAP_NTYPES];
extern const enum snap_shape snap_shape[SNAP_NTYPES];

struct snap_label {
	struct str name, value;
};

/*
 * One side of a sketch: bucket k counts what is above base^(offset+k), up to
 * base^(offset+k+1), where base is 2^(2^-scale).
 */
struct snap_side {
	int32_t offset;
	size_t n;
	const uint64_t *counts;
};

/* An exponential histogram (protocols.md 9). */
struct snap_sketch {
	int32_t scale;			/* SNAP_SCALE_MIN to _MAX */
	uint64_t zero_count;		/* of what is at most the threshold */
	double zero_threshold;
	struct snap_side positive, negative;
};

enum { SNAP_SCALE_MIN = -10, SNAP_SCALE_MAX = 20 };

struct snap_quantile {
	double quantile, value;		/* 0 to 1; NaN where none is known */
};

/* One observation that stands for others. */
struct snap_exemplar {
	const struct snap_label *labels;
	size_t nlabels;
	double value;
	int64_t time;			/* ns, or STAMP_NONE */
};

/* What few series have. */
struct snap_extra {
	const struct snap_sketch *sketch;	/* NULL: none */
	const struct snap_quantile *quantiles;	/* ascending */
	size_t nquantiles;
	const struct snap_exemplar *exemplars;
	size_t nexemplars;
};

/*
 * One series. Which members hold something follows from the family's type.
 */
struct snap_series {
	const struct snap_label *labels;	/* by name; no value "" */
	size_t nlabels;
	int64_t start;		/* ns, when counting began, or STAMP_NONE */
	int64_t time;		/* ns, when it last changed, or STAMP_NONE */

	/*
	 * The value; of histograms and summaries the sum. Exactly it is
	 * value plus the terms of rest, each the correctly rounded remainder
	 * (formats.md 2). NaN where an exposition had no sum.
	 */
	double value;
	const double *rest;
	size_t nrest;

	/* Histograms and summaries. */
	uint64_t count;
	double min, max;	/* of the observations; only when count > 0.
				 * NaN where an exposition does not say */
	const uint64_t *counts;	/* nbounds + 1, not cumulative */

	const struct snap_extra *extra;	/* NULL: none */
};

/* One family: what its series have in common. */
struct snap_family {
	struct str name;	/* as the rule wrote it */
	enum snap_type type;
	struct str kind;	/* of the rule: "counter", "updown" ... */
	struct str mode;	/* of a gauge: "min", "max", "sum"; "" keeps
				 * the latest value */
	struct str rule;	/* hash of its statements, 16 hex digits */
	struct str unit;	/* UCUM or Prometheus's words, may be "" */
	struct str help;
	/* A JSON array of what merging has to know of the rules, or "". */
	struct str statements;
	const double *bounds;	/* histogram: ascending, finite, no +Inf */
	size_t nbounds;
	const struct snap_series *series;	/* sorted by labels */
	size_t nseries;
	/*
	 * What merging and going on need and nobody is shown: the members of
	 * JSON objects, without braces, in their order.
	 */
	const struct str *parts;
	size_t nparts;
};

/* What a state was counted from: the two do not mix (formats.md 3.5). */
enum snap_stream {
	SNAP_ANY,		/* nothing yet, or it is no state */
	SNAP_PLAIN,		/* events alone */
	SNAP_MARKS,		/* events with marks: it has positions */
	SNAP_NSTREAMS
};
extern const char *const snap_stream_name[SNAP_NSTREAMS];

struct snap {
	int64_t time;		/* ns: the instant it describes */

	/* Of a state (formats.md 3). */
	uint64_t generation;	/* commits so far, 0 in what is no state */
	enum snap_stream stream;
	int64_t latest;		/* ns: the latest event, or STAMP_NONE */
	const struct position *inputs;	/* by name, device and inode */
	size_t ninputs;
	char checksum[17];	/* of the file that was read, as its end line
				 * has it; "" in what was not read */

	const struct snap_label *resource;	/* sorted by name */
	size_t nresource;
	const struct snap_family *families;	/* sorted by name */
	size_t nfamilies;
	/*
	 * Words for people about what is not here, where a form has comments;
	 * no newlines. They are not written to snapshots.
	 */
	const struct str *notes;
	size_t nnotes;
	struct arena arena;	/* owns all of the above */
};

/* Order of two label sets: name and value, pair by pair. */
int snap_labels_cmp(const struct snap_label *a, size_t na,
    const struct snap_label *b, size_t nb);
/* Sorts a label set by name. */
void snap_labels_sort(struct snap_label *l, size_t n);
/* Whether a family is exported: a name that begins with '_' is not. */
bool snap_exported(const struct snap_family *f);
void snap_free(struct snap *s);

#endif
