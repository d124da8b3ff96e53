/*
 * Canonical lines to struct event. Any other record: lib/event/logline.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/event.h"

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
}

void
event_reader_free(struct event_reader *er)
{
	mem_free(er->value);
	mem_free(er->literal);
	buf_free(&er->scratch);
	*er = (struct event_reader){ 0 };
}

bool
event_read(struct event_reader *er, struct jread *r, struct event *e)
{
	int64_t n;

	if (!fields_read(er->fields, r, er->value, er->literal,
	    &er->scratch))
		return false;
	*e = (struct event){ .time = STAMP_NONE, .field = er->value };
	if (er->time >= 0 && er->value[er->time].kind == VALUE_STRING)
		stamp_parse(er->value[er->time].text, &e->time);
	if (er->severity >= 0 &&
	    er->value[er->severity].kind == VALUE_NUMBER &&
	    num_int64(er->value[er->severity].text, &n) && n >= 1 &&
	    n <= SEVERITY_MAX)
		e->severity = (int)n;
	return true;
}
