/*
 * Text of unknown origin on a terminal: nothing in it moves the cursor, and
 * its width is known.
 */
#ifndef EVENT_DETECT_SHOW_H
#define EVENT_DETECT_SHOW_H

#include "base/buf.h"

/*
 * Appends s in at most `cells` (>= 3) columns; one that is cut ends in "...".
 * Control characters, invisible ones and those that turn the direction of
 * writing appear as JSON escapes. Returns the columns that it takes.
 */
size_t detect_show(struct buf *b, struct str s, size_t cells);

/*
 * The same for a member's name: as a JSON string, in quotes, unless all of it
 * is letters, digits and the signs that names usually have.
 */
size_t detect_show_name(struct buf *b, struct str name, size_t cells);

#endif
