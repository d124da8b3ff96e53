/*
 * The reader over any bytes, against a slow one that is nothing but the
 * grammar of RFC 8259: they agree on what is valid, strictly, and what is
 * accepted reads on inside and writes back.
 */
#include <stdlib.h>

#include "json/jread.h"
#include "json/jwrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct plain {
	const unsigned char *p;
	size_t n, at;
	size_t depth;
};

static bool value(struct plain *g);

static int
peek(const struct plain *g)
{
	return g->at < g->n ? g->p[g->at] : -1;
}

static bool
take(struct plain *g, int c)
{
	if (peek(g) != c)
		return false;
	g->at++;
	return true;
}

static void
space(struct plain *g)
{
	while (peek(g) == ' ' || peek(g) == '\t' || peek(g) == '\n' ||
	    peek(g) == '\r')
		g->at++;
}

static bool
word(struct plain *g, const char *s)
{
	for (; *s; s++)
		if (!take(g, *s))
			return false;
	return true;
}

static bool
digits(struct plain *g)
{
	size_t from = g->at;

	while (peek(g) >= '0' && peek(g) <= '9')
		g->at++;
	return g->at > from;
}

static bool
number(struct plain *g)
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
wide(struct plain *g)
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
escape(struct plain *g)
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
string(struct plain *g)
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
list(struct plain *g, int close, bool object)
{
	g->at++;
	if (++g->depth > JREAD_DEPTH_MAX)
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
value(struct plain *g)
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

static bool
plain_valid(const uint8_t *data, size_t size)
{
	struct plain g = { data, size, 0, 0 };

	if (!value(&g))
		return false;
	space(&g);
	return g.at == g.n;
}

static bool
valid(const struct scan *s, const char *p, size_t n, bool strict,
    struct jtoken *t)
{
	struct jread r;
	bool ok;

	jread_init(&r, s, p, n);
	r.strict = strict;
	ok = jread_value(&r, t) && jread_end(&r);
	if (ok == (r.error != NULL) || (!ok && r.error_at > n))
		abort();
	return ok;
}

/* Everything inside can be entered, and ends well. */
static void
walk(const struct jread *r, const struct jtoken *t, struct buf *b)
{
	struct jread in;
	struct jtoken key, v;

	if (t->kind == JREAD_STRING) {
		buf_reset(b);
		jread_unescape(b, t->text);
	}
	if (t->kind != JREAD_OBJECT && t->kind != JREAD_ARRAY)
		return;
	jread_enter(r, t, &in);
	if (!jread_open(&in, t->kind))
		abort();
	while (t->kind == JREAD_OBJECT ? jread_member(&in, &key, &v) :
	    jread_element(&in, &v))
		if (v.text.n < 64 || v.text.n * 2 < t->text.n)
			walk(&in, &v, b);
	if (in.error || !jread_end(&in))
		abort();
}

/* A written value is valid, strictly, and has no white space left. */
static void
rewrite(struct str raw)
{
	struct buf b = { 0 };
	struct scan s = { 0 };
	struct jtoken t;

	jwrite_value(&b, raw);
	scan_index(&s, b.p, b.n);
	if (!valid(&s, b.p, b.n, true, &t) || t.flags & JREAD_SPACED)
		abort();
	scan_free(&s);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of its own size: what is read behind it is found. */
	char *p = malloc(size ? size : 1);
	struct scan s = { 0 };
	struct buf b = { 0 };
	struct jtoken t;
	struct jread r;

	if (!p)
		return 0;
	if (size)
		memcpy(p, data, size);
	scan_index(&s, p, size);
	if (valid(&s, p, size, true, &t) != plain_valid(data, size))
		abort();
	if (valid(&s, p, size, false, &t)) {
		jread_init(&r, &s, p, size);
		walk(&r, &t, &b);
		rewrite(str_of(p, size));
	}
	buf_free(&b);
	scan_free(&s);
	free(p);
	return 0;
}
