/*
 * A record that was read: its members in their own order, and by number those
 * that somebody may ask for.
 */
#ifndef EVENT_RECORD_H
#define EVENT_RECORD_H

#include "base/stamp.h"
#include "event/fields.h"

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

/* A record as it was read: its members, and the named ones by number. */
struct record {
	struct member *member;
	size_t n, cap;
	int16_t *at;		/* by name: its last member, or RECORD_... */
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

void record_init(struct record *rec, const struct fields *names);
void record_free(struct record *rec);
/*
 * Reads the object that r stands before, to the end of the text. *flags
 * gathers JREAD_NONFINITE, JREAD_BAD_UTF8, JREAD_SURROGATE. False and
 * r->error for text that is no valid object. A valid one that is overfull is
 * read to its end, but is not to be used.
 */
bool record_read(struct record *rec, const struct fields *names,
    struct jread *r, struct buf *scratch, unsigned *flags);
/* The value of a name, missing where the record has none. */
struct value record_value(const struct record *rec, int name);

#endif
