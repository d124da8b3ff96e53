/*
 * What the names of a log's files say: which log they are of, and which of
 * them are older (formats.md 3.2).
 */
#ifndef EVENT_ROTATE_H
#define EVENT_ROTATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A name taken apart: BASE, BASE.N, BASE-DATE or BASE.DATE, each perhaps with
 * ".gz" behind it. A date is YYYYMMDD or YYYY-MM-DD and whatever digits,
 * dots, colons, dashes, 'T' and '_' follow; N has up to six digits.
 */
struct rotate {
	struct str base;	/* the log itself; a view of the name */
	uint64_t number;	/* N, if ... */
	bool numbered;		/* ... it has one: 0 is one too */
	struct str date;	/* or "" */
	bool packed;		/* by its name */
};

struct rotate rotate_of(struct str name);
/* The name without the folders before it. */
struct str rotate_last(struct str path);
/* Whether the name is that of a file that was rotated away. */
bool rotate_old(const struct rotate *r);
/*
 * Order of two files of one log: <0 when a is the older. Dates come before
 * numbers, and the log itself last; 0 when the names do not tell.
 */
int rotate_cmp(const struct rotate *a, const struct rotate *b);
/*
 * Whether the file `copy` may be a copy that rotation or its user makes of
 * `from`: it is not the log itself, and its name, without folders, begins with
 * that of the log, less what follows the last dot, as a whole word.
 */
bool rotate_copies(struct str from, struct str copy);

#endif
