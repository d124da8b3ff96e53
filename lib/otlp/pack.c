/*
 * Lengths stand in front of what they measure, so room for them is left at
 * the beginning and what is around the items is put before them at the end.
 * The field numbers here are those that all three signals share
 * (protocols.md 1, Envelopes).
 */
#include "otlp/attributes.h"
#include "otlp/pack.h"
#include "otlp/wire.h"

enum {
	ENVELOPE = 1,		/* request: resource_x */
	RESOURCE = 1, SCOPES = 2,	/* of ResourceX */
	SCOPE = 1, ITEMS = 2,		/* of ScopeX */
	ATTRIBUTES = 1,			/* of Resource */
	POINTS = 1,			/* of a metric's data */
};

static void
put_resource(struct buf *b, const struct snap_label *l, size_t n)
{
	size_t whole = wire_open(b, RESOURCE);

	attributes_labels(b, ATTRIBUTES, l, n);
	wire_close(b, whole);
}

static void
put_scope(struct buf *b, const char *version)
{
	size_t at = wire_open(b, SCOPE);

	wire_text(b, 1, STR("mlog"));
	wire_text(b, 2, str_c(version));
	wire_close(b, at);
}

static void
clear(struct pack *p)
{
	buf_reset(&p->body);
	buf_room(&p->body, p->front);
	p->body.n = p->front;
	buf_reset(&p->group);
	p->items = 0;
}

void
pack_init(struct pack *p, const struct pack_setup *s)
{
	*p = (struct pack){ .signal = s->signal, .limits = s->limits,
	    .sink = s->sink };
	put_resource(&p->resource, s->resource, s->nresource);
	put_scope(&p->scope, s->version);
	p->front = p->resource.n + p->scope.n + 2 * (1 + WIRE_VARINT_MAX);
	clear(p);
}

void
pack_free(struct pack *p)
{
	buf_free(&p->resource);
	buf_free(&p->scope);
	buf_free(&p->body);
	buf_free(&p->group);
	buf_free(&p->head);
	buf_free(&p->tail);
	buf_free(&p->spare);
	*p = (struct pack){ 0 };
}

/* Bytes of the metric at hand in its scope, with n bytes of points. */
static size_t
group_size(const struct pack *p, size_t n)
{
	return n == 0 ? 0 : wire_nested(p->head.n +
	    wire_nested(n + p->tail.n));
}

/* Bytes of a request whose scope holds n bytes of items. */
static size_t
request_size(const struct pack *p, size_t n)
{
	return wire_nested(p->resource.n + wire_nested(p->scope.n + n));
}

/* The metric at hand, with the first n bytes of its points, to the body. */
static void
end_group(struct pack *p, size_t n)
{
	struct buf *b = &p->body;

	if (n == 0)
		return;
	wire_tag(b, ITEMS, WIRE_BYTES);
	wire_varint(b, p->head.n + wire_nested(n + p->tail.n));
	buf_puts(b, buf_str(&p->head));
	wire_tag(b, p->data, WIRE_BYTES);
	wire_varint(b, n + p->tail.n);
	buf_put(b, p->group.p, n);
	buf_puts(b, buf_str(&p->tail));
}

void
pack_group(struct pack *p, struct str head, unsigned data, struct str tail)
{
	end_group(p, p->group.n);
	buf_reset(&p->group);
	buf_reset(&p->head);
	buf_puts(&p->head, head);
	buf_reset(&p->tail);
	buf_puts(&p->tail, tail);
	p->data = data;
}

/* Puts what is around the items before them, and makes a batch of it. */
static struct batch
enclose(struct pack *p)
{
	size_t n = p->body.n - p->front, from;
	struct buf *b = &p->spare;

	buf_reset(b);
	wire_tag(b, ENVELOPE, WIRE_BYTES);
	wire_varint(b, p->resource.n + wire_nested(p->scope.n + n));
	buf_puts(b, buf_str(&p->resource));
	wire_tag(b, SCOPES, WIRE_BYTES);
	wire_varint(b, p->scope.n + n);
	buf_puts(b, buf_str(&p->scope));
	from = p->front - b->n;
	memcpy(p->body.p + from, b->p, b->n);
	return (struct batch){ p->signal,
	    str_of(p->body.p + from, p->body.n - from), p->items };
}

bool
pack_flush(struct pack *p, struct fault *f)
{
	struct batch b;
	bool ok;

	if (p->items == 0)
		return true;
	end_group(p, p->group.n);
	b = enclose(p);
	ok = p->sink.take(p->sink.ctx, &b, f);
	clear(p);
	return ok;
}

struct buf *
pack_item(struct pack *p)
{
	struct buf *b = p->data ? &p->group : &p->body;

	p->at = b->n;
	wire_open(b, p->data ? POINTS : ITEMS);
	return b;
}

void
pack_drop(struct pack *p)
{
	(p->data ? &p->group : &p->body)->n = p->at;
}

static size_t
size_now(const struct pack *p)
{
	return request_size(p, p->body.n - p->front +
	    group_size(p, p->group.n));
}

/* Sends what was there before the item at hand, which stays. */
static bool
send_others(struct pack *p, struct buf *b, struct fault *f)
{
	struct buf item = { 0 };
	bool ok;

	buf_put(&item, b->p + p->at, b->n - p->at);
	b->n = p->at;
	ok = pack_flush(p, f);
	p->at = b->n;
	buf_puts(b, buf_str(&item));
	buf_free(&item);
	return ok;
}

static bool
reject(struct pack *p, const char *what, struct fault *f)
{
	struct batch b;
	bool ok;

	p->items = 1;
	end_group(p, p->group.n);
	b = enclose(p);
	ok = p->sink.reject(p->sink.ctx, &b, what, f);
	clear(p);
	return ok;
}

bool
pack_done(struct pack *p, const char *what, struct fault *f)
{
	struct buf *b = p->data ? &p->group : &p->body;

	/* The tag is one byte, and two are for the length. */
	wire_close(b, p->at + 3);
	if (p->items && size_now(p) > p->limits.bytes &&
	    !send_others(p, b, f))
		return false;
	if (p->items == 0 && size_now(p) > p->limits.bytes)
		return reject(p, what, f);
	p->items++;
	return p->items < p->limits.items || pack_flush(p, f);
}
