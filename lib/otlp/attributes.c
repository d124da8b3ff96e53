/*
 * JSON to AnyValue (protocols.md 1, common.v1), straight from the reader's
 * tokens to the wire.
 */
#include <math.h>

#include "base/num.h"
#include "json/utf8.h"
#include "otlp/attributes.h"
#include "otlp/wire.h"

enum {
	KEY = 1, VALUE = 2,		/* of KeyValue */
	STRING = 1, BOOL = 2, INT = 3, DOUBLE = 4, ARRAY = 5, KVLIST = 6,
	VALUES = 1,			/* of ArrayValue and KeyValueList */
};

void
attributes_labels(struct buf *b, unsigned field, const struct snap_label *l,
    size_t n)
{
	size_t pair, value;

	for (size_t i = 0; i < n; i++) {
		pair = wire_open(b, field);
		wire_text(b, KEY, l[i].name);
		value = wire_open(b, VALUE);
		wire_text(b, STRING, l[i].value);
		wire_close(b, value);
		wire_close(b, pair);
	}
}

void
attributes_free(struct attributes *a)
{
	for (size_t i = 0; i <= ATTRIBUTES_DEPTH_MAX; i++)
		attributes_level_free(&a->level[i]);
	buf_free(&a->text);
	buf_free(&a->key);
	*a = (struct attributes){ 0 };
}

struct str
attributes_text(const struct jtoken *t, struct buf *b)
{
	if (!(t->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8)))
		return t->text;
	buf_reset(b);
	jread_unescape(b, t->text);
	return buf_str(b);
}

/* A value with no more characters than it may have; one that is no character
 * will be U+FFFD. */
static struct str
cut(const struct attributes *a, struct str s)
{
	uint64_t left;
	size_t n = 0, span;

	if (!a->limits || s.n <= a->limits->length)
		return s;
	for (left = a->limits->length; left && n < s.n; left--) {
		span = utf8_span(s.p + n, s.n - n);
		n += span ? span : utf8_bad_span(s.p + n, s.n - n);
	}
	return str_of(s.p, n);
}

/*
 * What the reader has checked is UTF-8, and a NUL stands only where there
 * was an escape.
 */
static void
put_text(struct buf *b, unsigned field, struct str s, const struct jtoken *t)
{
	if (s.p == t->text.p || str_chr(s, '\0') == s.n)
		wire_bytes(b, field, s);
	else
		wire_text(b, field, s);
}

/* ---- values */

static void put_value(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *t, unsigned depth);

/* Of the n bytes of a string field with a tag of one, those of the text. */
static size_t
text_size(size_t n)
{
	size_t width = 1;

	while (wire_size(n - 1 - width) != width)
		width++;
	return n - 1 - width;
}

static void
put_pair(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *key, const struct jtoken *t,
    unsigned depth)
{
	size_t from = b->n, at = wire_open(b, field), n, all;

	put_text(b, KEY, attributes_text(key, &a->key), key);
	n = b->n - at;
	put_value(a, b, VALUE, r, t, depth);
	all = b->n - at;
	wire_close(b, at);
	/* The tag of the pair is one byte too. */
	at = from + 1 + wire_size(all) + n;
	n = text_size(n);
	attributes_level_enter(&a->level[depth], b, from, at - n, n);
}

/* The same, when both are plain strings: all lengths are known. */
static void
put_plain_pair(struct attributes *a, struct buf *b, unsigned field,
    struct str key, struct str value, unsigned depth)
{
	size_t from = b->n, inner = wire_nested(value.n), at;

	wire_tag(b, field, WIRE_BYTES);
	wire_varint(b, wire_nested(key.n) + wire_nested(inner));
	wire_bytes(b, KEY, key);
	at = b->n - key.n;
	wire_tag(b, VALUE, WIRE_BYTES);
	wire_varint(b, inner);
	wire_bytes(b, STRING, value);
	attributes_level_enter(&a->level[depth], b, from, at, key.n);
}

