/*
 * Records over several lines (--multiline): objects that were printed for
 * people, and the elements of an array of them one by one. Memory is that of
 * the largest record.
 */
#ifndef EVENT_MULTI_H
#define EVENT_MULTI_H

#include "event/logline.h"
#include "json/frame.h"

enum multi_state {
	MULTI_IDLE,		/* between texts */
	MULTI_ARRAY,		/* between the elements of one */
	MULTI_VALUE,		/* in a record */
	MULTI_LOST,		/* behind a broken one, until the next begins */
};

/* Zeroed, but for max, at the beginning of an input. */
struct multi {
	size_t max;		/* bytes of one record (--max-line) */
	enum multi_state state;	/* the rest is its own */
	struct frame frame;	/* of the record */
	bool in_array, over;
	enum frame_next next;	/* in the array */
	bool indented;		/* the array's elements begin lines ... */
	size_t indent;		/* ... behind so many bytes */
	uint64_t array_line;	/* where it began */
	uint64_t line;		/* where the record began */
	size_t column;
	struct buf text;	/* as far as it has come */
	uint64_t number;	/* the line at hand */
	size_t at;		/* and how far it is read */
	bool used;		/* to its end */
};

enum multi_result {
	MULTI_LINE,		/* a line like others, no part of a text */
	MULTI_NEXT,		/* the line is used up */
	MULTI_TEXT,		/* text is a record */
	MULTI_REFUSED,		/* why; text is what of it is there */
	MULTI_DROPPED,		/* text is more of what was refused */
	MULTI_READ_ON,		/* never returned: nothing to tell yet */
};

/* What was found; text lives until the next call. */
struct multi_unit {
	struct str text;
	struct logline_refusal why;	/* line and column are set */
};

/*
 * Call it with each line until it returns MULTI_LINE or MULTI_NEXT.
 *
 * A line that begins with '{' or '[' and does not end its text opens one.
 * Where a text cannot go on it is refused, and left: the next one begins at a
 * line that begins with '{' or '[' in its first column, or, within an array,
 * with '{' where the array's other elements begin.
 */
enum multi_result multi_next(struct multi *m, const struct line *line,
    struct multi_unit *u);
/* At the end of the input: whether it ends within a text (refused). */
bool multi_end(struct multi *m, struct multi_unit *u);
/*
 * Turns the column of a refusal of a whole text into the place it is in the
 * input.
 */
void multi_place(const struct multi *m, struct logline_refusal *why);
void multi_free(struct multi *m);

#endif
