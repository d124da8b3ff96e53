/*
 * The members that somebody wants: a set of paths, each with a number, and
 * the table by which a reader finds them in one look a key.
 */
#ifndef EVENT_FIELDS_H
#define EVENT_FIELDS_H

#include "base/arena.h"
#include "event/value.h"
#include "json/jread.h"

enum {
	FIELDS_MAX = 4096,	/* distinct paths in all rules and dialects */
	FIELDS_DEPTH_MAX = 16,	/* parts of one path */
};

/*
 * One wanted path. A literal one has a single part, the key itself, dots and
 * all. Else the whole text is tried as a literal key first, then the parts
 * one by one through nested objects and (decimal parts) arrays.
 */
struct field {
	struct str name;	/* the path as text, as it was asked for */
	const struct str *part;
	size_t nparts;
	bool literal;
};

struct fields {
	struct field *field;
	size_t n, cap;
	struct arena arena;
	struct fields_index *index;	/* keys to fields; fields_seal */
};

/*
 * The number of the field with these parts, added when it is new. One part
 * with literal set is a literal key, dots and all. Returns -1 when FIELDS_MAX
 * or FIELDS_DEPTH_MAX would be passed, or the set is sealed.
 */
int fields_add(struct fields *f, const struct str *part, size_t nparts,
    bool literal);
/* The same for a path as text: parts are separated by dots. */
int fields_add_path(struct fields *f, struct str path);
/* Builds the table; nothing is added after it. */
void fields_seal(struct fields *f);
void fields_free(struct fields *f);

/*
 * What one member's key is to the set: wants[0..n) of its fields. A whole one
 * is the member's value; else the path goes on inside of it.
 */
struct fields_want {
	int field;
	bool whole;
};

struct fields_key {
	struct str key;
	uint64_t tail;		/* its last eight bytes */
	const struct fields_want *want;
	size_t nwants;
	struct fields_key *next;	/* of the same hash */
};

/* The entry of a key (unescaped text), or NULL: nobody wants it. */
const struct fields_key *fields_find(const struct fields *f, struct str key);

/*
 * The value at the path parts[from..] of field `which` inside the token t
 * that r returned; missing where there is none. Duplicate keys: the last.
 */
struct value fields_inside(const struct fields *f, int which,
    const struct jread *r, const struct jtoken *t, struct buf *scratch);

/* A token as a value. */
struct value value_of(const struct jtoken *t);

/*
 * The text of a member's key: the token's own bytes, or unescaped into
 * scratch, which is reset.
 */
struct str key_text(const struct jtoken *key, struct buf *scratch);

/*
 * Reads the object that r stands before, to its end, and fills value[0..n)
 * for the fields. literal is n bytes of the caller's for the reader's use.
 * False and r->error for text that is no valid object.
 */
bool fields_read(const struct fields *f, struct jread *r,
    struct value *value, unsigned char *literal, struct buf *scratch);

#endif
