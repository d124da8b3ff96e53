/*
 * The reader over any bytes, against a slow one that is nothing but the
 * grammar of RFC 8259: they agree on what is valid, strictly, and what is
 * accepted reads on inside and writes back. Its short cuts find what it finds
 * without them.
 */
#include <stdlib.h>

#include "json/jread.h"
#include "json/jwrite.h"
#include "tests/fuzz/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static bool
same_token(const struct jtoken *a, const struct jtoken *b)
{
	return a->kind == b->kind && a->flags == b->flags &&
	    a->index == b->index && a->text.p == b->text.p &&
	    a->text.n == b->text.n;
}

/* An object, right or wrong, member by member with short cuts and without. */
static void
both_roads(const struct scan *s, const char *p, size_t n, bool strict)
{
	struct jread fast, exact;
	struct jtoken key[2], value[2];
	bool more;

	jread_init(&fast, s, p, n);
	fast.strict = strict;
	if (!jread_open(&fast, JREAD_OBJECT))
		return;
	exact = fast;
	do {
		more = jread_member(&fast, &key[0], &value[0]);
		if (more != jread_member_exact(&exact, &key[1], &value[1]))
			abort();
		if (more && (!same_token(&key[0], &key[1]) ||
		    !same_token(&value[0], &value[1]) ||
		    fast.at != exact.at || fast.i != exact.i))
			abort();
	} while (more);
	if (!fast.error != !exact.error || (fast.error &&
	    fast.error_at != exact.error_at))
		abort();
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
	if (valid(&s, p, size, true, &t) !=
	    grammar_valid(data, size, JREAD_DEPTH_MAX))
		abort();
	both_roads(&s, p, size, true);
	both_roads(&s, p, size, false);
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
