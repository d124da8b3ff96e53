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
	SNAP_COUNTER,		/* monotonic: value */
	SNAP_GAUGE,		/* value */
	SNAP_HISTOGRAM,		/* explicit bounds */
	SNAP_NTYPES
};

/* The type's name in the snapshot and in Prometheus text ("counter"). */
extern const char *const snap_type_name[SNAP_NTYPES];

struct snap_label {
	struct str name, value;
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
	 * Counter and gauge: the value. Histogram: the sum. Exactly it is
	 * value plus the terms of rest, each the correctly rounded remainder
	 * (formats.md 2).
	 */
	double value;
	const double *rest;
	size_t nrest;

	/* Histogram. */
	uint64_t count;
	double min, max;	/* of the observations; only when count > 0 */
	const uint64_t *counts;	/* nbounds + 1, not cumulative */
};

/* One family: what its series have in common. */
struct snap_family {
	struct str name;	/* as the rule wrote it */
	enum snap_type type;
	struct str kind;	/* of the rule: "counter", "updown" ... */
	struct str rule;	/* hash of its statements, 16 hex digits */
	struct str unit;	/* UCUM or Prometheus's words, may be "" */
	struct str help;
	const double *bounds;	/* histogram: ascending, finite, no +Inf */
	size_t nbounds;
	const struct snap_series *series;	/* sorted by labels */
	size_t nseries;
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
	struct arena arena;	/* owns all of the above */
};

/* Order of two label sets: name and value, pair by pair. */
int snap_labels_cmp(const struct snap_label *a, size_t na,
    const struct snap_label *b, size_t nb);
/* Whether a family is exported: a name that begins with '_' is not. */
bool snap_exported(const struct snap_family *f);
void snap_free(struct snap *s);

#endif
