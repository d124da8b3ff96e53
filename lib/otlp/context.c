/*
 * Derivation, and the memory that it needs. Keys are hashes of a fixed seed,
 * since the memory is kept between runs.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "otlp/context.h"

enum { NONE = -1 };

static uint64_t
hash_of(const void *p, size_t n)
{
	uint64_t h = hash_fixed(str_of(p, n));

	return h ? h : 1;
}

/* The field and its value as a key of `seen`. */
static uint64_t
key_of(const struct context *cx, size_t i, struct str value)
{
	uint64_t part[2] = { hash_fixed(cx->name[i]), hash_fixed(value) };

	return hash_of(part, sizeof(part));
}

static int
first_of(const struct context *cx, const struct str *value)
{
	for (size_t i = 0; i < cx->n; i++) {
		if (value[i].n)
			return (int)i;
	}
	return NONE;
}

static const unsigned char no_span[IDS_SPAN];

/* The trace that the first id present is in, and its parent there. */
static void
find_trace(struct context *cx, size_t first, struct str value,
    struct context_ids *c, unsigned char parent[IDS_SPAN])
{
	unsigned char *was = NULL;

	if (!c->has_trace)
		was = recall_find(&cx->seen, key_of(cx, first, value));
	if (was) {
		memcpy(c->trace, was, IDS_TRACE);
		memcpy(parent, was + IDS_TRACE, IDS_SPAN);
	} else if (!c->has_trace) {
		ids_trace(value, c->trace);
	}
	c->has_trace = true;
}

/* Only what does not follow from the id itself is to be remembered. */
static void
remember(struct context *cx, size_t i, struct str value,
    const unsigned char *trace, const unsigned char *parent)
{
	bool made;
	unsigned char *data = recall_make(&cx->seen, key_of(cx, i, value),
	    &made);

	memcpy(data, trace, IDS_TRACE);
	memcpy(data + IDS_TRACE, parent, IDS_SPAN);
}

void
context_derive(struct context *cx, const struct str *value,
    struct context_ids *c)
{
	unsigned char span[IDS_SPAN] = { 0 }, parent[IDS_SPAN] = { 0 };
	int first = first_of(cx, value);
	bool own = c->has_trace;

	if (first == NONE)
		return;
	find_trace(cx, (size_t)first, value[first], c, parent);
	for (size_t i = (size_t)first; i < cx->n; i++) {
		if (!value[i].n)
			continue;
		if (i > (size_t)first)
			memcpy(parent, span, IDS_SPAN);
		ids_span(c->trace, cx->name[i], value[i], span);
		if (own || i > (size_t)first)
			remember(cx, i, value[i], c->trace, parent);
	}
	if (c->has_span)
		return;
	memcpy(c->span, span, IDS_SPAN);
	c->has_span = c->derived = true;
	c->has_parent = memcmp(parent, no_span, IDS_SPAN) != 0;
	memcpy(c->parent, parent, IDS_SPAN);
}

void
context_claim(struct context *cx, bool lasts, struct str key,
    struct context_ids *c)
{
	unsigned char id[IDS_TRACE + IDS_SPAN];
	bool made = false;

	if (c->has_span && lasts) {
		memcpy(id, c->trace, IDS_TRACE);
		memcpy(id + IDS_TRACE, c->span, IDS_SPAN);
		recall_make(&cx->claimed, hash_of(id, sizeof(id)), &made);
	}
	if (made)
		return;
	c->has_parent = c->has_span;
	memcpy(c->parent, c->span, IDS_SPAN);
	ids_span(c->trace, STR("event"), key, c->span);
	c->has_span = true;
}

struct saving {
	struct buf *b;
	const char *kind;
};

static void
save_entry(void *ctx, uint64_t key, const unsigned char *data)
{
	struct saving *s = ctx;

	buf_printf(s->b, "{\"seen\":\"%s\",\"key\":\"%016" PRIx64
	    "\",\"data\":\"", s->kind, key);
	for (size_t i = 0; i < RECALL_DATA; i++)
		buf_printf(s->b, "%02x", data[i]);
	buf_puts(s->b, STR("\"}\n"));
}

void
context_save(const struct context *cx, struct buf *b)
{
	struct saving s = { b, "id" };

	recall_each(&cx->seen, save_entry, &s);
	s.kind = "span";
	recall_each(&cx->claimed, save_entry, &s);
}

bool
context_load(struct context *cx, struct str kind, struct str key,
    struct str data)
{
	bool id = str_eq(kind, STR("id")), made;
	unsigned char k[8], d[RECALL_DATA];
	uint64_t hash = 0;

	if ((!id && !str_eq(kind, STR("span"))) || !ids_hex(key, k, 8))
		return false;
	memset(d, 0, sizeof(d));
	if (!ids_hex(data, d, sizeof(d)) && id)
		return false;
	for (int i = 0; i < 8; i++)
		hash = hash << 8 | k[i];
	memcpy(recall_make(id ? &cx->seen : &cx->claimed, hash, &made), d,
	    sizeof(d));
	return true;
}

void
context_free(struct context *cx)
{
	recall_free(&cx->seen);
	recall_free(&cx->claimed);
	*cx = (struct context){ 0 };
}
