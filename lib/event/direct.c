/*
 * Members of a record to the values that rules read: what put.c would write
 * and event.c find there. Where a member would get a new name, or its text
 * would change, the line is made after all: that is the rare case.
 */
#include "base/mem.h"
#include "event/direct.h"

static const struct str severity_text[SEVERITY_MAX + 1] = {
#define TEXT(s) { s, sizeof(s) - 1 }
	TEXT(""), TEXT("1"), TEXT("2"), TEXT("3"), TEXT("4"), TEXT("5"),
	TEXT("6"), TEXT("7"), TEXT("8"), TEXT("9"), TEXT("10"), TEXT("11"),
	TEXT("12"), TEXT("13"), TEXT("14"), TEXT("15"), TEXT("16"),
	TEXT("17"), TEXT("18"), TEXT("19"), TEXT("20"), TEXT("21"),
	TEXT("22"), TEXT("23"), TEXT("24"),
};

/* Whether put.c may give the name to a member that had another one. */
static bool
is_new_name(struct str name)
{
	size_t n = name.n;

	while (name.n && name.p[name.n - 1] == '_')
		name.n--;
	for (int i = 0; i < PUT_NOWN && name.n < n; i++)
		if (str_eq(name, put_own[i]))
			return true;
	return false;
}

bool
direct_init(struct direct *d, struct event_reader *reader,
    struct fields *names, struct fault *f)
{
	const struct fields *want = reader->fields;

	*d = (struct direct){ .reader = reader, .time = reader->time_asked };
	for (size_t i = 0; i < want->n; i++) {
		const struct field *w = &want->field[i];

		if (fields_add(names, w->part, w->nparts, w->literal) < 0)
			return fault(f, "the rules read too many members");
		d->renamed |= is_new_name(w->name) || is_new_name(w->part[0]);
	}
	return true;
}

void
direct_seal(struct direct *d, struct fields *names)
{
	const struct fields *want = d->reader->fields;
	size_t n = names->n;

	d->field = mem_new(n, sizeof(*d->field));
	for (size_t i = 0; i < n; i++)
		d->field[i] = -1;
	for (size_t i = 0; i < want->n; i++) {
		const struct field *w = &want->field[i];

		/* They are there, so nothing is added. */
		d->field[fields_add(names, w->part, w->nparts, w->literal)] =
		    (int)i;
	}
	for (int i = 0; i < PUT_NOWN; i++)
		d->own[i] = d->field[i];
}

void
direct_free(struct direct *d)
{
	mem_free(d->field);
	buf_free(&d->text);
	scan_free(&d->scan);
}

/* The value of one of the format's own members. */
static inline void
give(struct direct *d, int own, enum value_kind kind, struct str text,
    bool plain)
{
	int field = d->own[own];

	if (field < 0)
		return;
	d->reader->value[field] = (struct value){ kind,
		!plain && memchr(text.p, '\\', text.n) != NULL, text };
	d->reader->literal[field] = 1;
}

static void
give_id(struct direct *d, int own, const char *id)
{
	char *to = d->id[own - OWN_TRACE_ID];
	struct str text = str_c(id);

	if (!id[0] || d->own[own] < 0)
		return;
	memcpy(to, id, text.n);
	give(d, own, VALUE_STRING, str_of(to, text.n), true);
}

static void
give_time(struct direct *d, const struct parts *p)
{
	if (!d->time || p->time == STAMP_NONE)
		return;
	if (p->time_text.p) {
		give(d, OWN_TIME, VALUE_STRING, p->time_text, true);
		return;
	}
	buf_reset(&d->text);
	stamp_put(&d->text, p->time);
	give(d, OWN_TIME, VALUE_STRING, buf_str(&d->text), true);
}

static void
give_parts(struct direct *d, const struct parts *p, bool plain)
{
	struct str level = severity_level(p->severity);

	give_time(d, p);
	if (p->severity) {
		give(d, OWN_LEVEL, VALUE_STRING, level, true);
		give(d, OWN_SEVERITY, VALUE_NUMBER,
		    severity_text[p->severity], true);
	}
	if (p->has_level && d->own[OWN_LEVEL_TEXT] >= 0 &&
	    !(p->severity && str_eq(p->level_text, level)))
		give(d, OWN_LEVEL_TEXT, VALUE_STRING, p->level_text, plain);
	if (p->event.p)
		give(d, OWN_EVENT, VALUE_STRING, p->event, plain);
	if (p->logger.p)
		give(d, OWN_LOGGER, VALUE_STRING, p->logger, plain);
	give_id(d, OWN_TRACE_ID, p->trace_id);
	give_id(d, OWN_SPAN_ID, p->span_id);
	give_id(d, OWN_TRACE_FLAGS, p->trace_flags);
}

