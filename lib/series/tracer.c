/*
 * Which events begin, end or carry a span. What the span is then is
 * tracer_put.c's, what is kept between runs tracer_state.c's.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "series/tracer_inner.h"

#define FUTURE (300 * STAMP_SEC)

static int
int_cmp(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* Of a start what the end may lack; the event's name is the end's. */
static void
plan_rule(struct tracer *t, struct tracer_rule *p, int64_t timeout)
{
	const struct rule *rule = p->rule;

	fieldlist_read(&p->fields, rule->where);
	fieldlist_read(&p->fields, rule->key);
	fieldlist_read(&p->fields, rule->parent);
	fieldlist_read(&p->fields, rule->failed);
	for (size_t i = 0; i < rule->nattributes; i++)
		fieldlist_read(&p->fields, rule->attributes[i].value);
	for (int i = TRACER_TRACE_ID; i < TRACER_NFIELDS; i++)
		fieldlist_add(&p->fields, t->own[i]);
	for (size_t i = 0; i < t->context->n; i++)
		fieldlist_add(&p->fields, t->id[i]);
	if (p->fields.n)
		qsort(p->fields.field, p->fields.n, sizeof(*p->fields.field), int_cmp);
	pairs_init(&p->pairs, p->fields.field, p->fields.n, rule->pair.timeout ?
	    rule->pair.timeout : timeout);
	p->pairs.max_bytes = TRACER_OPEN_MAX / t->rules->nspans;
}

static void
begin(void *arg, struct context *cx)
{
	static const char *const names[TRACER_NFIELDS] = {
		"event", "trace_id", "span_id", "trace_flags",
	};
	struct tracer *t = arg;
	struct rules *r = t->rules;

	t->context = cx;
	for (int i = 0; i < TRACER_NFIELDS; i++)
		t->own[i] = fields_add_path(&r->fields, str_c(names[i]));
	for (size_t i = 0; i < cx->n; i++)
		t->id[i] = fields_add_path(&r->fields, cx->name[i]);
	event_reader_init(&t->reader, &r->fields);
	t->joined = mem_new(r->fields.n, sizeof(*t->joined));
	for (size_t i = 0; i < r->nspans; i++)
		plan_rule(t, &t->plan[i], t->plan[i].pairs.timeout);
}

struct tracer *
tracer_new(struct rules *rules, int64_t timeout, int64_t now)
{
	struct tracer *t = mem_new(1, sizeof(*t));
	int64_t clock = now == STAMP_NONE ? stamp_now() : now;

	t->rules = rules;
	t->now = now;
	t->latest = STAMP_NONE;
	t->limit = clock > INT64_MAX - FUTURE ? INT64_MAX : clock + FUTURE;
	t->plan = mem_new(rules->nspans, sizeof(*t->plan));
	for (size_t i = 0; i < rules->nspans; i++) {
		t->plan[i].rule = rules->span[i];
		t->plan[i].pairs.timeout = timeout;
	}
	eval_init(&t->eval);
	return t;
}

void
tracer_destroy(struct tracer *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->rules->nspans; i++) {
		pairs_free(&t->plan[i].pairs);
		fieldlist_free(&t->plan[i].fields);
	}
	mem_free(t->plan);
	mem_free(t->joined);
	if (t->context)
		event_reader_free(&t->reader);
	eval_free(&t->eval);
	buf_free(&t->json);
	buf_free(&t->text);
	buf_free(&t->names);
	mem_free(t);
}

static int64_t
tell_time(struct tracer *t, const struct event *e)
{
	if (e->time == STAMP_NONE)
		return t->latest;
	if (e->time <= t->limit && (t->latest == STAMP_NONE ||
	    e->time > t->latest))
		t->latest = e->time;
	return e->time;
}

/* What a key or a duration is not, so that the event cannot be used. */
static bool
skip(struct tracer *t)
{
	t->counts.skipped++;
	return true;
}

static bool
key_of(struct tracer *t, const struct expr *e, struct str *key)
{
	struct expr_value v;

	eval_value(&t->eval, e, &v);
	*key = eval_text(&t->eval, &v);
	return !eval_none(&v) && key->n && key->n <= TRACER_KEY_MAX;
}

