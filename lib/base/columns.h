/*
 * How many columns of a terminal a text takes: wide East Asian characters two,
 * combining marks none. No locale is asked, so that equal texts are shown
 * alike everywhere.
 */
#ifndef BASE_COLUMNS_H
#define BASE_COLUMNS_H

#include <stdint.h>

#include "base/str.h"

/* Of a code point: 0, 1 or 2, by Unicode 14 (UAX 11). */
unsigned columns_of(uint32_t c);

/* Of a whole text. */
size_t columns_text(struct str s);

/*
 * Whether a code point must not reach a terminal as it is, or could not be
 * seen there: control characters, and those that turn the direction of
 * writing.
 */
bool columns_hidden(uint32_t c);

/*
 * The character that s, which is not empty, begins with; *n is how many bytes
 * it has. What is no UTF-8 is a character each byte.
 */
uint32_t columns_char(struct str s, size_t *n);

#endif
