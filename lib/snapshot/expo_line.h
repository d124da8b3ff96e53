/*
 * One line of Prometheus text 0.0.4 or OpenMetrics 1.0, taken apart. What the
 * lines mean together is expo_family.c's. For this folder only.
 */
#ifndef SNAPSHOT_EXPO_LINE_H
#define SNAPSHOT_EXPO_LINE_H

#include "base/fault.h"
#include "snapshot/build.h"

enum {
	EXPO_EXEMPLAR_MAX = 128,	/* characters of an exemplar's labels */
};

enum expo_what {
	EXPO_NOTHING,		/* a comment, an empty line */
	EXPO_TYPE, EXPO_HELP, EXPO_UNIT, EXPO_EOF,
	EXPO_SAMPLE,
};

/* An instant of a sample. One that no int64_t holds is set and has no ns. */
struct expo_time {
	bool set;
	double seconds;		/* for the order */
	int64_t ns;		/* or STAMP_NONE */
};

/* Views live until the next line. Zeroed it is ready. */
struct expo_line {
	enum expo_what what;
	struct str name;
	struct str text;	/* of HELP, UNIT, and TYPE's word */
	struct snap_label labels[SNAP_LABELS_MAX];	/* sorted by name */
	size_t nlabels;
	double value;
	struct expo_time time;
	bool has_exemplar;
	struct snap_label exemplar_labels[SNAP_LABELS_MAX];
	struct snap_exemplar exemplar;

	struct buf texts;	/* what had to be unescaped */
};

/*
 * Takes a line, without its newline, in OpenMetrics' strict grammar or in the
 * one of the text format, which allows more white space (protocols.md 4).
 */
bool expo_line_parse(struct expo_line *l, struct str line, bool strict,
    struct fault *f);
void expo_line_free(struct expo_line *l);

/*
 * A number as the formats spell them: decimal, a digit on one side of the
 * point at least, NaN and infinities in any case.
 */
bool expo_number(struct str s, double *v);
/*
 * The text of a number of seconds, which is about `seconds`, as ns: exact
 * where it has no exponent. STAMP_NONE beyond the range.
 */
int64_t expo_seconds(struct str s, double seconds);

#endif
