/*
 * A span out of what a rule found: ids, status, attributes as JSON, and the
 * events between.
 */
#include "base/num.h"
#include "json/jwrite.h"
#include "series/tracer_inner.h"

/* The field's name, of what is none `other`. */
static struct str
name_of(const struct tracer *t, const struct expr *e, struct str other)
{
	return e->op == EXPR_FIELD ?
	    t->rules->fields.field[e->field].name : other;
}

static struct context_id
id_of(struct tracer *t, const struct expr *e, struct str other)
{
	struct context_id id = { other, { NULL, 0 } };
	struct expr_value v;

	if (!e)
		return id;
	id.name = name_of(t, e, other);
	eval_value(&t->eval, e, &v);
	if (!eval_none(&v))
		id.value = eval_text(&t->eval, &v);
	return id;
}

/*
 * The texts' room is made before: views of it must not move. An escape is at
 * least as long as what it stands for, but for three bytes of U+FFFD.
 */
static void
make_room(struct tracer *t)
{
	const struct value *field = t->eval.event->field;
	size_t room = 0;

	for (int i = 0; i < TRACER_NFIELDS; i++)
		room += field[t->own[i]].text.n;
	for (size_t i = 0; i < t->context->n; i++)
		room += field[t->id[i]].text.n;
	buf_reset(&t->text);
	buf_room(&t->text, 3 * room);
}

/* The event's own ids, and what follows from its correlation ids. */
static void
derive(struct tracer *t, struct context_ids *c)
{
	struct str value[CONTEXT_MAX], s;
	unsigned char flags;

	c->has_trace = ids_hex(tracer_text(t, t->own[TRACER_TRACE_ID]),
	    c->trace, IDS_TRACE);
	c->has_span = c->has_trace && ids_hex(tracer_text(t,
	    t->own[TRACER_SPAN_ID]), c->span, IDS_SPAN);
	s = tracer_text(t, t->own[TRACER_TRACE_FLAGS]);
	if (c->has_trace && ids_hex(s, &flags, 1))
		c->flags = flags;
	for (size_t i = 0; i < t->context->n; i++)
		value[i] = tracer_text(t, t->id[i]);
	context_derive(t->context, value, c);
}

static void
put_name(struct buf *b, struct str name)
{
	if (b->n > 1)
		buf_putc(b, ',');
	jwrite_string(b, name);
	buf_putc(b, ':');
}

void
tracer_place(struct tracer *t, const struct rule *rule, struct str line,
    struct context_ids *c)
{
	struct context_id key, parent;

	make_room(t);
	derive(t, c);
	key = id_of(t, rule->key, rule->name);
	parent = id_of(t, rule->parent, STR(""));
	context_place(t->context, &key, &parent, line, c);
}

/* A member as the log has it. */
static void
put_field(struct tracer *t, struct str name, int field)
{
	const struct value *v = &t->eval.event->field[field];

	if (v->kind == VALUE_MISSING)
		return;
	put_name(&t->json, name);
	value_put(&t->json, v);
}

static void
put_value(struct tracer *t, struct str name, const struct expr *e)
{
	struct expr_value v;

	if (e->op == EXPR_FIELD) {
		put_field(t, name, e->field);
		return;
	}
	eval_value(&t->eval, e, &v);
	if (eval_none(&v))
		return;
	put_name(&t->json, name);
	if (v.kind == EVAL_BOOL)
		buf_puts(&t->json, v.num > 0 ? STR("true") : STR("false"));
	else if (v.kind == EVAL_STRING)
		jwrite_string(&t->json, v.text);
	else
		jwrite_value(&t->json, eval_text(&t->eval, &v));
}

/* The originals of the ids, and what the rule names. */
static struct str
attributes(struct tracer *t, const struct rule *rule)
{
	buf_reset(&t->json);
	buf_putc(&t->json, '{');
	for (size_t i = 0; i < t->context->n; i++)
		put_field(t, t->context->name[i], t->id[i]);
	if (rule->parent && rule->parent->op == EXPR_FIELD)
		put_value(t, name_of(t, rule->parent, STR("")), rule->parent);
	if (rule->key)
		put_value(t, name_of(t, rule->key, STR("key")), rule->key);
	for (size_t i = 0; i < rule->nattributes; i++)
		put_value(t, rule->attributes[i].name,
		    rule->attributes[i].value);
	buf_putc(&t->json, '}');
	return buf_str(&t->json);
}

/* Where the rule does not say, the severity of the end does. */
static bool
has_failed(struct tracer *t, const struct rule *rule)
{
	return rule->failed ? eval_condition(&t->eval, rule->failed) :
	    t->eval.event->severity >= SEVERITY_ERROR;
}

