/*
 * What keeps a file from being a new input; for match.c only.
 */
#ifndef EVENT_MATCH_NEW_H
#define EVENT_MATCH_NEW_H

#include "event/match.h"

/*
 * Whether its text is so far that of a file which is there still: a copy in
 * the making, or a whole one. m->unsure where that could not be found out.
 */
bool match_is_copy(struct match *m, const struct file *file);
/*
 * Whether its text is asked for. What was rotated away before the log was
 * first read is not, unless an operand names it.
 */
bool match_wanted(const struct match *m, const struct file *file);

#endif
