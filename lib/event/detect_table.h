/*
 * What --detect has gathered: between detect.c, which fills it, and
 * detect_put.c, which shows it. For lib/event/detect*.c only.
 */
#ifndef EVENT_DETECT_TABLE_H
#define EVENT_DETECT_TABLE_H

#include "event/detect.h"

/* Kinds of values, finer than JSON's. */
enum detect_type {
	TYPE_STRING, TYPE_INTEGER, TYPE_NUMBER, TYPE_BOOLEAN, TYPE_NULL,
	TYPE_OBJECT, TYPE_ARRAY,
	TYPE_QUOTED,		/* a number in a string */
	TYPE_RFC3339,		/* a string: date, time and zone */
	TYPE_LOCAL,		/* the same without a zone */
	TYPE_TIME,		/* the time of the record, otherwise spelt */
	TYPE_EPOCH_S, TYPE_EPOCH_MS, TYPE_EPOCH_US, TYPE_EPOCH_NS,
	TYPE_QUOTED_S, TYPE_QUOTED_MS, TYPE_QUOTED_US, TYPE_QUOTED_NS,
	DETECT_NTYPES
};

/* What becomes of a member: the part of a dialect, or one of these. */
enum detect_role {
	ROLE_KEPT = DIALECT_NPARTS,
	ROLE_RENAMED,		/* kept with '_' appended */
	ROLE_USED,		/* taken up, together with other members */
	DETECT_NROLES
};

enum {
	DETECT_SAMPLE_MAX = 96,	/* bytes of the values shown of a name */
	DETECT_EXAMPLE_MAX = 76,	/* columns of the lines shown */
	DETECT_SLOTS = 2 * DETECT_FIELDS_MAX,
	DETECT_MORE_SLOTS = 2 * DETECT_MORE_MAX,
	DETECT_NSEVERITIES = 25,
};

/* A member of a dialect's records, or one inside of another. */
struct detect_field {
	struct str path;	/* its first DETECT_NAME_MAX bytes */
	size_t len;		/* bytes of the whole */
	uint64_t hash;		/* of the whole */
	struct detect_field *parent;
	struct detect_field *chain;	/* of the same slot */
	/* Guesses from the record before: what is its first member, and
	 * what comes after it. */
	struct detect_field *first, *next;
	int name;		/* in the names of the logline, or -1 */
	enum detect_role listed;	/* what the dialect's row has it for */

	uint64_t records, last;	/* how many have it; the last one's number */
	uint64_t type[DETECT_NTYPES], role[DETECT_NROLES];
	uint64_t *value;	/* hashes of its values */
	size_t nvalues, cap;
	bool many;		/* more than DETECT_VALUES_MAX */
	double min, max;
	bool ranged;		/* min and max are there */
	char sample[DETECT_SAMPLE_MAX];
	size_t nsample;
	bool full;		/* no more samples are wanted */
};

/* Something that was seen, where first, and how it begins. */
struct detect_example {
	struct str input, text;
	uint64_t line;
	bool there;
};

struct detect_dialect {
	const struct dialect *dialect;
	struct detect_example example;
	uint64_t records;
	uint64_t no_time, no_level, odd_level, prefixed, wrapped, twice;
	uint64_t nonfinite, bad_utf8, surrogate;
	uint64_t severity[DETECT_NSEVERITIES];
	int64_t from, to;	/* times */
	struct str odd, prefix;	/* examples, cut */

	struct detect_field top;	/* the record itself */
	struct detect_field *field[DETECT_FIELDS_MAX];
	size_t nfields;
	struct detect_field *slot[DETECT_SLOTS];
	uint64_t *more;		/* hashes of further names, by hash */
	size_t nmore;
};

struct detect {
	struct detect_dialect **dialect;
	size_t ndialects, cap;
	bool fresh;		/* one has no example yet */
	uint64_t blank, records;
	struct {
		uint64_t n;
		size_t column;
		struct str what;
		struct detect_example example;
	} refused[LOGLINE_NREASONS];
	struct arena arena;
	struct buf path, scratch, text;
};

/* Enters the record's members. */
void detect_members(struct detect *d, struct detect_dialect *dd,
    const struct logline_seen *seen);
/*
 * Enters a value of the field. inside: an object's members are entered too,
 * so that it need not be shown itself. time: the instant that the record was
 * given where this is its source, else STAMP_NONE.
 */
void detect_value(struct detect *d, struct detect_field *f,
    const struct jtoken *t, bool inside, int64_t time);
/* Appends the table of the dialect's fields. */
void detect_rows(const struct detect_dialect *dd, struct buf *b);

#endif
