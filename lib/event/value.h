/*
 * A member's value as it stands in its line: kind and bytes, both untouched.
 */
#ifndef EVENT_VALUE_H
#define EVENT_VALUE_H

#include "base/buf.h"

enum value_kind {
	VALUE_MISSING,		/* no such member */
	VALUE_NULL,
	VALUE_FALSE,
	VALUE_TRUE,
	VALUE_NUMBER,
	VALUE_STRING,
	VALUE_OBJECT,
	VALUE_ARRAY
};

/* A zeroed one is missing. The view lives as long as its line. */
struct value {
	enum value_kind kind;
	bool escaped;		/* string: a backslash, or invalid UTF-8 */
	struct str text;	/* a string's bytes between its quotes, escapes
				 * as they are; others whole */
};

/*
 * The text of a value for comparing, labels and people: a string unescaped,
 * anything else as it is written; "" when missing or null. The view is the
 * value's own, or lies in scratch, which is reset first.
 */
struct str value_text(const struct value *v, struct buf *scratch);

/* Appends it as JSON, as it is written; null for a missing one. */
void value_put(struct buf *b, const struct value *v);

/* Whether it is a number, or a string that is one in whole. */
bool value_number(const struct value *v, double *d);

#endif