/* The end of a span, with the fields of its start behind its own. */
static bool
try_joined(struct tracer *t, struct tracer_rule *p,
    const struct pairs_event *start, int64_t time, struct str line,
    const struct span_sink *to, struct fault *f)
{
	const struct event *end = t->eval.event;
	struct event both = { time, end->severity ? end->severity :
	    start->severity, t->joined };
	struct tracer_found found = { p, start, start->time, time, line };
	bool ok = true;

	if (time == STAMP_NONE || start->time == STAMP_NONE ||
	    start->time > time)
		return skip(t);
	for (size_t i = 0; i < t->rules->fields.n; i++)
		t->joined[i] = end->field[i];
	pairs_fields(&p->pairs, start, t->joined);
	t->eval.elapsed = (double)(time - start->time) / STAMP_SEC;
	t->eval.event = &both;
	if (!p->rule->where || eval_condition(&t->eval, p->rule->where))
		ok = tracer_put(t, &found, to, f);
	t->eval.event = end;
	t->eval.elapsed = NAN;
	return ok;
}

static bool
try_pair(struct tracer *t, struct tracer_rule *p, int64_t time,
    struct str line, const struct span_sink *to, struct fault *f)
{
	const struct rule_pair *pair = &p->rule->pair;
	bool from = eval_condition(&t->eval, pair->from);
	bool end = !from && eval_condition(&t->eval, pair->to);
	struct pairs_event *w;
	struct str key;
	bool ok;

	if (!key_of(t, pair->key, &key))
		return !(from || end) || skip(t);
	if (from) {
		struct context_ids c = { 0 };

		/* What is within it ends before it does. */
		tracer_place(t, p->rule, line, &c);
		pairs_start(&p->pairs, key, time, t->eval.event);
		return true;
	}
	if (!end) {
		if ((w = pairs_open(&p->pairs, key, time)))
			tracer_note(t, p, w, time, line);
		return true;
	}
	w = pairs_take(&p->pairs, key, time);
	if (!w)
		return skip(t);
	ok = try_joined(t, p, w, time, line, to, f);
	pairs_event_free(w);
	return ok;
}

/* One event is all: it ends at its time. */
static bool
try_alone(struct tracer *t, struct tracer_rule *p, int64_t time,
    struct str line, const struct span_sink *to, struct fault *f)
{
	struct tracer_found found = { p, NULL, time, time, line };
	struct expr_value v;
	int64_t length;
	double d;

	if (p->rule->where && !eval_condition(&t->eval, p->rule->where))
		return true;
	eval_value(&t->eval, p->rule->duration, &v);
	if (time == STAMP_NONE || eval_number(&v, &d) != EVAL_NUMBER ||
	    !(d >= 0 && d * STAMP_SEC <= (double)STAMP_SPAN_MAX))
		return skip(t);
	length = (int64_t)round(d * STAMP_SEC);
	found.start = time < length ? 0 : time - length;
	return tracer_put(t, &found, to, f);
}

static bool
take_event(void *arg, struct jread *r, struct str line,
    const struct span_sink *to, struct fault *f)
{
	struct tracer *t = arg;
	struct event e;
	int64_t time;
	bool ok = true;

	if (!event_read(&t->reader, r, &e))
		return false;
	time = tell_time(t, &e);
	eval_begin(&t->eval, &e);
	for (size_t i = 0; ok && i < t->rules->nspans; i++) {
		struct tracer_rule *p = &t->plan[i];

		ok = p->rule->pair.given ? try_pair(t, p, time, line, to, f) :
		    try_alone(t, p, time, line, to, f);
	}
	return ok;
}

static void
settle(void *arg)
{
	struct tracer *t = arg;

	for (size_t i = 0; i < t->rules->nspans; i++)
		pairs_settle(&t->plan[i].pairs, t->now == STAMP_NONE ?
		    t->latest : t->now);
}

static void
tell_counts(void *arg, struct span_counts *c)
{
	const struct tracer *t = arg;

	*c = t->counts;
	for (size_t i = 0; i < t->rules->nspans; i++) {
		c->open += t->plan[i].pairs.n;
		c->timeouts += t->plan[i].pairs.timeouts;
		c->evicted += t->plan[i].pairs.evicted;
	}
}

struct str
tracer_text(struct tracer *t, int field)
{
	const struct value *v = &t->eval.event->field[field];
	size_t at = t->text.n;

	if (v->kind != VALUE_STRING && v->kind != VALUE_NUMBER)
		return (struct str){ NULL, 0 };
	if (v->kind != VALUE_STRING || !v->escaped)
		return v->text;
	jread_unescape(&t->text, v->text);
	return str_of(t->text.p + at, t->text.n - at);
}

void
tracer_maker(struct tracer *t, struct span_maker *m)
{
	*m = (struct span_maker){ t, begin, take_event, settle, tell_counts,
		tracer_save, tracer_load };
}