/* Members of a note, which tracer_note wrote. */
static bool
read_note(struct tracer *t, const struct jread *r, const struct jtoken *note,
    struct span_event *e)
{
	struct jread in;
	struct jtoken key, v;
	size_t at = t->names.n;

	*e = (struct span_event){ 0 };
	if (note->kind != JREAD_OBJECT)
		return false;
	jread_enter(r, note, &in);
	if (!jread_open(&in, JREAD_OBJECT))
		return false;
	while (jread_member(&in, &key, &v)) {
		if (str_eq(key.text, STR("time")))
			stamp_parse(v.text, &e->time);
		else if (str_eq(key.text, STR("attributes")))
			e->attributes = v.text;
		else if (str_eq(key.text, STR("name")))
			jread_unescape(&t->names, v.text);
	}
	e->name = str_of(t->names.p + at, t->names.n - at);
	return e->name.n > 0;
}

/* text and scan live as long as the span. */
static size_t
read_notes(struct tracer *t, const struct pairs_event *w, struct buf *text,
    struct scan *scan)
{
	struct jread r;
	struct jtoken note;
	size_t n = 0;

	if (!w || !w->nnotes)
		return 0;
	buf_putc(text, '[');
	buf_puts(text, buf_str(&w->notes));
	buf_putc(text, ']');
	buf_reset(&t->names);
	buf_room(&t->names, 3 * text->n);
	scan_index(scan, text->p, text->n);
	jread_init(&r, scan, text->p, text->n);
	if (!jread_open(&r, JREAD_ARRAY))
		return 0;
	while (n < PAIRS_NOTES_MAX && jread_element(&r, &note))
		n += read_note(t, &r, &note, &t->event[n]);
	return n;
}

bool
tracer_put(struct tracer *t, const struct tracer_found *found,
    const struct span_sink *to, struct fault *f)
{
	const struct rule *rule = found->plan->rule;
	struct span s = { .name = rule->name, .end = found->end };
	struct context_ids c = { 0 };
	struct buf notes = { 0 };
	struct scan scan = { 0 };
	bool ok;

	tracer_place(t, rule, found->line, &c);
	context_tell_apart(t->context, &c);
	memcpy(s.trace, c.trace, SPAN_TRACE);
	memcpy(s.id, c.span, SPAN_ID);
	memcpy(s.parent, c.parent, SPAN_ID);
	s.has_parent = c.has_parent;
	s.flags = c.flags;
	s.start = found->start < 0 ? 0 : found->start;
	if (has_failed(t, rule)) {
		s.status = SPAN_ERROR;
		s.message = tracer_text(t, t->own[TRACER_EVENT]);
	}
	s.attributes = attributes(t, rule);
	s.events = t->event;
	s.nevents = read_notes(t, found->from, &notes, &scan);
	s.lost_events = found->from ? found->from->lost : 0;
	ok = to->put(to->arg, &s, f);
	scan_free(&scan);
	buf_free(&notes);
	return ok;
}

/* All members of an event but time and name; they are valid JSON. */
static void
put_members(struct buf *b, struct str line)
{
	struct scan scan = { 0 };
	struct jread r;
	struct jtoken key, v;
	size_t n = 0;

	scan_index(&scan, line.p, line.n);
	jread_init(&r, &scan, line.p, line.n);
	buf_putc(b, '{');
	if (jread_open(&r, JREAD_OBJECT)) {
		while (jread_member(&r, &key, &v)) {
			struct value value = value_of(&v);

			if (str_eq(key.text, STR("time")) ||
			    str_eq(key.text, STR("event")))
				continue;
			buf_puts(b, n++ ? STR(",\"") : STR("\""));
			jwrite_inside(b, key.text);
			buf_puts(b, STR("\":"));
			value_put(b, &value);
		}
	}
	buf_putc(b, '}');
	scan_free(&scan);
}

void
tracer_note(struct tracer *t, struct tracer_rule *p, struct pairs_event *w,
    int64_t time, struct str line)
{
	struct buf *b = &t->json;
	struct str name;

	if (time == STAMP_NONE || w->nnotes == PAIRS_NOTES_MAX) {
		w->lost++;
		return;
	}
	make_room(t);
	name = tracer_text(t, t->own[TRACER_EVENT]);
	if (name.n > TRACER_NAME_MAX)
		name.n = TRACER_NAME_MAX;
	if (name.n == 0)
		name = STR("event");
	buf_reset(b);
	buf_lit(b, "{\"time\":\"");
	stamp_put(b, time);
	buf_lit(b, "\",\"name\":");
	jwrite_string(b, name);
	if (line.n <= TRACER_EVENT_MAX) {
		buf_lit(b, ",\"attributes\":");
		put_members(b, line);
	}
	buf_putc(b, '}');
	pairs_note(&p->pairs, w, buf_str(b));
}
