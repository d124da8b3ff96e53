/*
 * The grammar of RFC 8259 and nothing else, one function a rule: slow, and
 * obvious enough to be believed.
 */
#include <stdbool.h>
#include <string.h>

#include "tests/fuzz/grammar.h"

struct grammar {
	const unsigned char *p;
	size_t n, at;
	size_t depth, depth_max;
};

static bool value(struct grammar *g);

static int
peek(const struct grammar *g)
{
	return g->at < g->n ? g->p[g->at] : -1;
}

static bool
take(struct grammar *g, int c)
{
	if (peek(g) != c)
		return false;
	g->at++;
	return true;
}

static void
space(struct grammar *g)
{
	while (peek(g) == ' ' || peek(g) == '\t' || peek(g) == '\n' ||
	    peek(g) == '\r')
		g->at++;
}

static bool
word(struct grammar *g, const char *s)
{
	for (; *s; s++)
		if (!take(g, *s))
			return false;
	return true;
}

static bool
digits(struct grammar *g)
{
	size_t from = g->at;

	while (peek(g) >= '0' && peek(g) <= '9')
		g->at++;
	return g->at > from;
}

static bool
number(struct grammar *g)
{
	take(g, '-');
	if (!take(g, '0') && !digits(g))
		return false;
	if (take(g, '.') && !digits(g))
		return false;
	if (take(g, 'e') || take(g, 'E')) {
		if (!take(g, '+'))
			take(g, '-');
		return digits(g);
	}
	return true;
}

/* A code point of two to four bytes, by its value. */
static bool
wide(struct grammar *g)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int c = peek(g), n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	unsigned long v = (unsigned long)c & (0xffu >> (n + 1));

	if (c < 0xc0 || c > 0xf7)
		return false;
	g->at++;
	for (int i = 1; i < n; i++, g->at++) {
		if (peek(g) < 0x80 || peek(g) > 0xbf)
			return false;
		v = v << 6 | ((unsigned long)peek(g) & 0x3f);
	}
	return v >= least[n] && v <= 0x10ffff && (v < 0xd800 || v > 0xdfff);
}

static bool
escape(struct grammar *g)
{
	int c = peek(g);

	if (c < 0 || !strchr("\"\\/bfnrtu", c) || c == 0)
		return false;
	g->at++;
	for (int i = 0; c == 'u' && i < 4; i++, g->at++) {
		int h = peek(g);

		if (!((h >= '0' && h <= '9') || (h >= 'a' && h <= 'f') ||
		    (h >= 'A' && h <= 'F')))
			return false;
	}
	return true;
}

static bool
string(struct grammar *g)
{
	if (!take(g, '"'))
		return false;
	while (!take(g, '"')) {
		int c = peek(g);

		if (c < 0x20)
			return false;
		if (c >= 0x80) {
			if (!wide(g))
				return false;
		} else {
			g->at++;
			if (c == '\\' && !escape(g))
				return false;
		}
	}
	return true;
}

static bool
list(struct grammar *g, int close, bool object)
{
	g->at++;
	if (++g->depth > g->depth_max)
		return false;
	space(g);
	if (!take(g, close)) {
		do {
			space(g);
			if (object && (!string(g) || (space(g),
			    !take(g, ':'))))
				return false;
			if (!value(g))
				return false;
			space(g);
		} while (take(g, ','));
		if (!take(g, close))
			return false;
	}
	g->depth--;
	return true;
}

static bool
value(struct grammar *g)
{
	space(g);
	switch (peek(g)) {
	case '{':
		return list(g, '}', true);
	case '[':
		return list(g, ']', false);
	case '"':
		return string(g);
	case 't':
		return word(g, "true");
	case 'f':
		return word(g, "false");
	case 'n':
		return word(g, "null");
	}
	return number(g);
}

bool
grammar_valid(const void *text, size_t size, size_t depth_max)
{
	struct grammar g = { text, size, 0, 0, depth_max };

	if (!value(&g))
		return false;
	space(&g);
	return g.at == g.n;
}
