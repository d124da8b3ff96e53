/*
 * Writes the marks of an event stream (mlog-event.5): how far the logs were
 * read for what came before them.
 */
#ifndef EVENT_MARK_H
#define EVENT_MARK_H

#include "event/logline.h"
#include "event/position.h"

enum { MARK_FORMAT = 1 };	/* the version of what is written */

/* The first line: which state was read; 0 and "" where there is none. */
void mark_begin(struct buf *b, uint64_t generation, struct str checksum);
/*
 * A barrier over the inputs: p[0..n), then what was read since the last one;
 * refused has LOGLINE_NREASONS numbers.
 */
void mark_pos(struct buf *b, const struct position *const *p, size_t n,
    uint64_t lines, const uint64_t *refused);
/* The last line: nothing is missing. */
void mark_end(struct buf *b);

#endif
