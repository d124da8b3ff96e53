/*
 * Canonical lines to struct event. Any other record: lib/event/logline.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/event_known.h"

void
event_reader_init(struct event_reader *er, struct fields *fields)
{
	size_t asked = fields->n;

	*er = (struct event_reader){ .fields = fields };
	er->time = fields_add_path(fields, STR("time"));
	er->time_asked = er->time >= 0 && (size_t)er->time < asked;
	er->severity = fields_add_path(fields, STR("severity"));
	fields_seal(fields);
	er->value = mem_new(fields->n, sizeof(*er->value));
	er->literal = mem_new(fields->n, 1);
	er->known = event_known_new();
}

void
event_reader_free(struct event_reader *er)
{
	mem_free(er->value);
	mem_free(er->literal);
	event_known_free(er->known);
	buf_free(&er->scratch);
	*er = (struct event_reader){ 0 };
}

/* A severity, or 0: most have one digit or two. */
static inline int
severity_in(struct str s)
{
	int64_t n;

	if (s.n == 1 && s.p[0] > '0' && s.p[0] <= '9')
		return s.p[0] - '0';
	return num_int64(s, &n) && n >= 1 && n <= SEVERITY_MAX ? (int)n : 0;
}

bool
event_read(struct event_reader *er, struct jread *r, struct event *e)
{
	const struct value *v;
	bool canonical;

	if (!event_known_read(er, r))
		return false;
	*e = (struct event){ .time = STAMP_NONE, .field = er->value };
	v = er->time >= 0 ? &er->value[er->time] : NULL;
	if (v && v->kind == VALUE_STRING)
		stamp_recall(&er->minute, v->text, &e->time, &canonical);
	v = er->severity >= 0 ? &er->value[er->severity] : NULL;
	if (v && v->kind == VALUE_NUMBER)
		e->severity = severity_in(v->text);
	return true;
}
