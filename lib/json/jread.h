/*
 * The pull reader: JSON values out of an indexed text (json/scan), validated
 * in full as they are passed (RFC 8259): grammar, escapes, UTF-8, numbers,
 * depth. It copies nothing and allocates nothing.
 */
#ifndef JSON_JREAD_H
#define JSON_JREAD_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "json/scan.h"

enum {
	JREAD_DEPTH_MAX = 1024,		/* arrays and objects in each other */
};

enum jread_kind {
	JREAD_NULL,
	JREAD_FALSE,
	JREAD_TRUE,
	JREAD_NUMBER,
	JREAD_STRING,
	JREAD_OBJECT,
	JREAD_ARRAY,
};

/* What a token, or anything within it, holds. */
enum {
	JREAD_ESCAPED = 1,	/* the string itself: a backslash */
	JREAD_SPACED = 2,	/* white space outside of strings */
	JREAD_BAD_UTF8 = 4,	/* invalid UTF-8 in a string (lenient) */
	JREAD_SURROGATE = 8,	/* a lone surrogate escape */
	JREAD_NONFINITE = 16,	/* NaN, Infinity, -Infinity (lenient) */
};

/* A value, whole: a view of the text. */
struct jtoken {
	enum jread_kind kind;
	unsigned flags;		/* JREAD_ESCAPED ... */
	struct str text;	/* a string without its quotes, escapes as
				 * they are; others with their brackets */
	size_t index;		/* of its first entry in the scan's pos[] */
};

/* A place in a text. */
struct jread {
	const char *p;		/* the indexed text */
	size_t at, end;		/* offsets: next byte, end of the value */
	size_t i, iend;		/* the same in scan->pos[] */
	const struct scan *scan;
	size_t readable;	/* bytes of p that may be loaded, >= end;
				 * those behind end mean nothing */
	bool plain;		/* there is nothing to be told of any string */
	bool checked;		/* of all strings only escapes are to be told,
				 * and these lie ... */
	size_t odd, odd_end;	/* ... from here to there */
	bool strict;		/* NaN and invalid UTF-8 are errors */
	unsigned depth;		/* containers that jread_open has stepped into */
	bool first;		/* no member or element was read yet */
	bool done;		/* of the array or object being read */
	const char *error;	/* what is wrong, or NULL */
	size_t error_at;	/* offset of the byte that is */
};

/* Reads the whole indexed text p[0..n). */
void jread_init(struct jread *r, const struct scan *s, const char *p,
    size_t n);
/* Reads the part p[from..to), whose entries are pos[i..iend). */
void jread_part(struct jread *r, const struct scan *s, const char *p,
    size_t from, size_t to, size_t i, size_t iend);

/*
 * The next value, whole and checked, nested ones included. False and
 * r->error where there is none.
 */
bool jread_value(struct jread *r, struct jtoken *t);
/* Only white space follows; else false and r->error. */
bool jread_end(struct jread *r);

/*
 * Steps into the object or array that comes next. Then jread_member or
 * jread_element returns its members one by one, whole; false at its end
 * (r->error is NULL; the reader stands behind it) or at an error.
 */
bool jread_open(struct jread *r, enum jread_kind kind);
bool jread_member(struct jread *r, struct jtoken *key, struct jtoken *value);
bool jread_element(struct jread *r, struct jtoken *value);
/* jread_member without its short cuts, for who has taken them (jfast.h). */
bool jread_member_exact(struct jread *r, struct jtoken *key,
    struct jtoken *value);

/* A reader for the inside of an object or array token that r returned. */
void jread_enter(const struct jread *r, const struct jtoken *t,
    struct jread *inner);

/* Column of the error: bytes from the offset `from`, counted from 1. */
size_t jread_column(const struct jread *r, size_t from);

/*
 * Appends the text that the inside of a string stands for. Lone surrogates
 * and invalid UTF-8 become U+FFFD.
 */
void jread_unescape(struct buf *b, struct str inside);

#endif
