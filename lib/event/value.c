/*
 * Values as text and as numbers.
 */
#include "base/num.h"
#include "event/value.h"
#include "json/jwrite.h"

struct str
value_text(const struct value *v, struct buf *scratch)
{
	if (v->kind == VALUE_MISSING || v->kind == VALUE_NULL)
		return (struct str){ 0 };
	if (v->kind != VALUE_STRING || !v->escaped)
		return v->text;
	buf_reset(scratch);
	jread_unescape(scratch, v->text);
	return buf_str(scratch);
}

void
value_put(struct buf *b, const struct value *v)
{
	switch (v->kind) {
	case VALUE_STRING:
		buf_putc(b, '"');
		jwrite_inside(b, v->text);
		buf_putc(b, '"');
		break;
	case VALUE_MISSING: case VALUE_NULL:
		buf_lit(b, "null");
		break;
	case VALUE_TRUE: case VALUE_FALSE:
		buf_puts(b, v->kind == VALUE_TRUE ? STR("true") :
		    STR("false"));
		break;
	default:
		jwrite_value(b, v->text);
	}
}

bool
value_number(const struct value *v, double *d)
{
	return (v->kind == VALUE_NUMBER || v->kind == VALUE_STRING) &&
	    num_double(v->text, d);
}
