/*
 * Which row's signature a record bears. Each condition of all signatures is a
 * bit; a record sets the bits of its members in one pass, a signature is a
 * few masks, and the row found for a set of bits is remembered; so is the
 * set of bits for the names that a record has.
 */
#ifndef EVENT_SIGN_MATCH_H
#define EVENT_SIGN_MATCH_H

#include "event/sign.h"

enum {
	MATCH_CONDITIONS_MAX = 128,	/* of all signatures */
	MATCH_NAMES_MAX = 256,		/* that are sources */
	MATCH_COND_WORDS = MATCH_CONDITIONS_MAX / 64,
	MATCH_WORDS = MATCH_COND_WORDS + MATCH_NAMES_MAX / 64,
	MATCH_SHAPES = 128,		/* sets of bits that are remembered */
	MATCH_PROBES = 8,		/* places where one is looked for */
	MATCH_SEEN = 256,		/* trails that are */
	MATCH_ASKS = 16,		/* tests of the records of a trail */
	MATCH_OUTCOMES = 8,		/* of these, remembered */
	MATCH_COUNTS = 8,		/* numbers of members that are asked */
};

struct sign_match;

struct sign_match *sign_match_new(void);
void sign_match_destroy(struct sign_match *m);
/* Adds a row: its signature's names go to the set. */
void sign_match_add(struct sign_match *m, const struct sign *s,
    struct fields *names);
/* The row that fits, cut down to the record; only: that one, or NULL. */
const struct sign *sign_match_find(struct sign_match *m,
    const struct sign *only, const struct record *rec);

/*
 * A test of one of a record's values. What the record is depends on these, on
 * the names that it has with the kinds of their values, and on the number of
 * its members; on nothing else.
 */
struct sign_asked {
	int name, test;
	bool passes;
};
/* Those of a record; false: there are more than max. */
bool sign_match_asked(const struct sign_match *m, const struct record *rec,
    struct sign_asked *to, size_t max, size_t *n);
/* Whether another value comes out the same. */
bool sign_match_same(const struct sign_match *m, const struct sign_asked *a,
    const struct value *v);

/* How many conditions and names there are, for the test of the limits. */
size_t sign_match_conditions(const struct sign_match *m);
size_t sign_match_names(const struct sign_match *m);

#endif
