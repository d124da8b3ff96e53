/*
 * From a record's members to the event's: time, level, name, logger, trace
 * context. A source that cannot be used stays what it was, and the next name
 * of the row is tried.
 */
#include "base/num.h"
#include "event/event.h"
#include "event/sign.h"
#include "event/trace.h"

static void
take(struct record *rec, int name)
{
	if (rec->at[name] >= 0)
		rec->member[rec->at[name]].taken = true;
}

/* Whole seconds, and the nanoseconds beside them. */
static bool
read_pair(const struct record *rec, const struct sign_source *from,
    int64_t *ns)
{
	struct value v = sign_value(rec, from->name);
	int64_t sec, more = 0;

	if ((v.kind != VALUE_NUMBER && v.kind != VALUE_STRING) ||
	    !num_int64(v.text, &sec))
		return false;
	v = sign_value(rec, from->nanos);
	if (v.kind != VALUE_MISSING && (!num_int64(v.text, &more) ||
	    more < 0 || more >= STAMP_SEC))
		return false;
	if (sec > INT64_MAX / STAMP_SEC - 1 || sec < INT64_MIN / STAMP_SEC + 1)
		return false;
	*ns = sec * STAMP_SEC + more;
	return true;
}

bool
parts_time(const struct record *rec, const struct sign_source *from,
    int64_t *ns)
{
	struct value v;

	if (from->nanos != SIGN_ALONE)
		return read_pair(rec, from, ns);
	v = sign_value(rec, from->name);
	if (v.kind == VALUE_NUMBER)
		return stamp_epoch(v.text, ns);
	if (v.kind != VALUE_STRING)
		return false;
	/* "0" is how protocol buffers spell that there is none. */
	return stamp_parse(v.text, ns) ||
	    (stamp_epoch(v.text, ns) && !str_eq(v.text, STR("0")));
}

/* The same, quicker, and the text of it where that is an event's. */
static inline bool
read_time(struct parts *p, struct record *rec, const struct sign_source *from)
{
	struct value v = sign_value(rec, from->name);
	bool canonical;

	if (v.kind != VALUE_STRING || from->nanos != SIGN_ALONE ||
	    !stamp_recall(&rec->minute, v.text, &p->time, &canonical))
		return parts_time(rec, from, &p->time);
	if (canonical)
		p->time_text = v.text;
	return true;
}

/* keep: the member stays a member. */
static inline bool
take_time_of(struct parts *p, const struct sign *s, int list,
    struct record *rec, bool keep)
{
	const struct sign_source *from;
	size_t n;

	from = sign_list(s, list, &n);
	for (size_t i = 0; i < n; i++) {
		if (rec->at[from[i].name] == RECORD_ABSENT ||
		    !read_time(p, rec, &from[i]))
			continue;
		p->source[PART_TIME] = from[i].name;
		if (keep)
			return true;
		take(rec, from[i].name);
		if (from[i].nanos != SIGN_ALONE)
			take(rec, from[i].nanos);
		return true;
	}
	return false;
}

/*
 * An event line without event and level is told by nothing but its form; so
 * that parsing it again changes nothing, its time goes before other names.
 * One with an event and no level is told by having no other time.
 *
 * Where row gave way to s its time still counts, but stays a member: without
 * it the event would be taken for another dialect's record.
 */
static void
take_time(struct parts *p, const struct sign *s, const struct sign *row,
    struct record *rec)
{
	bool leveled = p->severity || p->has_level;

	if (!leveled && !p->event.p && s->detected &&
	    rec->at[s->own_time] == 0 &&
	    rec->member[0].value.kind == JREAD_STRING &&
	    stamp_canonical(rec->member[0].value.text) &&
	    stamp_parse(rec->member[0].value.text, &p->time)) {
		p->source[PART_TIME] = s->own_time;
		take(rec, s->own_time);
		return;
	}
	if (row != s && take_time_of(p, row, PART_TIME, rec, true))
		return;
	if (!take_time_of(p, s, PART_TIME, rec, false) && !leveled)
		take_time_of(p, s, SIGN_ELSE_TIME, rec, false);
}

/* value_number; most numbers of levels have a digit or two. */
static inline bool
read_number(const struct value *v, double *d)
{
	const char *p = v->text.p;

	if (v->kind != VALUE_NUMBER || v->text.n > 2 || !str_is_digit(*p))
		return value_number(v, d);
	*d = v->text.n == 1 ? *p - '0' : (*p - '0') * 10 + (p[1] - '0');
	return true;
}

static inline int
severity_by(const struct sign *s, const struct value *v)
{
	double d;

	if (v->kind == VALUE_STRING)
		return dialect_level(s->dialect->scale, v->text);
	return read_number(v, &d) ?
	    dialect_severity(s->dialect->scale, d) : 0;
}

int
parts_severity(const struct sign *s, const struct value *v)
{
	return severity_by(s, v);
}

/*
 * The severity that is not in the level's spelling: a number beside it, an
 * error that is there, or what the dialect takes a record without level for.
 */
