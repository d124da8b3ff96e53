/*
 * Names of rotated files, taken apart. Which file is which log's in truth is
 * told by its content: match.c.
 */
#include "base/num.h"
#include "event/rotate.h"

enum { NUMBER_DIGITS_MAX = 6 };

static bool
is_date(struct str s)
{
	size_t n = str_digits(s);

	if (n == 4 && s.n >= 10)
		return s.p[4] == '-' && str_digits(str_from(s, 5)) == 2 &&
		    s.p[7] == '-' && str_digits(str_from(s, 8)) >= 2;
	return n >= 8;
}

static bool
is_date_char(char c)
{
	return str_is_digit(c) || (c && strchr("-.:_T", c));
}

/* Where the date begins that the name ends with, or 0. */
static size_t
date_at(struct str name)
{
	size_t i = name.n, at = 0;

	while (i > 1 && is_date_char(name.p[i - 1])) {
		i--;
		if ((name.p[i - 1] == '-' || name.p[i - 1] == '.') &&
		    is_date(str_from(name, i)))
			at = i;
	}
	return at;
}

static size_t
number_at(struct str name, uint64_t *n)
{
	size_t i = name.n;

	while (i && str_is_digit(name.p[i - 1]))
		i--;
	if (i < 2 || i == name.n || name.n - i > NUMBER_DIGITS_MAX ||
	    name.p[i - 1] != '.' ||
	    !num_uint64(str_from(name, i), n))
		return 0;
	return i;
}

struct str
rotate_last(struct str path)
{
	size_t i = path.n;

	while (i && path.p[i - 1] != '/')
		i--;
	return str_from(path, i);
}

struct rotate
rotate_of(struct str name)
{
	struct rotate r = { .base = name };
	struct str last;
	size_t i;

	r.packed = str_ends(name, STR(".gz"));
	if (r.packed)
		r.base.n -= 3;
	last = rotate_last(r.base);
	if ((i = date_at(last)))
		r.date = str_from(last, i);
	else if ((i = number_at(last, &r.number)))
		r.numbered = true;
	if (i)
		r.base.n -= last.n - i + 1;
	return r;
}

bool
rotate_old(const struct rotate *r)
{
	return r->packed || r->date.n || r->numbered;
}

static int
rank(const struct rotate *r)
{
	return r->date.n ? 0 : r->numbered || r->packed ? 1 : 2;
}

/* By their digits, however they are spelt. */
static int
date_cmp(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && !str_is_digit(a.p[i]))
			i++;
		while (k < b.n && !str_is_digit(b.p[k]))
			k++;
		if (i >= a.n || k >= b.n)
			return (i < a.n) - (k < b.n);
		if (a.p[i] != b.p[k])
			return a.p[i] - b.p[k];
	}
}

int
rotate_cmp(const struct rotate *a, const struct rotate *b)
{
	int c = rank(a) - rank(b);

	if (c)
		return c;
	if (a->number != b->number)
		return a->number > b->number ? -1 : 1;
	return date_cmp(a->date, b->date);
}

static bool
is_word_char(char c)
{
	return str_is_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

bool
rotate_copies(struct str from, struct str copy)
{
	struct rotate f = rotate_of(from), c = rotate_of(copy);
	struct str stem = rotate_last(f.base), name = rotate_last(copy);
	size_t n = stem.n;

	if (!rotate_old(&c) && rotate_old(&f) && str_eq(f.base, c.base))
		return false;
	while (n > 1 && stem.p[n - 1] != '.')
		n--;
	if (n > 1)
		stem.n = n - 1;
	/* app2.log and application.log are other logs than app.log. */
	return str_starts(name, stem) &&
	    (name.n == stem.n || !is_word_char(name.p[stem.n]));
}
