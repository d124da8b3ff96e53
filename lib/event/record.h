/*
 * A record that was read: its members in their own order, and by number those
 * that somebody may ask for.
 */
#ifndef EVENT_RECORD_H
#define EVENT_RECORD_H

#include "base/stamp.h"
#include "event/fields.h"
#include "json/jshape.h"

enum {
	RECORD_MEMBERS_MAX = 16384,	/* of one record, at the top level */
	RECORD_TRAIL_MAX = 40,		/* of the steps that are noted */
};

enum {
	RECORD_ABSENT = -1,
	RECORD_INSIDE = -2,	/* found inside of a nested value */
};

/* One member of a record, in its own order. */
struct member {
	struct jtoken key, value;
	const struct fields_key *wants;	/* or NULL: nobody asked for it */
	int name;		/* of its key in the names, or -1 */
	bool taken;		/* it became a member of the format */
};

/* What is the same of all records that are built alike. */
struct record_memo;
struct known;

/* Those that were met. Zeroed it is empty. */
struct record_shapes {
	struct jshapes shapes;
	struct record_memo *memo[JSHAPES_MAX];	/* by the shape's id */
	struct known *known[JSHAPES_MAX];	/* known.c's, a block each */
	bool tried[JSHAPES_MAX];		/* not all can be known */
};

/* A record as it was read: its members, and the named ones by number. */
struct record {
	struct member *member;
	size_t n, cap;
	const int16_t *at;	/* by name: its last member, or RECORD_... */
	int16_t *room;		/* for it, if no other record has the same */
	struct record_shapes *shapes;	/* or NULL */
	const struct jshape *shape;	/* the record's own, or NULL */
	bool found;			/* record_find has looked for it */
	uint64_t unknown;		/* if in vain, what to learn it by */
	struct value *inside;	/* by name, where at is RECORD_INSIDE */
	size_t *inside_of;	/* the member it lies in */
	size_t nnames;
	bool overfull;		/* it has more members than member[] */
	/*
	 * Which names were met, in their order, with the kinds of their
	 * values: records of one trail differ in nothing else that is asked
	 * of their names. ntrail is over RECORD_TRAIL_MAX where it is cut.
	 */
	uint64_t trail[RECORD_TRAIL_MAX];
	size_t ntrail;
	uint64_t hash;		/* of the trail */
	struct stamp_memo minute;	/* of the records before it */
	const struct scan *scan;	/* the index of ... */
	const char *text;	/* ... the text that it was read from, of */
	const char *readable;	/* which the bytes up to here may be loaded */
};

/* shapes: what was met by others that read the same names; or NULL. */
void record_init(struct record *rec, const struct fields *names,
    struct record_shapes *shapes);
void record_free(struct record *rec);
/*
 * Reads the object that r stands before, to the end of the text. *flags
 * gathers JREAD_NONFINITE, JREAD_BAD_UTF8, JREAD_SURROGATE. False and
 * r->error for text that is no valid object. A valid one that is overfull is
 * read to its end, but is not to be used.
 */
bool record_read(struct record *rec, const struct fields *names,
    struct jread *r, struct buf *scratch, unsigned *flags);
/*
 * The shape of the record that r stands before, or NULL: the look that
 * record_read takes first, and then need not take.
 */
const struct jshape *record_find(struct record *rec, struct jread *r);
/*
 * at[] of all records of the record's shape; NULL where names are looked for
 * inside of nested values.
 */
const int16_t *record_names(const struct record *rec);
/* Room for n members, at most JSHAPE_MEMBERS_MAX. */
void record_room(struct record *rec, size_t n);
void record_shapes_free(struct record_shapes *rs);
/* The value of a name, missing where the record has none. */
struct value record_value(const struct record *rec, int name);

#endif
