/*
 * Where a JSON array or object ends that goes over several lines, line by
 * line and in memory of one size. It follows the structure only: whether its
 * scalars are right is jread's to say when it is complete.
 */
#ifndef JSON_FRAME_H
#define JSON_FRAME_H

#include <stdint.h>

#include "json/jread.h"

/* What may come next. */
enum frame_next {
	FRAME_VALUE,
	FRAME_FIRST_VALUE,	/* or the end of the array */
	FRAME_KEY,
	FRAME_FIRST_KEY,	/* or the end of the object */
	FRAME_COLON,
	FRAME_COMMA,		/* or the end of either */
};

/* Zeroed it stands before a value. */
struct frame {
	uint64_t object[JREAD_DEPTH_MAX / 64];	/* a bit a level */
	size_t depth;
	enum frame_next next;
};

enum frame_result {
	FRAME_MORE,		/* the line is used up */
	FRAME_DONE,		/* *at is behind the value */
	FRAME_BROKEN,		/* *at is where it cannot go on */
};

/* Reads line from *at on; a string that the line's end cuts is broken. */
enum frame_result frame_feed(struct frame *f, struct str line, size_t *at);
/* The first byte of s from i on that is no white space, or s.n. */
size_t frame_skip_space(struct str s, size_t i);

#endif
