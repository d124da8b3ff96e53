/*
 * JSON to AnyValue (protocols.md 1, common.v1), straight from the reader's
 * tokens to the wire.
 */
#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "otlp/attributes.h"
#include "otlp/wire.h"

enum {
	KEY = 1, VALUE = 2,		/* of KeyValue */
	STRING = 1, BOOL = 2, INT = 3, DOUBLE = 4, ARRAY = 5, KVLIST = 6,
	VALUES = 1,			/* of ArrayValue and KeyValueList */
	FEW = 32,			/* keys that are looked through */
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
	for (size_t i = 0; i <= ATTRIBUTES_DEPTH_MAX; i++) {
		mem_free(a->level[i].one);
		keys_free(&a->level[i].keys);
	}
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

/*
 * What the reader has checked is UTF-8, and a NUL stands only where there
 * was an escape.
 */
static void
put_string(struct buf *b, unsigned field, const struct jtoken *t,
    struct buf *scratch)
{
	struct str s = attributes_text(t, scratch);

	if (s.p == t->text.p || str_chr(s, '\0') == s.n)
		wire_bytes(b, field, s);
	else
		wire_text(b, field, s);
}

/* ---- keys of one object */

static uint32_t
print_of(struct str key)
{
	uint32_t first = 0, last = 0;

	if (key.n >= 4) {
		memcpy(&first, key.p, 4);
		memcpy(&last, key.p + key.n - 4, 4);
	} else if (key.n) {
		memcpy(&first, key.p, key.n);
	}
	return (uint32_t)key.n * 0x9e3779b1u ^ first ^
	    (last << 13 | last >> 19);
}

static void
forget(struct attributes_level *l, size_t i)
{
	l->one[i].dead = l->any_dead = true;
}

/* The attribute of that name that is there already is overruled. */
static void
overrule(struct attributes_level *l, const char *p,
    const struct attributes_one *new)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct attributes_one *o = &l->one[i];

		if (o->print == new->print && !o->dead && o->n == new->n &&
		    memcmp(p + o->key, p + new->key, new->n) == 0)
			forget(l, i);
	}
}

static void
overrule_hashed(struct attributes_level *l, const char *p,
    const struct attributes_one *new)
{
	struct str key = str_of(p + new->key, new->n);
	int owner;

	if (l->n == FEW) {
		keys_reset(&l->keys);
		for (size_t i = 0; i < l->n; i++)
			keys_set(&l->keys, str_of(p + l->one[i].key,
			    l->one[i].n), (int)i);
	}
	owner = keys_owner(&l->keys, key);
	if (owner != KEYS_NONE)
		forget(l, (size_t)owner);
	keys_set(&l->keys, key, (int)l->n);
}

static void
enter_key(struct attributes_level *l, const struct buf *b, size_t from,
    size_t key, size_t n)
{
	struct attributes_one new = { print_of(str_of(b->p + key, n)), false,
	    from, key, n };

	if (l->n < FEW)
		overrule(l, b->p, &new);
	else
		overrule_hashed(l, b->p, &new);
	l->one = mem_grow(l->one, l->n, &l->cap, sizeof(*l->one));
	l->one[l->n++] = new;
}

static void
begin_level(struct attributes_level *l)
{
	l->n = 0;
	l->any_dead = false;
}

/* Closes the gaps that overruled ones leave. */
static void
end_level(struct attributes_level *l, struct buf *b)
{
	size_t to, end, n;

	if (!l->any_dead)
		return;
	to = l->one[0].from;
	for (size_t i = 0; i < l->n; i++) {
		end = i + 1 < l->n ? l->one[i + 1].from : b->n;
		n = end - l->one[i].from;
		if (l->one[i].dead)
			continue;
		memmove(b->p + to, b->p + l->one[i].from, n);
		to += n;
	}
	b->n = to;
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

	put_string(b, KEY, key, &a->key);
	n = b->n - at;
	put_value(a, b, VALUE, r, t, depth);
	all = b->n - at;
	wire_close(b, at);
	/* The tag of the pair is one byte too. */
	at = from + 1 + wire_size(all) + n;
	n = text_size(n);
	enter_key(&a->level[depth], b, from, at - n, n);
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
	enter_key(&a->level[depth], b, from, at, key.n);
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
		put_plain_pair(a, b, field, key->text, t->text, depth);
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
		begin_level(&a->level[depth]);
		while (jread_member(&in, &key, &v))
			put_member(a, b, VALUES, &in, &key, &v, depth);
		end_level(&a->level[depth], b);
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
		put_string(b, STRING, t, &a->text);
		break;
	case JREAD_OBJECT:
	case JREAD_ARRAY:
		if (depth < ATTRIBUTES_DEPTH_MAX)
			put_list(a, b, r, t, depth + 1);
		else
			wire_text(b, STRING, t->text);
		break;
	}
	wire_close(b, at);
}

void
attributes_begin(struct attributes *a)
{
	begin_level(&a->level[0]);
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
	end_level(&a->level[0], b);
}

void
attributes_value(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *token)
{
	put_value(a, b, field, r, token, 0);
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
