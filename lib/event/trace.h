/*
 * Trace context in the spellings of its many carriers, to W3C's.
 */
#ifndef EVENT_TRACE_H
#define EVENT_TRACE_H

#include "event/dialect.h"
#include "event/value.h"

enum trace_found {
	TRACE_NONE,		/* nothing that is valid */
	TRACE_WHOLE,		/* all that the value says */
	TRACE_SOME,		/* the value says more */
};

enum { TRACE_ID_LEN = 32, SPAN_ID_LEN = 16, TRACE_FLAGS_LEN = 2 };

/*
 * The part (PART_TRACE_ID, PART_SPAN_ID or PART_TRACE_FLAGS) that a value
 * holds, in lower-case hex digits and a NUL at `to`. An identifier is not all
 * zero. Known are hex digits (a trace of 16 is filled up with zeros at the
 * left), traceparent, b3 in one, X-Ray's and Google's forms; with `decimal`
 * digits of any number are one in base 10, but 32 ones hexadecimal. Flags may
 * be a boolean or a number.
 */
enum trace_found trace_read(const struct value *v, enum dialect_part part,
    bool decimal, char *to);

#endif
