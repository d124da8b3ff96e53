/*
 * One line of a snapshot, read (mlog-snapshot.5). For snapfile.c only.
 */
#ifndef SNAPSHOT_SNAPLINE_H
#define SNAPSHOT_SNAPLINE_H

#include "json/jread.h"
#include "snapshot/build.h"

enum snapline_kind {
	SNAPLINE_BEGIN,
	SNAPLINE_INPUT,
	SNAPLINE_FAMILY,
	SNAPLINE_SERIES,
	SNAPLINE_END,
	SNAPLINE_PART,
	SNAPLINE_OTHER,		/* of a later writer */
};

/*
 * What a line holds. Views live until the next line; arrays are its own and
 * are used again. Zeroed it is ready; snapline_free releases it.
 */
struct snapline {
	enum snapline_kind kind;
	uint64_t version, generation, lines;
	int64_t time, latest;	/* or STAMP_NONE */
	struct str name, xxh64, stream;
	struct position position;
	bool type_known, has_value, has_sketch;
	size_t ncounts;
	struct snap_family family;
	struct snap_series series;
	struct snap_sketch sketch;
	struct snap_extra extra;

	/* For its own use. */
	struct snap_label labels[SNAP_LABELS_MAX];
	double rest[SNAP_REST_MAX], bounds[SNAP_BOUNDS_MAX];
	uint64_t counts[SNAP_BOUNDS_MAX + 1];
	size_t nbounds;
	size_t member;			/* the one that is expected next */
	struct snapline_time {		/* neighbours often share them */
		char text[32];
		size_t n;
		int64_t ns;
	} times[2];
	struct arena texts;
	const struct snap_family *current;	/* the family at hand */
};

/* Reads the line that r stands at; `from` is where it begins. */
bool snapline_parse(struct snapline *sl, struct jread *r, size_t from,
    struct fault *f);
/* Takes the line as a header, or refuses what is none. */
bool snapline_begin(struct snapline *sl, struct build *b, struct fault *f);
/* Adds an input, family or series line; others are passed over. */
bool snapline_add(struct snapline *sl, struct build *b, struct fault *f);
void snapline_free(struct snapline *sl);

#endif
