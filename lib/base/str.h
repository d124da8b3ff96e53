/*
 * A view of bytes: not NUL-terminated, not owned. What a reader returns stays
 * valid until its next record; copy it into an arena to keep it longer.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A zeroed one is the empty text. */
struct str {
	const char *p;
	size_t n;
};

/* The view of a string literal, and of n bytes at p. */
#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)((s).n < 4096 ? (s).n : 4096), (s).n ? (s).p : ""

static inline struct str
str_of(const char *p, size_t n)
{
	return (struct str){ p, n };
}

/* The view of a C string; NULL gives the empty one. */
static inline struct str
str_c(const char *c)
{
	return (struct str){ c, c ? strlen(c) : 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* <0, 0, >0 by bytes; a prefix sorts before the longer text. */
static inline int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool
str_starts(struct str s, struct str head)
{
	return s.n >= head.n && (head.n == 0 ||
	    memcmp(s.p, head.p, head.n) == 0);
}

static inline bool
str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && (tail.n == 0 ||
	    memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0);
}

/* The view without its first k bytes; k <= s.n. */
static inline struct str
str_from(struct str s, size_t k)
{
	return k ? (struct str){ s.p + k, s.n - k } : s;
}

/* Index of the first c, or s.n. */
static inline size_t
str_chr(struct str s, char c)
{
	const char *q = s.n ? memchr(s.p, c, s.n) : NULL;

	return q ? (size_t)(q - s.p) : s.n;
}

/*
 * Cuts the next field off *rest, which is separated by sep; false when *rest
 * is used up (p is NULL then). "a,,b" has three fields, "" has one.
 */
static inline bool
str_cut(struct str *rest, char sep, struct str *field)
{
	size_t i;

	if (!rest->p)
		return false;
	i = str_chr(*rest, sep);
	*field = str_of(rest->p, i);
	if (i == rest->n)
		*rest = (struct str){ NULL, 0 };
	else
		*rest = str_from(*rest, i + 1);
	return true;
}

/* Without spaces, tabs, CR and LF at both ends. */
static inline struct str
str_trim(struct str s)
{
	while (s.n && strchr(" \t\r\n", s.p[0]) && s.p[0])
		s = str_from(s, 1);
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]) && s.p[s.n - 1])
		s.n--;
	return s;
}

static inline bool
str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* How many decimal digits s begins with. */
static inline size_t
str_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && str_is_digit(s.p[n]))
		n++;
	return n;
}

/* ASCII letters compare without case. */
bool str_ieq(struct str a, struct str b);

/*
 * Edits (insert, delete, replace, swap of neighbours) from a to b, for "did
 * you mean"; texts over 64 bytes are far (255).
 */
unsigned str_distance(struct str a, struct str b);

/*
 * The nearest of the n names, or NULL when none is near enough to be meant
 * (more than a third of its length away).
 */
const char *str_nearest(struct str s, const char *const *names, size_t n);

#endif
