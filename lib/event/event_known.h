/*
 * Lines that are built like lines before them: the rules' members of these
 * are known by their places.
 */
#ifndef EVENT_EVENT_KNOWN_H
#define EVENT_EVENT_KNOWN_H

#include "event/event.h"

struct event_known *event_known_new(void);
void event_known_free(struct event_known *k);

/*
 * fields_read for the reader's fields, the short way where the line is known.
 */
bool event_known_read(struct event_reader *er, struct jread *r);

#endif
