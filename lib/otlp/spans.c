/*
 * Span, field by field.
 */
#include "event/event.h"
#include "json/utf8.h"
#include "otlp/spans.h"
#include "otlp/wire.h"

enum {
	TRACE_ID = 1, ID = 2, PARENT = 4, NAME = 5, KIND = 6, START = 7,
	END = 8, ATTRIBUTES = 9, DROPPED = 10, EVENTS = 11, LOST_EVENTS = 12,
	STATUS = 15, FLAGS = 16,
	INTERNAL = 1,			/* SpanKind */
	MESSAGE = 2, CODE = 3,		/* of Status */
	EVENT_TIME = 1, EVENT_NAME = 2, EVENT_ATTRIBUTES = 3,
	EVENT_DROPPED = 4,
	ASKED = FACTS_BIT(FACTS_TIME) | FACTS_BIT(FACTS_EVENT) |
	    FACTS_BIT(FACTS_TRACE_ID) | FACTS_BIT(FACTS_SPAN_ID) |
	    FACTS_BIT(FACTS_TRACE_FLAGS) | FACTS_BIT(FACTS_PARENT),
};

static void
put_id(struct buf *b, unsigned field, const unsigned char *id, size_t n)
{
	wire_bytes(b, field, str_of((const char *)id, n));
}

static void
put_status(struct buf *b, const struct span *s)
{
	size_t at;

	if (s->status == SPAN_UNSET)
		return;
	at = wire_open(b, STATUS);
	if (s->message.n)
		wire_text(b, MESSAGE, s->message);
	wire_uint(b, CODE, s->status);
	wire_close(b, at);
}

/* All but attributes and events. */
static void
put_fields(struct buf *b, const struct span *s)
{
	put_id(b, TRACE_ID, s->trace, SPAN_TRACE);
	put_id(b, ID, s->id, SPAN_ID);
	if (s->has_parent)
		put_id(b, PARENT, s->parent, SPAN_ID);
	wire_text(b, NAME, s->name);
	wire_uint(b, KIND, INTERNAL);
	wire_fixed64(b, START, s->start < 0 ? 0 : (uint64_t)s->start);
	wire_fixed64(b, END, s->end < 0 ? 0 : (uint64_t)s->end);
	put_status(b, s);
	if (s->flags)
		wire_fixed32(b, FLAGS, s->flags);
}

static void
put_dropped(struct buf *b, unsigned field, const struct attributes *a)
{
	if (a->dropped)
		wire_uint(b, field, a->dropped);
}

/* The attributes, and how many more there were. */
static void
put_object(struct buf *b, struct attributes *a, unsigned field,
    unsigned dropped, struct str json)
{
	struct scan scan = { 0 };
	struct jread r;
	size_t before = b->n;

	if (json.n == 0)
		return;
	scan_index(&scan, json.p, json.n);
	jread_init(&r, &scan, json.p, json.n);
	if (attributes_object(a, b, field, &r))
		put_dropped(b, dropped, a);
	else
		b->n = before;
	scan_free(&scan);
}

static void
put_event(struct buf *b, struct attributes *a, const struct span_event *e)
{
	size_t at = wire_open(b, EVENTS);

	wire_fixed64(b, EVENT_TIME, e->time < 0 ? 0 : (uint64_t)e->time);
	wire_text(b, EVENT_NAME, e->name);
	put_object(b, a, EVENT_ATTRIBUTES, EVENT_DROPPED, e->attributes);
	wire_close(b, at);
}

bool
spans_put(struct pack *p, struct attributes *a, const struct limits *l,
    const struct span *s, struct fault *f)
{
	size_t events = l && l->events < s->nevents ? (size_t)l->events :
	    s->nevents;
	size_t lost = s->lost_events + s->nevents - events;
	struct buf *b = pack_item(p);

	put_fields(b, s);
	a->limits = l ? &l->span : NULL;
	put_object(b, a, ATTRIBUTES, DROPPED, s->attributes);
	a->limits = l ? &l->event : NULL;
	for (size_t i = 0; i < events; i++)
		put_event(b, a, &s->events[i]);
	if (lost)
		wire_uint(b, LOST_EVENTS, lost);
	return pack_done(p, "a span", f);
}

/* The first line of a text, cut between characters. */
static struct str
short_name(struct str s)
{
	size_t n = str_chr(s, '\n');

	if (n > SPANS_NAME_MAX) {
		n = SPANS_NAME_MAX;
		while (n && (s.p[n] & 0xc0) == 0x80)
			n--;
	}
	return str_trim(str_of(s.p, n));
}

static void
make_span(const struct facts *rec, struct str text, struct span *s)
{
	const struct context_ids *c = &rec->ids;
	int64_t length = rec->duration == STAMP_NONE ? 0 : rec->duration;

	memcpy(s->trace, c->trace, SPAN_TRACE);
	memcpy(s->id, c->span, SPAN_ID);
	memcpy(s->parent, c->parent, SPAN_ID);
	s->has_parent = c->has_parent;
	s->flags = c->flags;
	s->name = short_name(text);
	if (s->name.n == 0)
		s->name = STR("event");
	s->end = rec->time;
	s->start = rec->time < length ? 0 : rec->time - length;
}

static bool
is_error(struct facts_reader *rr)
{
	const struct value *severity = &rr->value[FACTS_SEVERITY];
	const struct value *level = &rr->value[FACTS_LEVEL];
	int last = 0;
	double n;

	if (severity->kind == VALUE_NUMBER && value_number(severity, &n))
		return n >= SEVERITY_ERROR;
	return level->kind == VALUE_STRING &&
	    severity_of(level->text, &last) >= SEVERITY_ERROR;
}

bool
spans_event(struct pack *p, struct facts_reader *rr, struct jread *r,
    struct str line, bool *any, struct fault *f)
{
	struct buf *b = pack_item(p);
	struct span s = { 0 };
	struct facts rec;
	struct str text;

	*any = false;
	rr->attributes.limits = rr->limits ? &rr->limits->span : NULL;
	if (!facts_read(rr, r, ASKED, b, ATTRIBUTES, &rec)) {
		pack_drop(p);
		return false;
	}
	if (!rec.ids.has_trace || rec.time == STAMP_NONE) {
		pack_drop(p);
		return true;
	}
	context_claim(rr->context, rec.duration > 0, line, &rec.ids);
	text = facts_text(rr, &rec, FACTS_EVENT);
	make_span(&rec, text, &s);
	if (is_error(rr)) {
		s.status = SPAN_ERROR;
		s.message = text;
	}
	/* A name that is not the event whole says less. */
	if (rec.has & FACTS_BIT(FACTS_EVENT) && !str_eq(s.name, text))
		attributes_put(&rr->attributes, b, ATTRIBUTES, r,
		    &rr->key[FACTS_EVENT], &rec.member[FACTS_EVENT]);
	attributes_end(&rr->attributes, b);
	put_dropped(b, DROPPED, &rr->attributes);
	put_fields(b, &s);
	*any = true;
	return pack_done(p, "a span", f);
}
