/*
 * Our reader and jansson on any bytes: they take and refuse the same texts,
 * and find the same values in them. Where jansson refuses what RFC 8259
 * allows, the text must hold the very thing it refuses:
 *
 *	a number beyond the range of a double (1e400)
 *	a lone surrogate (\ud800)
 *	a member whose name has a NUL (\u0000)
 *
 * Integers over INT64_MAX are refused too; read as doubles they are not.
 * Left out are texts too deep for us (jansson's depth is 2048), and texts with
 * a NUL: jansson skips one that it has read ahead, behind a number say.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "json/jread.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_value(const struct jread *r, const struct jtoken *t,
    const json_t *want);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

static bool
is_string(const struct jtoken *t, const char *p, size_t n)
{
	struct buf b = { 0 };
	bool ok;

	jread_unescape(&b, t->text);
	ok = str_eq(buf_str(&b), str_of(p, n));
	buf_free(&b);
	return ok;
}

static void
same_elements(struct jread *in, const json_t *want)
{
	struct jtoken v;
	size_t n = 0;

	require(jread_open(in, JREAD_ARRAY));
	for (; jread_element(in, &v); n++)
		same_value(in, &v, json_array_get(want, n));
	require(!in->error && n == json_array_size(want));
}

/* The last member of that name, which is the one that jansson keeps. */
static bool
last_named(const struct jread *at, const char *name, size_t n,
    struct jtoken *last)
{
	struct jread in = *at;
	struct jtoken key, v;
	bool found = false;

	require(jread_open(&in, JREAD_OBJECT));
	while (jread_member(&in, &key, &v))
		if (is_string(&key, name, n)) {
			*last = v;
			found = true;
		}
	require(!in.error);
	return found;
}

static void
same_members(struct jread *in, json_t *want)
{
	const char *name;
	size_t n;
	struct jread each = *in;
	struct jtoken key, v;
	json_t *value;
	struct buf b = { 0 };

	json_object_keylen_foreach(want, name, n, value) {
		require(last_named(in, name, n, &v));
		same_value(in, &v, value);
	}
	require(jread_open(&each, JREAD_OBJECT));
	while (jread_member(&each, &key, &v)) {
		buf_reset(&b);
		jread_unescape(&b, key.text);
		require(json_object_getn(want, b.n ? b.p : "", b.n) != NULL);
	}
	buf_free(&b);
}

static void
same_nested(const struct jread *r, const struct jtoken *t, const json_t *want)
{
	struct jread in;

	jread_enter(r, t, &in);
	if (t->kind == JREAD_ARRAY)
		same_elements(&in, want);
	else
		same_members(&in, (json_t *)(uintptr_t)want);
}

static void
same_value(const struct jread *r, const struct jtoken *t, const json_t *want)
{
	static const json_type type[] = {
		[JREAD_NULL] = JSON_NULL, [JREAD_FALSE] = JSON_FALSE,
		[JREAD_TRUE] = JSON_TRUE, [JREAD_NUMBER] = JSON_REAL,
		[JREAD_STRING] = JSON_STRING, [JREAD_OBJECT] = JSON_OBJECT,
		[JREAD_ARRAY] = JSON_ARRAY,
	};
	double d;

	require(want && type[t->kind] == json_typeof(want));
	if (t->kind == JREAD_NUMBER)
		require(num_double(t->text, &d) &&
		    d == json_real_value(want));
	else if (t->kind == JREAD_STRING)
		require(is_string(t, json_string_value(want),
		    json_string_length(want)));
	else if (t->kind == JREAD_OBJECT || t->kind == JREAD_ARRAY)
		same_nested(r, t, want);
}

/* A number in the value that no double holds, or a name with a NUL. */
static bool
is_beyond(const struct jread *r, const struct jtoken *t)
{
	struct jread in;
	struct jtoken key, v;
	bool beyond = false;
	double d;

	if (t->kind == JREAD_NUMBER)
		return num_double(t->text, &d) && isinf(d);
	if (t->kind != JREAD_OBJECT && t->kind != JREAD_ARRAY)
		return false;
	jread_enter(r, t, &in);
	require(jread_open(&in, t->kind));
	if (t->kind == JREAD_ARRAY) {
		while (jread_element(&in, &v))
			beyond |= is_beyond(&in, &v);
		return beyond;
	}
	while (jread_member(&in, &key, &v)) {
		struct buf b = { 0 };

		jread_unescape(&b, key.text);
		beyond |= str_chr(buf_str(&b), '\0') < b.n ||
		    is_beyond(&in, &v);
		buf_free(&b);
	}
	return beyond;
}

static void
compare(const struct scan *s, const char *p, size_t n)
{
	struct jread r;
	struct jtoken t;
	json_error_t e;
	json_t *want;
	bool taken;

	jread_init(&r, s, p, n);
	r.strict = true;
	taken = jread_value(&r, &t) && jread_end(&r);
	if (!taken && strcmp(r.error, "nested too deep") == 0)
		return;
	want = json_loadb(p, n, JSON_DECODE_ANY | JSON_ALLOW_NUL |
	    JSON_DECODE_INT_AS_REAL, &e);
	if (taken && (t.flags & JREAD_SURROGATE || is_beyond(&r, &t)))
		require(!want);
	else
		require(taken == (want != NULL));
	if (taken && want)
		same_value(&r, &t, want);
	json_decref(want);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *p = malloc(size + 1);
	struct scan s = { 0 };

	if (!p)
		return 0;
	if (size)
		memcpy(p, data, size);
	if (str_chr(str_of(p, size), '\0') < size) {
		free(p);
		return 0;
	}
	scan_index(&s, p, size);
	compare(&s, p, size);
	scan_free(&s);
	free(p);
	return 0;
}