static void
derive_severity(struct parts *p, const struct sign *s, struct record *rec)
{
	const struct sign_source *from;
	size_t n;
	int severity;

	from = sign_list(s, SIGN_RANK, &n);
	for (size_t i = 0; i < n && (!p->severity ||
	    s->dialect->scale == SCALE_EVENT); i++) {
		struct value v = sign_value(rec, from[i].name);

		severity = severity_by(s, &v);
		if (severity)
			p->severity = severity;
	}
	from = sign_list(s, SIGN_FAILED, &n);
	if (n && sign_value(rec, from[0].name).kind > VALUE_NULL)
		p->severity = SEVERITY_ERROR;
	if (!p->severity && !p->has_level)
		p->severity = s->dialect->severity;
}

/*
 * A level is a name, or a number on the dialect's scale. Its spelling is
 * kept even when it stands for no severity.
 */
static void
take_level(struct parts *p, const struct sign *s, struct record *rec)
{
	const struct sign_source *from;
	size_t n;

	from = sign_list(s, PART_LEVEL, &n);
	for (size_t i = 0; i < n; i++) {
		struct value v = sign_value(rec, from[i].name);

		if (v.kind != VALUE_STRING && v.kind != VALUE_NUMBER)
			continue;
		p->severity = severity_by(s, &v);
		p->has_level = true;
		p->level_text = v.text;
		p->source[PART_LEVEL] = from[i].name;
		take(rec, from[i].name);
		break;
	}
	derive_severity(p, s, rec);
}

/* The event format has the severity itself, and the spelling beside it. */
static void
take_own_level(struct parts *p, const struct sign *s, struct record *rec)
{
	struct value text = sign_value(rec, s->own_level_text);
	struct value v = sign_value(rec, s->own_severity);
	double d;

	if (rec->at[s->own_severity] >= 0 && read_number(&v, &d)) {
		p->severity = dialect_severity(SCALE_EVENT, d);
		p->has_level = true;
		p->level_text = severity_level(p->severity);
		p->source[PART_LEVEL] = s->own_level;
		take(rec, s->own_severity);
		take(rec, s->own_level);
	}
	if (text.kind == VALUE_STRING) {
		p->has_level = true;
		p->level_text = text.text;
		take(rec, s->own_level_text);
	}
}

static struct str
take_string(struct parts *p, const struct sign *s, enum dialect_part part,
    struct record *rec)
{
	const struct sign_source *from;
	size_t n;

	from = sign_list(s, (int)part, &n);
	for (size_t i = 0; i < n; i++) {
		struct value v = sign_value(rec, from[i].name);

		/* Access logs write a dash for what is not known. */
		if (v.kind != VALUE_STRING || (s->dialect->event &&
		    str_eq(v.text, STR("-"))))
			continue;
		p->source[part] = from[i].name;
		take(rec, from[i].name);
		return v.text;
	}
	return (struct str){ 0 };
}

static void
take_event(struct parts *p, const struct sign *s, struct record *rec)
{
	if (s->dialect->event)
		p->event = str_c(s->dialect->event);
	else
		p->event = take_string(p, s, PART_EVENT, rec);
}

static void
look_for_id(struct parts *p, const struct sign_source *from, size_t n,
    enum dialect_part part, struct record *rec, char *to)
{
	for (size_t i = 0; i < n; i++) {
		struct value v = sign_value(rec, from[i].name);
		enum trace_found found;

		if (v.kind == VALUE_MISSING)
			continue;
		/* That nothing was sampled says nothing without a trace. */
		if ((v.kind == VALUE_TRUE || v.kind == VALUE_FALSE) &&
		    !p->trace_id[0])
			continue;
		if (from[i].kept && v.kind != VALUE_STRING)
			continue;
		found = trace_read(&v, part, from[i].decimal, to);
		if (found == TRACE_NONE || (from[i].kept &&
		    found == TRACE_WHOLE && (part != PART_TRACE_ID ||
		    v.text.n != TRACE_ID_LEN)))
			continue;
		p->source[part] = from[i].name;
		if (found == TRACE_WHOLE && !from[i].kept)
			take(rec, from[i].name);
		return;
	}
	to[0] = '\0';
}

/* Most records have none. */
static inline void
take_id(struct parts *p, const struct sign *s, enum dialect_part part,
    struct record *rec, char *to)
{
	const struct sign_source *from;
	size_t n;

	to[0] = '\0';
	from = sign_list(s, (int)part, &n);
	if (n)
		look_for_id(p, from, n, part, rec, to);
}

void
parts_take(struct parts *p, const struct sign *s, struct record *rec)
{
	const struct sign *row = s;

	p->time = STAMP_NONE;
	p->time_text = (struct str){ 0 };
	p->severity = 0;
	p->has_level = false;
	p->level_text = (struct str){ 0 };
	for (size_t i = 0; i < DIALECT_NPARTS; i++)
		p->source[i] = RECORD_ABSENT;
	if (s->own)
		take_own_level(p, s, rec);
	else
		take_level(p, s, rec);
	take_event(p, s, rec);
	if (!p->severity && !p->has_level && !p->event.p && s->generic) {
		s = s->generic;
		take_level(p, s, rec);
		take_event(p, s, rec);
	}
	take_time(p, s, row, rec);
	p->logger = take_string(p, s, PART_LOGGER, rec);
	take_id(p, s, PART_TRACE_ID, rec, p->trace_id);
	take_id(p, s, PART_SPAN_ID, rec, p->span_id);
	take_id(p, s, PART_TRACE_FLAGS, rec, p->trace_flags);
}
