/*
 * UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing over U+10FFFF.
 */
#ifndef JSON_UTF8_H
#define JSON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define UTF8_REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/*
 * Bytes of the well-formed sequence at p (1 to 4), 0 when there is none.
 * n > 0 bytes are readable.
 */
size_t utf8_span(const char *p, size_t n);

/* Whether n bytes are well-formed sequences and nothing else. */
bool utf8_valid(const char *p, size_t n);

/*
 * Bytes to replace by one U+FFFD where utf8_span is 0: the longest beginning
 * of a sequence (Unicode 15, section 3.9, "maximal subpart"), at least 1.
 */
size_t utf8_bad_span(const char *p, size_t n);

/*
 * Appends the sequence at p, or U+FFFD for what is none, and returns how many
 * bytes of p it stands for. n > 0 bytes are readable.
 */
size_t utf8_copy(struct buf *b, const char *p, size_t n);

/* Appends a code point up to U+10FFFF, surrogates as U+FFFD. */
void utf8_put(struct buf *b, uint32_t c);

#endif
