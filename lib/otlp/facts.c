/*
 * One pass over the members of an event. What they are called is the
 * canonical form's (formats.md 1); the names of durations are those that
 * loggers use.
 */
#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "event/event.h"
#include "otlp/facts.h"

static const struct str names[FACTS_NMEMBERS] = {
	[FACTS_TIME] = { "time", 4 },
	[FACTS_LEVEL] = { "level", 5 },
	[FACTS_SEVERITY] = { "severity", 8 },
	[FACTS_LEVEL_TEXT] = { "level_text", 10 },
	[FACTS_EVENT] = { "event", 5 },
	[FACTS_TRACE_ID] = { "trace_id", 8 },
	[FACTS_SPAN_ID] = { "span_id", 7 },
	[FACTS_TRACE_FLAGS] = { "trace_flags", 11 },
	[FACTS_OBSERVED] = { "observed", 8 },
	[FACTS_PARENT] = { "parent_span_id", 14 },
};

/* A number alone counts these nanoseconds; a string may say its unit. */
static const struct duration {
	const char *name;
	double unit;
} durations[] = {
	{ "duration_ms", 1e6 }, { "duration_seconds", 1e9 },
	{ "duration_s", 1e9 }, { "duration_us", 1e3 }, { "duration_ns", 1 },
	{ "duration_sec", 1e9 }, { "durationMs", 1e6 },
	{ "elapsed_ms", 1e6 }, { "elapsed_seconds", 1e9 },
	{ "elapsed_s", 1e9 }, { "elapsedMs", 1e6 }, { "latency_ms", 1e6 },
	{ "latency_seconds", 1e9 }, { "latencyMs", 1e6 }, { "took_ms", 1e6 },
	{ "response_time_ms", 1e6 }, { "responseTime", 1e6 },
	{ "duration", 1e9 }, { "elapsed", 1e9 }, { "latency", 1e9 },
	{ "took", 1e9 },
};

enum { NDURATIONS = sizeof(durations) / sizeof(*durations) };

/*
 * Fields are numbered: members, durations, correlation ids. One that is two
 * of these (--trace-from trace_id) has one number, so ids are looked up.
 */
void
facts_init(struct facts_reader *rr, struct context *context)
{
	struct fields *f = &rr->fields;

	*rr = (struct facts_reader){ .context = context };
	for (size_t i = 0; i < FACTS_NMEMBERS; i++)
		fields_add(f, &names[i], 1, true);
	for (size_t i = 0; i < NDURATIONS; i++)
		fields_add_path(f, str_c(durations[i].name));
	for (size_t i = 0; i < context->n; i++)
		rr->id[i] = fields_add_path(f, context->name[i]);
	fields_seal(f);
	rr->value = mem_new(f->n, sizeof(*rr->value));
}

void
facts_free(struct facts_reader *rr)
{
	fields_free(&rr->fields);
	attributes_free(&rr->attributes);
	buf_free(&rr->scratch);
	buf_free(&rr->ids);
	mem_free(rr->value);
	*rr = (struct facts_reader){ 0 };
}

/* Notes a member that somebody wants; whether it is kept out of the rest. */
static bool
take_member(struct facts_reader *rr, const struct fields_key *k,
    const struct jread *r, const struct jtoken *key, const struct jtoken *t,
    unsigned asked, struct facts *rec)
{
	bool taken = false;

	for (size_t i = 0; i < k->nwants; i++) {
		int n = k->want[i].field;

		if (!k->want[i].whole) {
			if (rr->value[n].kind == VALUE_MISSING)
				rr->value[n] = fields_inside(&rr->fields, n,
				    r, t, &rr->scratch);
			continue;
		}
		rr->value[n] = value_of(t);
		if (n < FACTS_NMEMBERS && asked & FACTS_BIT(n)) {
			rec->member[n] = *t;
			rr->key[n] = *key;
			rec->has |= FACTS_BIT(n);
			taken = true;
		}
	}
	return taken;
}

static bool
read_members(struct facts_reader *rr, struct jread *r, unsigned asked,
    struct buf *b, unsigned field, struct facts *rec)
{
	const struct fields_key *k;
	struct jtoken key, t;

	memset(rr->value, 0, rr->fields.n * sizeof(*rr->value));
	if (!jread_open(r, JREAD_OBJECT))
		return false;
	attributes_begin(&rr->attributes);
	while (jread_member(r, &key, &t)) {
		k = fields_find(&rr->fields, key_text(&key, &rr->scratch));
		if (!k || !take_member(rr, k, r, &key, &t, asked, rec))
			attributes_put(&rr->attributes, b, field, r, &key,
			    &t);
	}
	return !r->error;
}

static bool
is_string(const struct facts *rec, enum facts_member m)
{
	return rec->member[m].kind == JREAD_STRING;
}

static bool
read_time(struct facts_reader *rr, const struct jtoken *t, int64_t *ns)
{
	bool canonical;

	return stamp_recall(&rr->memo, t->text, ns, &canonical) && *ns >= 0;
}

