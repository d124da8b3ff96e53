/*
 * Derivation, and the memory that it needs. Keys are hashes of a fixed seed,
 * since the memory is kept between runs.
 */
#include "base/hash.h"
#include "event/context.h"

enum { NONE = -1 };

static uint64_t
hash_of(const void *p, size_t n)
{
	uint64_t h = hash_fixed(str_of(p, n));

	return h ? h : 1;
}

/* The field and its value as a key of `seen`. */
static uint64_t
key_of(struct str name, struct str value)
{
	uint64_t part[2] = { hash_fixed(name), hash_fixed(value) };

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
find_trace(struct context *cx, struct str name, struct str value,
    struct context_ids *c, unsigned char parent[IDS_SPAN])
{
	unsigned char *was = NULL;

	if (!c->has_trace)
		was = recall_find(&cx->seen, key_of(name, value));
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
remember(struct context *cx, struct str name, struct str value,
    const unsigned char *trace, const unsigned char *parent)
{
	bool made;
	unsigned char *data = recall_make(&cx->seen, key_of(name, value),
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
	find_trace(cx, cx->name[first], value[first], c, parent);
	for (size_t i = (size_t)first; i < cx->n; i++) {
		if (!value[i].n)
			continue;
		if (i > (size_t)first)
			memcpy(parent, span, IDS_SPAN);
		ids_span(c->trace, cx->name[i], value[i], span);
		if (own || i > (size_t)first)
			remember(cx, cx->name[i], value[i], c->trace, parent);
	}
	if (c->has_span)
		return;
	memcpy(c->span, span, IDS_SPAN);
	c->has_span = c->derived = true;
	c->has_parent = memcmp(parent, no_span, IDS_SPAN) != 0;
	memcpy(c->parent, parent, IDS_SPAN);
}

/* What is remembered of the span; *made: that is nothing yet. */
static unsigned char *
claim(struct context *cx, const unsigned char *trace,
    const unsigned char *span, bool *made)
{
	unsigned char id[IDS_TRACE + IDS_SPAN];

	memcpy(id, trace, IDS_TRACE);
	memcpy(id + IDS_TRACE, span, IDS_SPAN);
	return recall_make(&cx->claimed, hash_of(id, sizeof(id)), made);
}

void
context_claim(struct context *cx, bool lasts, struct str key,
    struct context_ids *c)
{
	bool made = false;

	if (c->has_span && lasts)
		claim(cx, c->trace, c->span, &made);
	if (made)
		return;
	c->has_parent = c->has_span;
	memcpy(c->parent, c->span, IDS_SPAN);
	ids_span(c->trace, STR("event"), key, c->span);
	c->has_span = true;
}

static bool
same_span(const unsigned char *a, const unsigned char *b)
{
	return memcmp(a, b, IDS_SPAN) == 0;
}

static void
span_of(const struct context_id *of, const unsigned char *trace,
    unsigned char *span)
{
	bool own = str_eq(of->name, STR("span_id")) ||
	    str_eq(of->name, STR("parent_span_id"));

	if (!own || !ids_hex(of->value, span, IDS_SPAN))
		ids_span(trace, of->name, of->value, span);
}

void
context_tell_apart(struct context *cx, struct context_ids *c)
{
	bool made;
	unsigned char *n = claim(cx, c->trace, c->span, &made);
	unsigned char part[IDS_SPAN + sizeof(uint32_t)];

	if (made)
		return;
	for (size_t i = 0; i < sizeof(uint32_t) && ++n[i] == 0; i++)
		continue;
	memcpy(part, c->span, IDS_SPAN);
	memcpy(part + IDS_SPAN, n, sizeof(uint32_t));
	ids_span(c->trace, STR("again"), str_of((char *)part, sizeof(part)),
	    c->span);
}

/* Where neither event nor parent say so, the key names the trace. */
static void
place_trace(struct context *cx, const struct context_id *key,
    const struct context_id *parent, struct str line, struct context_ids *c)
{
	const struct context_id *first = parent->value.n ? parent : key;
	unsigned char above[IDS_SPAN];

	c->has_span &= c->has_trace;
	if (!c->has_trace && first->value.n)
		find_trace(cx, first->name, first->value, c, above);
	else if (!c->has_trace)
		ids_trace(line, c->trace);
	c->has_trace = true;
}

void
context_place(struct context *cx, const struct context_id *key,
    const struct context_id *parent, struct str line, struct context_ids *c)
{
	unsigned char above[IDS_SPAN] = { 0 };
	bool known = c->has_trace || parent->value.n;

	place_trace(cx, key, parent, line, c);
	if (parent->value.n)
		span_of(parent, c->trace, above);
	else if (c->has_span && !c->derived)
		memcpy(above, c->span, IDS_SPAN);
	if (key->value.n)
		span_of(key, c->trace, c->span);
	else
		ids_span(c->trace, key->name, line, c->span);
	if (key->value.n && known)
		remember(cx, key->name, key->value, c->trace, above);
	c->has_span = true;
	c->has_parent = !same_span(above, no_span) &&
	    !same_span(above, c->span);
	memcpy(c->parent, above, IDS_SPAN);
}

/* Entries of one line of the state. */
enum { SAVED = 8 + RECALL_DATA, SAVED_LINE = 256 };

struct saving {
	void (*put)(void *arg, struct str members);
	void *arg;
	const char *kind;
	struct buf line;
	size_t n;
};

static void
end_line(struct saving *s)
{
	if (s->n == 0)
		return;
	buf_putc(&s->line, '"');
	s->put(s->arg, buf_str(&s->line));
	buf_reset(&s->line);
	s->n = 0;
}

static void
put_hex(struct buf *b, const unsigned char *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		buf_putc(b, digits[p[i] >> 4]);
		buf_putc(b, digits[p[i] & 15]);
	}
}

static void
save_entry(void *arg, uint64_t key, const unsigned char *data)
{
	struct saving *s = arg;
	unsigned char k[8];

	if (s->n == 0)
		buf_printf(&s->line, "\"seen\":\"%s\",\"entries\":\"",
		    s->kind);
	for (int i = 0; i < 8; i++)
		k[i] = (unsigned char)(key >> (56 - 8 * i));
	put_hex(&s->line, k, sizeof(k));
	put_hex(&s->line, data, RECALL_DATA);
	if (++s->n == SAVED_LINE)
		end_line(s);
}

void
context_save(const struct context *cx,
    void (*put)(void *arg, struct str members), void *arg)
{
	struct saving s = { .put = put, .arg = arg, .kind = "id" };

	recall_each(&cx->seen, save_entry, &s);
	end_line(&s);
	s.kind = "span";
	recall_each(&cx->claimed, save_entry, &s);
	end_line(&s);
	buf_free(&s.line);
}

bool
context_load(struct context *cx, struct str kind, struct str entries)
{
	bool id = str_eq(kind, STR("id")), made;
	unsigned char e[SAVED];
	uint64_t key;

	if (!id && !str_eq(kind, STR("span")))
		return false;
	for (; entries.n; entries = str_from(entries, 2 * SAVED)) {
		if (entries.n < 2 * SAVED ||
		    !ids_hex(str_of(entries.p, 2 * SAVED), e, SAVED))
			return false;
		key = 0;
		for (int i = 0; i < 8; i++)
			key = key << 8 | e[i];
		if (!key)
			return false;
		memcpy(recall_make(id ? &cx->seen : &cx->claimed, key, &made),
		    e + 8, RECALL_DATA);
	}
	return true;
}

void
context_free(struct context *cx)
{
	recall_free(&cx->seen);
	recall_free(&cx->claimed);
	*cx = (struct context){ 0 };
}
