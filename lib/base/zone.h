/*
 * Time zones from the system's files (TZif, RFC 9636), without any state of
 * the process: no TZ variable, no tzset.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"

enum {
	ZONE_NAME_MAX = 100,
	ZONE_FILE_MAX = 256 * 1024,
	ZONE_SHIFTS_MAX = 20000,
	ZONE_YEAR_END = 2263,	/* the last that fits a stamp, and one */
};

/* From an instant on, local time is UTC plus so much. */
struct zone_shift {
	int64_t at;		/* s since the epoch */
	int32_t east;		/* s */
};

/* A zeroed one is UTC. */
struct zone {
	struct zone_shift *shift;	/* ascending; the first holds before
					 * itself too */
	size_t n, cap;
};

/*
 * Reads "Europe/Berlin" from $TZDIR or the folders where systems keep zones;
 * "" and "UTC" need no file. False for a name that is none, and for a file
 * that is missing or damaged.
 */
bool zone_load(struct zone *z, struct str name, struct fault *f);
/* The same of a file's text. */
bool zone_parse(struct zone *z, struct str text, struct fault *f);
void zone_free(struct zone *z);

/* What local time is ahead of UTC at an instant, in seconds. */
int32_t zone_east(const struct zone *z, int64_t at);

/*
 * The first instant at which clocks show `local` (s since the epoch as if
 * local time were UTC) or, where they skip it, later.
 */
int64_t zone_instant(const struct zone *z, int64_t local);

/* For this folder: adds a shift behind those that are there; one at the same
 * instant is replaced. False when there are too many. */
bool zone_add(struct zone *z, int64_t at, int32_t east);
/* Adds what the rule at a file's end says, from the last shift to
 * ZONE_YEAR_END. */
bool zone_add_rule(struct zone *z, struct str rule, struct fault *f);

#endif