/*
 * A value whose text is wanted as it would be written; false where it is not
 * as it came.
 */
static inline bool
take_value(struct direct *d, int field, struct value v, unsigned flags)
{
	if (v.kind >= VALUE_OBJECT && flags & JREAD_SPACED)
		return false;
	d->reader->value[field] = v;
	return true;
}

/* A member that paths go on inside of, or that bears several names. */
static bool
take_wants(struct direct *d, const struct put *pt, const struct member *mb,
    const struct jread *r)
{
	for (size_t i = 0; i < mb->wants->nwants; i++) {
		const struct fields_want *w = &mb->wants->want[i];
		int field = d->field[w->field];
		struct value v;

		if (field < 0 || (!w->whole && d->reader->literal[field]))
			continue;
		v = w->whole ? value_of(&mb->value) : fields_inside(pt->names,
		    w->field, r, &mb->value, &d->text);
		if (!take_value(d, field, v, mb->value.flags))
			return false;
		d->reader->literal[field] |= w->whole;
	}
	return true;
}

static inline bool
take_member(struct direct *d, const struct put *pt, const struct member *mb,
    const struct jread *r)
{
	int field;

	if (mb->taken)
		return true;
	if (mb->name >= 0 && mb->name < PUT_NOWN)
		return !d->renamed;
	if (mb->wants->nwants > 1 || mb->name < 0)
		return take_wants(d, pt, mb, r);
	field = d->field[mb->name];
	if (field < 0)
		return true;
	d->reader->literal[field] = 1;
	return take_value(d, field, value_of(&mb->value), mb->value.flags);
}

bool
direct_take(struct direct *d, const struct put *pt, const struct parts *p,
    const struct jread *r, unsigned flags)
{
	struct event_reader *er = d->reader;
	const struct record *rec = pt->rec;

	if (flags & (JREAD_BAD_UTF8 | JREAD_NONFINITE))
		return false;
	memset(er->value, 0, er->fields->n * sizeof(*er->value));
	memset(er->literal, 0, er->fields->n);
	for (size_t m = 0; m < rec->n; m++)
		if (rec->member[m].wants &&
		    !take_member(d, pt, &rec->member[m], r))
			return false;
	give_parts(d, p, r->plain);
	d->event = (struct event){ p->time, p->severity, er->value };
	return true;
}

/* What take_member does, for the values that it takes as they came. */
static bool
plan_member(const struct direct *d, const struct member *mb, size_t m,
    struct direct_give *give, size_t max, size_t *n)
{
	const struct fields_want *w = mb->wants->want;
	int field;

	if (mb->name >= 0 && mb->name < PUT_NOWN)
		return !d->renamed;
	/* Nothing is found inside of a value that is not nested. */
	if ((mb->wants->nwants > 1 || mb->name < 0) &&
	    mb->value.kind >= JREAD_OBJECT)
		return false;
	for (size_t i = 0; i < mb->wants->nwants; i++, w++) {
		field = d->field[w->field];
		if (!w->whole || field < 0)
			continue;
		if (*n == max)
			return false;
		give[(*n)++] = (struct direct_give){ (unsigned short)m,
			(unsigned short)field };
	}
	return true;
}

bool
direct_plan(const struct direct *d, const struct record *rec,
    struct direct_give *give, size_t max, size_t *n)
{
	*n = 0;
	for (size_t m = 0; m < rec->n; m++)
		if (rec->member[m].wants && !rec->member[m].taken &&
		    !plan_member(d, &rec->member[m], m, give, max, n))
			return false;
	return true;
}

void
direct_begin(struct direct *d, const struct parts *p, bool plain)
{
	struct event_reader *er = d->reader;

	memset(er->value, 0, er->fields->n * sizeof(*er->value));
	give_parts(d, p, plain);
	d->event = (struct event){ p->time, p->severity, er->value };
}

bool
direct_line(struct direct *d, struct str line, struct fault *f)
{
	struct jread r;

	scan_index(&d->scan, line.p, line.n);
	jread_init(&r, &d->scan, line.p, line.n);
	return event_read(d->reader, &r, &d->event) ||
	    fault(f, "an event that cannot be read: %s", r.error);
}
