/*
 * From a record's members to the event's: time, level, name, logger, trace
 * context. A source that cannot be used stays what it was, and the next name
 * of the row is tried.
 */
#include "base/num.h"
#include "event/event.h"
#include "event/sign.h"

static void
take(struct record *rec, int name)
{
	if (rec->at[name] >= 0)
		rec->member[rec->at[name]].taken = true;
}

/*
 * An event line without event and level is told by nothing but its form; so
 * that parsing it again changes nothing, its time goes before other names.
 */
static bool
leads_with_time(const struct sign *s, const struct record *rec)
{
	return s == s->generic && rec->at[s->own_time] == 0 &&
	    rec->member[0].value.kind == JREAD_STRING &&
	    stamp_canonical(rec->member[0].value.text);
}

static void
take_time(struct parts *p, const struct sign *s, struct record *rec)
{
	if (leads_with_time(s, rec) &&
	    stamp_parse(rec->member[0].value.text, &p->time)) {
		take(rec, s->own_time);
		return;
	}
	for (size_t i = 0; i < s->nfrom[PART_TIME]; i++) {
		int name = s->from[PART_TIME][i];
		struct value v = record_value(rec, name);

		if ((v.kind == VALUE_STRING && stamp_parse(v.text,
		    &p->time)) || ((v.kind == VALUE_NUMBER ||
		    v.kind == VALUE_STRING) && stamp_epoch(v.text,
		    &p->time))) {
			take(rec, name);
			return;
		}
	}
}

/*
 * A level is a name, or a number on the dialect's scale. Its spelling is
 * kept even when it stands for no severity.
 */
static void
take_level(struct parts *p, const struct sign *s, struct record *rec)
{
	for (size_t i = 0; i < s->nfrom[PART_LEVEL]; i++) {
		int name = s->from[PART_LEVEL][i];
		struct value v = record_value(rec, name);
		double d;

		if (v.kind != VALUE_STRING && v.kind != VALUE_NUMBER)
			continue;
		if (v.kind == VALUE_STRING)
			p->severity = severity_of(str_trim(v.text), NULL);
		if (!p->severity && value_number(&v, &d))
			p->severity = dialect_severity(s->dialect->scale, d);
		p->has_level = true;
		p->level_text = v.text;
		take(rec, name);
		return;
	}
}

/* The event format has the severity itself, and the spelling beside it. */
static void
take_own_level(struct parts *p, const struct sign *s, struct record *rec)
{
	struct value text = record_value(rec, s->own_level_text);
	struct value v = record_value(rec, s->own_severity);
	double d;

	if (rec->at[s->own_severity] >= 0 && value_number(&v, &d)) {
		p->severity = dialect_severity(SCALE_EVENT, d);
		p->has_level = true;
		p->level_text = severity_level(p->severity);
		take(rec, s->own_severity);
		take(rec, s->from[PART_LEVEL][0]);
	}
	if (text.kind == VALUE_STRING && rec->at[s->own_level_text] >= 0) {
		p->has_level = true;
		p->level_text = text.text;
		take(rec, s->own_level_text);
	}
}

static struct str
take_string(const struct sign *s, enum dialect_part part, struct record *rec)
{
	for (size_t i = 0; i < s->nfrom[part]; i++) {
		struct value v = record_value(rec, s->from[part][i]);

		if (v.kind != VALUE_STRING)
			continue;
		take(rec, s->from[part][i]);
		return v.text;
	}
	return (struct str){ 0 };
}

/* s as n lower-case hex digits, filled with zeros at the left; not all 0. */
static bool
hex_id(struct str s, char *to, size_t n, bool zero_ok)
{
	size_t fill = n - s.n;
	bool any = zero_ok;

	if (s.n != n && !(n == 32 && s.n == 16))
		return false;
	memset(to, '0', fill);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c + 32);
		if (!str_is_digit(c) && !(c >= 'a' && c <= 'f')) {
			to[0] = '\0';
			return false;
		}
		any |= c != '0';
		to[fill + i] = c;
	}
	to[any ? n : 0] = '\0';
	return any;
}

static void
take_id(const struct sign *s, enum dialect_part part, struct record *rec,
    char *to, size_t n)
{
	to[0] = '\0';
	for (size_t i = 0; i < s->nfrom[part]; i++) {
		struct value v = record_value(rec, s->from[part][i]);

		if (v.kind == VALUE_STRING && !v.escaped &&
		    hex_id(v.text, to, n, part == PART_TRACE_FLAGS)) {
			take(rec, s->from[part][i]);
			return;
		}
	}
}

void
parts_take(struct parts *p, const struct sign *s, struct record *rec)
{
	p->time = STAMP_NONE;
	p->severity = 0;
	p->has_level = false;
	p->level_text = (struct str){ 0 };
	take_time(p, s, rec);
	if (s->dialect->scale == SCALE_EVENT)
		take_own_level(p, s, rec);
	else
		take_level(p, s, rec);
	p->event = take_string(s, PART_EVENT, rec);
	p->logger = take_string(s, PART_LOGGER, rec);
	take_id(s, PART_TRACE_ID, rec, p->trace_id, 32);
	take_id(s, PART_SPAN_ID, rec, p->span_id, 16);
	take_id(s, PART_TRACE_FLAGS, rec, p->trace_flags, 2);
}
