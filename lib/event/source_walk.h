/*
 * Going through the text of a file, for source*.c only.
 */
#ifndef EVENT_SOURCE_WALK_H
#define EVENT_SOURCE_WALK_H

#include "event/source.h"

/* Tells by its first bytes whether it is packed; one that has none yet by its
 * name. To be asked again as long as it is blank. */
bool source_form(struct source *s, struct fault *f);
/* Up to n bytes of text: 0 at the end, -1 with a fault (or NULL). A zeroed
 * walk begins at the beginning; source_walk_free zeroes it. */
long source_walk(const struct source *s, struct source_walk *w, char *to,
    size_t n, struct fault *f);
void source_walk_free(struct source_walk *w);

#endif
