/*
 * Matches `like`. Time is bounded by the product of both lengths: only the
 * last '*' is ever tried again.
 */
#include "rules/glob.h"

static bool
is_special(char c)
{
	return c == '*' || c == '?' || c == '\\';
}

static size_t
count_special(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += is_special(s.p[i]);
	return n;
}

static enum glob_shape
shape_of(struct str *s)
{
	size_t n = count_special(*s);
	bool tail = s->n && s->p[s->n - 1] == '*';
	bool head = s->n && s->p[0] == '*';

	if (n == 0)
		return GLOB_EQUALS;
	if (n != (size_t)head + (s->n > 1 && tail))
		return GLOB_ANY;
	if (head)
		*s = str_from(*s, 1);
	if (tail && s->n)
		s->n--;
	if (n == 2)
		return GLOB_CONTAINS;
	return head ? GLOB_ENDS : GLOB_STARTS;
}

const struct glob *
glob_new(struct arena *a, struct str pattern)
{
	struct glob *g = arena_new(a, 1, sizeof(*g));

	g->text = pattern;
	g->shape = shape_of(&g->text);
	return g;
}

bool
glob_contains(struct str s, struct str part)
{
	if (!part.n)
		return true;
	while (s.n >= part.n) {
		size_t i = str_chr(str_of(s.p, s.n - part.n + 1), part.p[0]);

		if (i > s.n - part.n)
			return false;
		if (memcmp(s.p + i, part.p, part.n) == 0)
			return true;
		s = str_from(s, i + 1);
	}
	return false;
}

static size_t
char_end(struct str s, size_t i)
{
	do
		i++;
	while (i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80);
	return i;
}

/* One step: what stands at g[*i] (no star) takes from s[*j]. */
static bool
take(struct str g, size_t *i, struct str s, size_t *j)
{
	size_t k = *i;

	if (k == g.n || g.p[k] == '*')
		return false;
	if (g.p[k] == '?') {
		*i = k + 1;
		*j = char_end(s, *j);
		return true;
	}
	if (g.p[k] == '\\' && k + 1 < g.n)
		k++;
	if (g.p[k] != s.p[*j])
		return false;
	*i = k + 1;
	++*j;
	return true;
}

static bool
match_steps(struct str g, struct str s)
{
	size_t i = 0, j = 0, star = g.n, from = 0;
	bool starred = false;

	while (j < s.n) {
		if (i < g.n && g.p[i] == '*') {
			star = ++i;
			from = j;
			starred = true;
		} else if (!take(g, &i, s, &j)) {
			if (!starred)
				return false;
			i = star;
			from = char_end(s, from);
			j = from;
		}
	}
	while (i < g.n && g.p[i] == '*')
		i++;
	return i == g.n;
}

bool
glob_match(const struct glob *g, struct str s)
{
	switch (g->shape) {
	case GLOB_EQUALS:
		return str_eq(s, g->text);
	case GLOB_STARTS:
		return str_starts(s, g->text);
	case GLOB_ENDS:
		return str_ends(s, g->text);
	case GLOB_CONTAINS:
		return glob_contains(s, g->text);
	case GLOB_ANY:
		break;
	}
	return match_steps(g->text, s);
}
