/*
 * Values as text and as numbers.
 */
#include "base/num.h"
#include "event/value.h"
#include "json/jread.h"

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

bool
value_number(const struct value *v, double *d)
{
	return (v->kind == VALUE_NUMBER || v->kind == VALUE_STRING) &&
	    num_double(v->text, d);
}
