/*
 * The road that most members of most records take: compact or with single
 * spaces, strings that the scan found nothing in, plain numbers. What is
 * unusual in any way is left to the exact reader (jread.c), which decides and
 * names what is wrong; so this accepts nothing that jread would not.
 *
 * Inline, for the loop over a record's members; jread.c uses it too.
 */
#ifndef JSON_JFAST_H
#define JSON_JFAST_H

#include <string.h>

#include "json/jread.h"
#include "json/jstring.h"

enum { JFAST_DEPTH_MAX = 64 };	/* deeper values take the exact road */

/* Checks all strings of the text at once, where that can be done. */
void jfast_check_all(struct jread *r);

static inline void
jfast_settle(struct jread *r)
{
	if (!r->plain && !r->checked)
		jfast_check_all(r);
}

/* The flags of a string that is right, by its inside. */
unsigned jfast_escaped(struct str inside);

/*
 * Checks the strings of a member if the scan found anything in them: its key,
 * and its value when that is one, or those within it.
 */
bool jfast_strings(const struct jread *r, struct jtoken *key,
    struct jtoken *value);

/* The string whose quotes are at p[at] and p[end]. */
static inline void
jfast_text(const char *p, size_t at, size_t end, size_t index,
    struct jtoken *t)
{
	t->kind = JREAD_STRING;
	t->flags = 0;
	t->index = index;
	t->text = str_of(p + at + 1, end - at - 1);
}

/* The n <= 8 bytes before p[end] (end >= 8) as a number, the first lowest. */
static inline uint64_t
jfast_tail(const char *p, size_t end, size_t n)
{
	const unsigned char *u = (const unsigned char *)p + end - 8;
	uint64_t w = (uint64_t)u[0] | (uint64_t)u[1] << 8 |
	    (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24 |
	    (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 |
	    (uint64_t)u[6] << 48 | (uint64_t)u[7] << 56;

	return w >> (64 - 8 * n);
}

/*
 * Whether p[at..end) is a number of at most eight bytes without sign and
 * exponent: digits, and at most one point between them.
 */
static inline bool
jfast_number(const char *p, size_t at, size_t end)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	size_t n = end - at;
	uint64_t x, other, point;

	if (n - 1 >= 8 || end < 8)
		return false;
	x = jfast_tail(p, end, n) ^ (each * '0' >> (64 - 8 * n));
	/* 0x80 in each byte that is no digit. */
	other = ((x + each * 0x76) | x) & each * 0x80;
	if (!other)
		return n == 1 || (x & 0xff);
	point = (other & (0 - other)) >> 7;
	return other == point << 7 && point > 1 && x >> (8 * n - 8) != 0x1e &&
	    (x & (point * 0xff)) == point * ('.' ^ '0') &&
	    ((x & 0xff) || point == 0x100);
}

/* true, false or null at p[at..end). */
static inline bool
jfast_literal(const char *p, size_t at, size_t end, enum jread_kind *kind)
{
	size_t n = end - at;

	if (n == 4 && memcmp(p + at, "null", 4) == 0)
		*kind = JREAD_NULL;
	else if (n == 4 && memcmp(p + at, "true", 4) == 0)
		*kind = JREAD_TRUE;
	else if (n == 5 && memcmp(p + at, "false", 5) == 0)
		*kind = JREAD_FALSE;
	else
		return false;
	return true;
}

/* Any number. */
bool jfast_long_number(const char *p, size_t at, size_t end);

/* A value that is neither string nor nested, up to p[end]. */
static inline bool
jfast_scalar(const char *p, size_t at, size_t end, enum jread_kind *kind)
{
	*kind = JREAD_NUMBER;
	return jfast_number(p, at, end) || jfast_literal(p, at, end, kind) ||
	    (*kind = JREAD_NUMBER, jfast_long_number(p, at, end));
}

/* Where a value ends: the next byte and entry. */
struct jfast_end {
	size_t at, i;		/* at 0: the exact reader is to look */
	unsigned flags;
};

/* The end of the array or object at p[at], whose entry is pos[i]. */
struct jfast_end jfast_nested(const char *p, const uint32_t *pos, size_t at,
    size_t i, size_t iend);

/*
 * A reader on the road, taken from r and given back to it: small, and a
 * copy, so that a compiler can keep it in registers.
 */
struct jfast {
	const char *p;
	const uint32_t *pos;
	size_t at, i, iend;
	size_t odd, odd_end;	/* what is to be told of strings is between */
	size_t open;		/* `at` where no member was read yet: the '{' */
};

static inline struct jfast
jfast_take(const struct jread *r)
{
	return (struct jfast){ r->p, r->scan->pos, r->at - r->first,
		r->i - r->first, r->done ? 0 : r->iend,
		r->plain ? SIZE_MAX : r->odd, r->odd_end,
		r->first ? r->at - 1 : SIZE_MAX };
}

static inline void
jfast_give(const struct jfast *f, struct jread *r)
{
	r->first = f->at == f->open;
	r->at = f->at + r->first;
	r->i = f->i + r->first;
}

/*
 * The next member, as jread_member has it. False, and f as it was, where the
 * exact reader is to look; at the end of the object too.
 */
static inline bool
jfast_member(struct jfast *f, const struct jread *r, struct jtoken *key,
    struct jtoken *value)
{
	const char *p = f->p;
	const uint32_t *pos = f->pos;
	size_t i = f->i, at = f->at, from, end;

	/* Four entries on there is one, so all bytes up to it are. Before a
	 * closing bracket the rest is for the other. */
	if (i + 4 >= f->iend || (p[at] != ',' && at != f->open))
		return false;
	i++;
	at++;
	at += p[at] == ' ';
	end = pos[i + 1];
	if (p[at] != '"' || p[end + 1] != ':')
		return false;
	jfast_text(p, at, end, i, key);
	from = at;
	at = end + 2;
	at += p[at] == ' ';
	i += 3;
	end = pos[i];
	if (end != at) {
		if (!jfast_scalar(p, at, end, &value->kind))
			return false;
		value->flags = 0;
		value->index = i;
		value->text = str_of(p + at, end - at);
	} else if (p[at] == '"') {
		if (i + 2 >= f->iend)
			return false;
		end = pos[i + 1];
		jfast_text(p, at, end, i, value);
		end++;
		i += 2;
	} else {
		struct jfast_end e = jfast_nested(p, pos, at, i, f->iend);

		if (!e.at)
			return false;
		value->kind = p[at] == '{' ? JREAD_OBJECT : JREAD_ARRAY;
		value->flags = e.flags;
		value->index = i;
		value->text = str_of(p + at, e.at - at);
		end = e.at;
		i = e.i;
	}
	/* Each half of it is chance, so no branch asks for one alone. */
	if (((end > f->odd) & (from <= f->odd_end)) &&
	    !jfast_strings(r, key, value))
		return false;
	f->i = i;
	f->at = end;
	return true;
}

/*
 * Whether the object ends here, and the reader's text with it; r is behind
 * its end then.
 */
static inline bool
jfast_ends(const struct jfast *f, struct jread *r)
{
	if (f->at == f->open || f->i + 1 != f->iend || f->at + 1 != r->end ||
	    f->p[f->at] != '}')
		return false;
	r->at = r->end;
	r->i = f->iend;
	r->first = false;
	r->done = true;
	return true;
}

#endif
