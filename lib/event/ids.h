/*
 * Trace and span ids: read, and derived from correlation ids in a way that is
 * the same in every run (protocols.md 7).
 */
#ifndef EVENT_IDS_H
#define EVENT_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { IDS_TRACE = 16, IDS_SPAN = 8 };	/* bytes */

/* 2 * n hex digits of either case, not all zero, to n bytes. */
bool ids_hex(struct str s, unsigned char *id, size_t n);

/*
 * The trace that a correlation id names: 32 hex digits are it, 16 are it with
 * zeros in front, a UUID is its 16 bytes, anything else is hashed.
 */
void ids_trace(struct str key, unsigned char id[IDS_TRACE]);

/*
 * The span that the correlation id `key` of the field `name` has in a trace;
 * and with other texts any span that is to be told apart within it.
 */
void ids_span(const unsigned char trace[IDS_TRACE], struct str name,
    struct str key, unsigned char id[IDS_SPAN]);

#endif
