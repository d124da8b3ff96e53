/*
 * What a log is made of (mlog-parse --detect): its dialects, their members,
 * and what becomes of these, gathered record by record and put as tables for
 * people. Memory is bounded by the limits below, whatever the input is.
 */
#ifndef EVENT_DETECT_H
#define EVENT_DETECT_H

#include "event/logline.h"

enum {
	DETECT_FIELDS_MAX = 512,	/* names told apart a dialect */
	DETECT_MORE_MAX = 4096,		/* further ones that are counted */
	DETECT_DEPTH_MAX = 6,		/* parts of a name: a.b.c has 3 */
	DETECT_NAME_MAX = 256,		/* bytes shown of a name */
	DETECT_VALUES_MAX = 64,		/* different values counted a name */
};

struct detect;

struct detect *detect_new(void);
void detect_destroy(struct detect *d);

/* Takes a record; arg is the struct detect: for logline_watch. */
void detect_record(void *arg, const struct logline_seen *seen);
/*
 * Takes a line, or a text over several, after its records: what came of it,
 * and why where it was refused. input is the name of its file; line is NULL
 * where a joined line ends with the input.
 */
void detect_line(struct detect *d, const char *input,
    const struct line *line, enum logline_result got,
    const struct logline_refusal *why);

/*
 * Appends the report, in lines of at most 80 columns but for a long name.
 * Same input, same bytes. lines: how many were read.
 */
void detect_put(struct detect *d, uint64_t lines, struct buf *b);

#endif