static bool
is_plain(const struct jtoken *t)
{
	return t->kind == JREAD_STRING &&
	    !(t->flags & (JREAD_ESCAPED | JREAD_BAD_UTF8));
}

static void
put_member(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *key, const struct jtoken *t,
    unsigned depth)
{
	if (is_plain(key) && is_plain(t))
		put_plain_pair(a, b, field, key->text, cut(a, t->text),
		    depth);
	else
		put_pair(a, b, field, r, key, t, depth);
}

static bool
is_whole(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' || s.p[i] == 'e' || s.p[i] == 'E')
			return false;
	}
	return true;
}

static void
put_number(struct buf *b, struct str s)
{
	int64_t whole;
	double v;

	if (is_whole(s)) {
		if (!num_int64(s, &whole))
			wire_bytes(b, STRING, s);
		else if (whole == 0 && s.p[0] == '-')
			wire_double(b, DOUBLE, -0.0);
		else
			wire_uint(b, INT, (uint64_t)whole);
	} else if (num_double(s, &v) && isfinite(v)) {
		wire_double(b, DOUBLE, v);
	} else {
		wire_bytes(b, STRING, s);
	}
}

static void
put_list(struct attributes *a, struct buf *b, const struct jread *r,
    const struct jtoken *t, unsigned depth)
{
	struct jread in;
	struct jtoken key, v;
	size_t at = wire_open(b, t->kind == JREAD_OBJECT ? KVLIST : ARRAY);

	jread_enter(r, t, &in);
	jread_open(&in, t->kind);
	if (t->kind == JREAD_OBJECT) {
		attributes_level_begin(&a->level[depth]);
		while (jread_member(&in, &key, &v))
			put_member(a, b, VALUES, &in, &key, &v, depth);
		attributes_level_end(&a->level[depth], b, ATTRIBUTES_ANY);
	} else {
		while (jread_element(&in, &v))
			put_value(a, b, VALUES, &in, &v, depth);
	}
	wire_close(b, at);
}

static void
put_value(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *t, unsigned depth)
{
	size_t at = wire_open(b, field);

	switch (t->kind) {
	case JREAD_NULL:
		break;
	case JREAD_FALSE:
	case JREAD_TRUE:
		wire_uint(b, BOOL, t->kind == JREAD_TRUE);
		break;
	case JREAD_NUMBER:
		put_number(b, t->text);
		break;
	case JREAD_STRING:
		put_text(b, STRING, cut(a, attributes_text(t, &a->text)), t);
		break;
	case JREAD_OBJECT:
	case JREAD_ARRAY:
		if (depth < ATTRIBUTES_DEPTH_MAX)
			put_list(a, b, r, t, depth + 1);
		else
			wire_text(b, STRING, cut(a, t->text));
		break;
	}
	wire_close(b, at);
}

void
attributes_begin(struct attributes *a)
{
	attributes_level_begin(&a->level[0]);
	a->dropped = 0;
}

void
attributes_put(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *key,
    const struct jtoken *token)
{
	put_member(a, b, field, r, key, token, 0);
}

void
attributes_end(struct attributes *a, struct buf *b)
{
	a->dropped = (uint32_t)attributes_level_end(&a->level[0], b,
	    a->limits ? a->limits->count : ATTRIBUTES_ANY);
}

void
attributes_value(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *token)
{
	const struct attributes_limits *limits = a->limits;

	a->limits = NULL;
	put_value(a, b, field, r, token, 0);
	a->limits = limits;
}

bool
attributes_object(struct attributes *a, struct buf *b, unsigned field,
    struct jread *r)
{
	struct jtoken key, v;

	if (!jread_open(r, JREAD_OBJECT))
		return false;
	attributes_begin(a);
	while (jread_member(r, &key, &v))
		attributes_put(a, b, field, r, &key, &v);
	attributes_end(a, b);
	return !r->error;
}
