/*
 * Appends JSON text to a buffer.
 */
#ifndef JSON_JWRITE_H
#define JSON_JWRITE_H

#include "json/jread.h"

/*
 * The text s as a JSON string with its quotes. Control characters, quotes and
 * backslashes are escaped, the shortest way; invalid UTF-8 becomes U+FFFD.
 */
void jwrite_string(struct buf *b, struct str s);

/*
 * A JSON value that a reader has accepted, without its white space outside
 * of strings; NaN and Infinity become null, invalid UTF-8 becomes U+FFFD.
 */
void jwrite_value(struct buf *b, struct str raw);

/*
 * The same for a token of the indexed text p that has spaces and nothing else
 * to be mended, by its entries in the index.
 */
void jwrite_compact(struct buf *b, const struct scan *s, const char *p,
    const struct jtoken *t);

/*
 * The bytes between the quotes of an accepted string, as they are but for
 * invalid UTF-8, which becomes U+FFFD.
 */
void jwrite_inside(struct buf *b, struct str inside);

#endif
