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
	FIELDS_MAX = 8192,	/* distinct paths: those of rules, and what a
				 * reader and its dialects need beside them */
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

/*
 * Of a word that was loaded from the eight bytes that end a key, the last n
 * ones, 1 to 8, as loading only these would give them.
 */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FIELDS_LAST(w, n) ((w) << (64 - 8 * (n)))
#else
#define FIELDS_LAST(w, n) ((w) >> (64 - 8 * (n)))
#endif

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
	uint64_t head;		/* its first eight bytes, if it has more */
	int whole;		/* the field that is the member, or -1 */
	int only;		/* the same, where that is all; or -1 */
	size_t nwants;
	const struct fields_want *want;
};

/*
 * The table: a key goes by its length and last eight bytes to its slot, or to
 * the next free one behind it. At most a quarter of them
 * is in use, and the multiplier is one that lets few keys meet.
 */
struct fields_index {
	struct fields_slot {
		uint64_t tail;		/* up to eight bytes of the key */
		struct fields_key *key;		/* NULL: empty */
	} *slot;
	size_t mask;
	size_t nslots;		/* mask + 1, and some behind */
	uint64_t multiplier;
};

/* The last eight bytes of a key of so many. */
static inline uint64_t
fields_tail_long(struct str key)
{
	uint64_t w;

	memcpy(&w, key.p + key.n - 8, 8);
	return w;
}

/* All bytes of a key of fewer, or none, as fields_tail has them. */
uint64_t fields_tail_alone(struct str key);

/*
 * The last n <= 8 bytes of a key. before: how many bytes before the key's
 * end may be read, the key's own included.
 */
static inline uint64_t
fields_tail(struct str key, size_t before)
{
	if (key.n > 8)
		return fields_tail_long(key);
	if (before < 8 || !key.n)
		return fields_tail_alone(key);
	return FIELDS_LAST(fields_tail_long(key), key.n);
}

static inline size_t
fields_hash(const struct fields_index *ix, uint64_t tail, size_t n)
{
	return (size_t)((tail ^ n) * ix->multiplier >> 32) & ix->mask;
}

/* Whether a key of more than eight bytes, whose last ones are k's, is k's. */
static inline bool
fields_same(const struct fields_key *k, struct str key)
{
	uint64_t head;

	memcpy(&head, key.p, 8);
	return head == k->head && (key.n <= 16 ||
	    memcmp(k->key.p + 8, key.p + 8, key.n - 16) == 0);
}

/*
 * The entry of a key (unescaped text), or NULL: nobody wants it. `before` as
 * fields_tail has it.
 */
static inline struct fields_key *
fields_look(const struct fields *f, struct str key, size_t before)
{
	uint64_t tail = fields_tail(key, before);
	const struct fields_index *ix = f->index;
	const struct fields_slot *s = &ix->slot[fields_hash(ix, tail, key.n)];

	/* Up to eight bytes, the tail and the length are the key. */
	while (s->key && (s->tail != tail || s->key->key.n != key.n ||
	    (key.n > 8 && !fields_same(s->key, key))))
		s++;
	return s->key;
}

static inline const struct fields_key *
fields_find(const struct fields *f, struct str key)
{
	return fields_look(f, key, key.n);
}

/*
 * The value at the path parts[from..] of field `which` inside the token t
 * that r returned; missing where there is none. Duplicate keys: the last.
 */
struct value fields_inside(const struct fields *f, int which,
    const struct jread *r, const struct jtoken *t, struct buf *scratch);

/* A token as a value: the kinds of both are in one order. */
static inline struct value
value_of(const struct jtoken *t)
{
	_Static_assert((int)VALUE_ARRAY == JREAD_ARRAY + VALUE_NULL,
	    "kinds are in one order");
	return (struct value){ (enum value_kind)(t->kind + VALUE_NULL),
		t->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8), t->text };
}

/*
 * The text of a member's key: the token's own bytes, or unescaped into
 * scratch, which is reset.
 */
struct str key_unescaped(const struct jtoken *key, struct buf *scratch);

static inline struct str
key_text(const struct jtoken *key, struct buf *scratch)
{
	return key->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8) ?
	    key_unescaped(key, scratch) : key->text;
}

/* The entry of the key of a member that r returned, or NULL. */
static inline const struct fields_key *
fields_key_of(const struct fields *f, const struct jread *r,
    const struct jtoken *key, struct buf *scratch)
{
	if (key->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8))
		return fields_find(f, key_unescaped(key, scratch));
	return fields_look(f, key->text, (size_t)(key->text.p - r->p) +
	    key->text.n);
}

/*
 * Reads the object that r stands before, to its end, and fills value[0..n)
 * for the fields. literal is n bytes of the caller's for the reader's use.
 * False and r->error for text that is no valid object.
 */
bool fields_read(const struct fields *f, struct jread *r,
    struct value *value, unsigned char *literal, struct buf *scratch);

#endif
