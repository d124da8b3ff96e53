/*
 * Events of records that are built alike: what one of them was found to be,
 * and where its parts and members came from, is so of the next one too, as
 * long as their values are of the same kinds and pass the same tests.
 */
#ifndef EVENT_KNOWN_H
#define EVENT_KNOWN_H

#include "event/convert.h"

/*
 * Makes the event of the plain record that r stands before, which is all of
 * its line. False, and nothing done, where it takes the long way (peel.c) to
 * see what it is.
 */
bool known_event(struct logline *ll, struct jread *r, struct buf *out);
/*
 * Remembers how the record in layer 0, bare and alone in its line, became an
 * event with these parts. Not all can be.
 */
void known_learn(struct logline *ll, const struct parts *p);

#endif