static bool
read_severity(const struct jtoken *t, int *severity)
{
	int64_t n;

	if (t->kind != JREAD_NUMBER || !num_int64(t->text, &n) || n < 1 ||
	    n > SEVERITY_MAX)
		return false;
	*severity = (int)n;
	return true;
}

/* Whether the member's value is one that its field can hold. */
static bool
understand(struct facts_reader *rr, struct facts *rec,
    enum facts_member m)
{
	const struct jtoken *t = &rec->member[m];
	struct context_ids *c = &rec->ids;
	unsigned char flags[1] = { 0 };

	if (m == FACTS_EVENT)
		return true;
	if (m == FACTS_SEVERITY)
		return read_severity(t, &rec->severity);
	if (!is_string(rec, m))
		return false;
	switch (m) {
	case FACTS_TIME:
		return read_time(rr, t, &rec->time);
	case FACTS_OBSERVED:
		return read_time(rr, t, &rec->observed);
	case FACTS_TRACE_ID:
		return c->has_trace = ids_hex(t->text, c->trace, IDS_TRACE);
	case FACTS_SPAN_ID:
		return c->has_span = ids_hex(t->text, c->span, IDS_SPAN);
	case FACTS_PARENT:
		return c->has_parent = ids_hex(t->text, c->parent, IDS_SPAN);
	case FACTS_TRACE_FLAGS:
		if (!ids_hex(t->text, flags, 1) && !str_eq(t->text, STR("00")))
			return false;
		c->flags = flags[0];
		return true;
	default:
		return true;
	}
}

static void
understand_all(struct facts_reader *rr, const struct jread *r,
    struct buf *b, unsigned field, struct facts *rec)
{
	for (int m = 0; m < FACTS_NMEMBERS; m++) {
		if (!(rec->has & FACTS_BIT(m)) || understand(rr, rec,
		    (enum facts_member)m))
			continue;
		rec->has &= ~FACTS_BIT(m);
		attributes_put(&rr->attributes, b, field, r, &rr->key[m],
		    &rec->member[m]);
	}
	/* A span is of a trace, or of none. */
	if (!rec->ids.has_trace)
		rec->ids.has_span = rec->ids.has_parent = false;
	if (rec->severity == 0 && rec->has & FACTS_BIT(FACTS_LEVEL))
		rec->severity = severity_of(
		    rec->member[FACTS_LEVEL].text, &(int){ 0 });
}

static int64_t
read_duration(const struct value *v, double unit)
{
	int64_t ns;
	double d;

	if (v->kind == VALUE_STRING && stamp_duration(v->text, &ns))
		return ns;
	if (!value_number(v, &d))
		return STAMP_NONE;
	d = round(d * unit);
	return d >= 0 && d <= (double)STAMP_SPAN_MAX ? (int64_t)d :
	    STAMP_NONE;
}

static void
find_duration(const struct facts_reader *rr, struct facts *rec)
{
	const struct value *v = rr->value + FACTS_NMEMBERS;

	for (size_t i = 0; i < NDURATIONS; i++) {
		if (v[i].kind == VALUE_MISSING)
			continue;
		rec->duration = read_duration(&v[i], durations[i].unit);
		if (rec->duration != STAMP_NONE)
			return;
	}
}

/*
 * The values of the correlation fields as text. The room that unescaping
 * needs is made before: views of it must not move.
 */
static void
id_texts(struct facts_reader *rr, struct str text[CONTEXT_MAX])
{
	size_t room = 0, at;

	for (size_t i = 0; i < rr->context->n; i++)
		room += rr->value[rr->id[i]].text.n;
	buf_reset(&rr->ids);
	buf_room(&rr->ids, 3 * room);
	for (size_t i = 0; i < rr->context->n; i++) {
		const struct value *v = &rr->value[rr->id[i]];

		text[i] = (struct str){ NULL, 0 };
		if (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER)
			text[i] = v->text;
		if (v->kind != VALUE_STRING || !v->escaped)
			continue;
		at = rr->ids.n;
		jread_unescape(&rr->ids, v->text);
		text[i] = str_of(rr->ids.p + at, rr->ids.n - at);
	}
}

bool
facts_read(struct facts_reader *rr, struct jread *r, unsigned asked,
    struct buf *b, unsigned field, struct facts *rec)
{
	struct str id[CONTEXT_MAX];

	rec->has = 0;
	rec->time = rec->observed = rec->duration = STAMP_NONE;
	rec->severity = 0;
	rec->ids = (struct context_ids){ 0 };
	if (!read_members(rr, r, asked, b, field, rec) || !jread_end(r))
		return false;
	understand_all(rr, r, b, field, rec);
	find_duration(rr, rec);
	if (rr->context->n) {
		id_texts(rr, id);
		context_derive(rr->context, id, &rec->ids);
	}
	return true;
}

struct str
facts_text(struct facts_reader *rr, const struct facts *rec,
    enum facts_member m)
{
	if (!(rec->has & FACTS_BIT(m)) || !is_string(rec, m))
		return (struct str){ NULL, 0 };
	return attributes_text(&rec->member[m], &rr->scratch);
}
