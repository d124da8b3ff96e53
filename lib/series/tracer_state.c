/*
 * Open spans as JSON and back, for the state between runs. A rule is known by
 * its name and its number among those of that name.
 */
#include <inttypes.h>

#include "base/mem.h"
#include "base/num.h"
#include "json/jwrite.h"
#include "series/tracer_inner.h"

static size_t
number_of(const struct tracer *t, size_t rule)
{
	size_t n = 0;

	for (size_t i = 0; i < rule; i++)
		n += str_eq(t->rules->span[i]->name,
		    t->rules->span[rule]->name);
	return n;
}

static struct tracer_rule *
find_rule(struct tracer *t, struct str name, uint64_t number)
{
	for (size_t i = 0; i < t->rules->nspans; i++)
		if (t->rules->span[i]->pair.given &&
		    str_eq(t->rules->span[i]->name, name) &&
		    number_of(t, i) == number)
			return &t->plan[i];
	return NULL;
}

static void
put_open(struct tracer *t, size_t rule, const struct pairs_event *w)
{
	const struct tracer_rule *p = &t->plan[rule];
	struct buf *b = &t->json;

	buf_reset(b);
	buf_lit(b, "\"span\":");
	jwrite_string(b, p->rule->name);
	buf_printf(b, ",\"statement\":%zu,\"key\":", number_of(t, rule));
	jwrite_string(b, pairs_key(w));
	if (w->time != STAMP_NONE) {
		buf_lit(b, ",\"time\":\"");
		stamp_put(b, w->time);
		buf_putc(b, '"');
	}
	buf_printf(b, ",\"severity\":%d,\"lost\":%u,\"fields\":", w->severity,
	    w->lost);
	pairs_put(&p->pairs, w, &t->rules->fields, t->joined, b);
	buf_lit(b, ",\"events\":[");
	buf_puts(b, buf_str(&w->notes));
	buf_putc(b, ']');
}

void
tracer_save(void *tracer, void (*put)(void *to, struct str members), void *to)
{
	struct tracer *t = tracer;

	for (size_t i = 0; i < t->rules->nspans; i++) {
		for (const struct pairs_event *w = t->plan[i].pairs.oldest; w;
		    w = w->newer) {
			put_open(t, i, w);
			put(to, buf_str(&t->json));
		}
	}
}

/* The members of one line, as tokens. */
enum member {
	SPAN, STATEMENT, KEY, TIME, SEVERITY, LOST, FIELDS, EVENTS, NMEMBERS
};

struct part {
	struct jtoken at[NMEMBERS];
	struct str name, key;
	uint64_t number, severity, lost;
	int64_t time;
	struct buf texts;
};

static bool
read_members(struct part *p, struct jread *r)
{
	static const char *const names[NMEMBERS] = { "span", "statement",
		"key", "time", "severity", "lost", "fields", "events" };
	unsigned has = 0;
	struct jtoken key, v;

	if (!jread_open(r, JREAD_OBJECT))
		return false;
	while (jread_member(r, &key, &v)) {
		for (int i = 0; i < NMEMBERS; i++) {
			if (!str_eq(key.text, str_c(names[i])))
				continue;
			p->at[i] = v;
			has |= 1u << i;
		}
	}
	return !r->error && (has | 1u << TIME) == (1u << NMEMBERS) - 1;
}

static bool
read_part(struct part *p)
{
	const struct jtoken *t = p->at;
	size_t n;

	p->time = STAMP_NONE;
	if (t[SPAN].kind != JREAD_STRING || t[KEY].kind != JREAD_STRING ||
	    (t[TIME].text.p && !stamp_parse(t[TIME].text, &p->time)) ||
	    !num_uint64(t[STATEMENT].text, &p->number) ||
	    !num_uint64(t[SEVERITY].text, &p->severity) ||
	    p->severity > SEVERITY_MAX ||
	    !num_uint64(t[LOST].text, &p->lost) || p->lost > UINT32_MAX)
		return false;
	buf_room(&p->texts, 3 * (t[SPAN].text.n + t[KEY].text.n));
	jread_unescape(&p->texts, t[SPAN].text);
	n = p->texts.n;
	jread_unescape(&p->texts, t[KEY].text);
	p->name = str_of(p->texts.p, n);
	p->key = str_of(p->texts.p + n, p->texts.n - n);
	return true;
}

static bool
read_fields(struct tracer *t, const struct tracer_rule *plan,
    const struct part *p, const struct jread *r)
{
	struct buf name = { 0 };
	struct jread in;
	struct jtoken key, v;
	struct value value;
	bool ok = p->at[FIELDS].kind == JREAD_OBJECT;

	memset(t->joined, 0, t->rules->fields.n * sizeof(*t->joined));
	if (ok) {
		jread_enter(r, &p->at[FIELDS], &in);
		ok = jread_open(&in, JREAD_OBJECT);
	}
	while (ok && jread_member(&in, &key, &v)) {
		value = value_of(&v);
		pairs_set(&plan->pairs, &t->rules->fields,
		    key_text(&key, &name), t->joined, &value);
	}
	buf_free(&name);
	return ok;
}

static bool
read_events(struct tracer_rule *plan, const struct part *p,
    const struct jread *r)
{
	struct jread in;
	struct jtoken v;

	if (p->at[EVENTS].kind != JREAD_ARRAY)
		return false;
	jread_enter(r, &p->at[EVENTS], &in);
	if (!jread_open(&in, JREAD_ARRAY))
		return false;
	while (jread_element(&in, &v))
		pairs_note(&plan->pairs, plan->pairs.newest, v.text);
	return true;
}

/* Of a rule that is no more it is dropped. */
bool
tracer_load(void *tracer, const struct jread *object)
{
	struct tracer *t = tracer;
	struct jread r = *object;
	struct part p = { 0 };
	struct tracer_rule *plan;
	struct event e;
	bool ok = read_members(&p, &r) && read_part(&p);

	plan = ok ? find_rule(t, p.name, p.number) : NULL;
	if (ok && !plan)
		t->counts.evicted++;
	if (plan && (ok = read_fields(t, plan, &p, &r))) {
		e = (struct event){ p.time, (int)p.severity, t->joined };
		pairs_start(&plan->pairs, p.key, p.time, &e);
		plan->pairs.newest->lost = (unsigned)p.lost;
		ok = read_events(plan, &p, &r);
	}
	buf_free(&p.texts);
	return ok;
}
