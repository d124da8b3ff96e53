/*
 * Exemplars in the wire format.
 */
#include "otlp/attributes.h"
#include "otlp/exemplars.h"
#include "event/ids.h"
#include "otlp/wire.h"

enum { TIME = 2, AS_DOUBLE = 3, SPAN_ID = 4, TRACE_ID = 5, FILTERED = 7 };

/* Whether the label became a field of its own. */
static bool
put_context(struct buf *b, const struct snap_label *l)
{
	unsigned char id[IDS_TRACE];
	bool trace = str_eq(l->name, STR("trace_id"));
	size_t n = trace ? IDS_TRACE : IDS_SPAN;

	if ((!trace && !str_eq(l->name, STR("span_id"))) ||
	    !ids_hex(l->value, id, n))
		return false;
	wire_bytes(b, trace ? TRACE_ID : SPAN_ID, str_of((char *)id, n));
	return true;
}

static void
put_one(struct buf *b, unsigned field, const struct snap_exemplar *e)
{
	size_t at = wire_open(b, field);

	wire_fixed64(b, TIME, (uint64_t)e->time);
	wire_double(b, AS_DOUBLE, e->value);
	for (size_t i = 0; i < e->nlabels; i++) {
		if (!put_context(b, &e->labels[i]))
			attributes_labels(b, FILTERED, &e->labels[i], 1);
	}
	wire_close(b, at);
}

void
exemplars_put(struct buf *b, unsigned field, const struct snap_series *s,
    int64_t since)
{
	const struct snap_exemplar *e;

	for (size_t i = 0; s->extra && i < s->extra->nexemplars; i++) {
		e = &s->extra->exemplars[i];
		if (e->time >= 0 && e->time > since)
			put_one(b, field, e);
	}
}
