/*
 * Texts that are built alike: the same brackets, commas, colons and quotes in
 * the same order, and the same names of an object's members. Of a text that
 * is built as one before it the members are where the entries of the index
 * say, so that nothing has to be walked. What is taken here the exact reader
 * (jread.c) would take, and find the same.
 */
#ifndef JSON_JSHAPE_H
#define JSON_JSHAPE_H

#include "json/jfast.h"

enum {
	JSHAPES_MAX = 512,		/* that are known at a time */
	JSHAPE_WAYS = 8,		/* places where one is looked for */
	JSHAPE_PATIENCE = 64,		/* misses until one of them is given up */
	JSHAPE_ENTRIES_MAX = 1024,	/* of a text; longer ones are walked */
	JSHAPE_MEMBERS_MAX = 256,
	JSHAPE_TELLING = 4,		/* names by which it is looked for */
	JSHAPE_NAMES_MAX = 16384,	/* bytes of their names, in all */
};

/* A member of the object: entries are counted from the object's first. */
struct jshape_member {
	/* The name with its quotes: its first and last eight bytes; where it
	 * has fewer both are all of it, and mask says which are meant. */
	uint64_t head, tail, mask;
	const char *name;	/* without quotes and escapes ... */
	uint16_t n;		/* ... and its bytes */
	uint16_t last;		/* where the last eight begin, with quotes */
	uint16_t key, value;	/* the entry of its name and of its value, or
				 * behind that of a number or literal */
	uint16_t comma;		/* the entry behind it */
	uint8_t kind;		/* JREAD_STRING, JREAD_OBJECT, JREAD_ARRAY, or
				 * JREAD_NUMBER for the others too */
};

/* Texts of one structure, whose names may be others. */
struct jshape_marks {
	uint64_t hash;		/* of mark[] */
	char *mark;		/* the bytes at their entries */
	size_t n;
	uint16_t key[JSHAPE_TELLING];	/* the entries of some names */
	size_t nkeys;
	const struct jshape *last;	/* the shape of the last one, or NULL */
};

struct jshape {
	unsigned id;		/* below JSHAPES_MAX; its place */
	uint64_t hash;		/* of its marks and names */
	struct jshape_marks *marks;
	struct jshape_member *member;
	size_t n;
	bool has_long;		/* names of more bytes than head and tail */
	size_t reach;		/* bytes from a name's place on that are
				 * looked at, whatever stands there */
	uint16_t *scalar;	/* the entries before numbers and literals,
				 * those inside of nested values too */
	size_t nscalars;
};

/* Those that were met. Zeroed it is empty. */
struct jshapes {
	struct jshape_marks *marks[JSHAPES_MAX];
	struct jshape *at[JSHAPES_MAX];
	uint64_t missed[JSHAPES_MAX];	/* hashes that were met once */
	unsigned turn;			/* misses where all places are taken */
};

/*
 * The shape of the object that r stands before, which is all the rest of its
 * text but for white space; NULL when it has none that is known, or anything
 * else that takes a walk to see. *hash is for jshapes_learn, 0: not to be
 * learned. The strings of the text are checked then. The text is one line: of
 * a newline in a nested value its flags would not tell.
 */
const struct jshape *jshapes_find(const struct jshapes *ss, struct jread *r,
    uint64_t *hash);
/*
 * Told of a valid object that no shape was found for: at the second one that
 * is built so, its shape is known, and returned; else NULL. Where others have
 * its places that takes JSHAPE_PATIENCE more. r stands before it, as it stood
 * for jshapes_find.
 */
const struct jshape *jshapes_learn(struct jshapes *ss, const struct jread *r,
    uint64_t hash);
void jshapes_free(struct jshapes *ss);

/* The offset of the entry e of the object that r stands before. */
static inline size_t
jshape_at(const struct jread *r, size_t e)
{
	return r->scan->pos[r->i + e];
}

/*
 * Whether there are spaces outside of strings in the nested value between the
 * entries e and to.
 */
bool jshape_spaced(const struct jread *r, size_t e, size_t to);

/* The kind of a number or literal that is right. */
static inline enum jread_kind
jshape_kind(char first)
{
	return first == 't' ? JREAD_TRUE : first == 'f' ? JREAD_FALSE :
	    first == 'n' ? JREAD_NULL : JREAD_NUMBER;
}

/* Where the number or literal that is member m begins. */
static inline size_t
jshape_scalar_at(const struct jshape_member *sm, const struct jread *r)
{
	size_t from = jshape_at(r, (size_t)sm->value - 1) + 1;

	return from + (r->p[from] == ' ');
}

/*
 * The value of member m of the object that r stands before, which was found
 * to have the shape s: as jread_member has it.
 */
static inline void
jshape_value(const struct jshape *s, size_t m, const struct jread *r,
    struct jtoken *value)
{
	const struct jshape_member *sm = &s->member[m];
	size_t from = jshape_at(r, sm->value), to;

	value->index = r->i + sm->value;
	value->flags = 0;
	value->kind = (enum jread_kind)sm->kind;
	if (sm->kind == JREAD_STRING) {
		to = jshape_at(r, (size_t)sm->value + 1);
		from++;
		value->text = str_of(r->p + from, to - from);
		if (!r->plain && !jstring_plain(r->scan, from - 1, to))
			value->flags = jfast_escaped(value->text);
	} else if (sm->kind == JREAD_NUMBER) {
		to = from;
		from = jshape_scalar_at(sm, r);
		while (r->p[to - 1] == ' ')
			to--;
		value->text = str_of(r->p + from, to - from);
		value->kind = jshape_kind(r->p[from]);
	} else {
		to = jshape_at(r, (size_t)sm->comma - 1) + 1;
		value->text = str_of(r->p + from, to - from);
		if (jshape_spaced(r, sm->value, (size_t)sm->comma - 1))
			value->flags = JREAD_SPACED;
	}
}

/* The same with its name. */
static inline void
jshape_member(const struct jshape *s, size_t m, const struct jread *r,
    struct jtoken *key, struct jtoken *value)
{
	const struct jshape_member *sm = &s->member[m];

	key->kind = JREAD_STRING;
	key->flags = 0;
	key->index = r->i + sm->key;
	key->text = str_of(r->p + jshape_at(r, sm->key) + 1, sm->n);
	jshape_value(s, m, r, value);
}

/* The text was read: r is behind it. */
static inline void
jshape_end(struct jread *r)
{
	r->at = r->end;
	r->i = r->iend;
	r->first = false;
	r->done = true;
}

#endif
