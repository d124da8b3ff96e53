/*
 * What sign_match.c and sign_seen.c share: the conditions of all signatures,
 * the bits that a record sets, and what was met so far. For others
 * sign_match.h is the way in.
 */
#ifndef EVENT_SIGN_SHAPE_H
#define EVENT_SIGN_SHAPE_H

#include "event/sign_match.h"

enum { SIGN_NKINDS = JREAD_ARRAY + 1, SIGN_TESTS_MAX = 32, SIGN_ROWS_MAX = 64 };

/* Conditions that hold, and behind them the sources that are there. */
struct sign_bits {
	uint64_t w[MATCH_WORDS];
};

/* A condition on a value beyond its kind. */
struct sign_test {
	char op;		/* 'u', '=', '^', '>' */
	struct str text;
	double least;		/* of '>', a power of ten ... */
	size_t digits;		/* ... and its exponent */
	struct sign_bits bit;
	int next;		/* of the same name, or -1 */
};

/* What a name in a record sets. */
struct sign_slot {
	struct sign_bits kind[SIGN_NKINDS];	/* by the value's kind */
	bool source;
	int test;			/* the first, or -1 */
};

struct sign_row {
	const struct sign *sign;
	struct sign_bits term[DIALECT_TERMS_MAX], none;
	size_t nterms;
};

/* A set of bits that was met, and the row for it. */
struct sign_shape {
	struct sign_bits key;
	struct sign sign;
};

/* The shape for a trail, when these of its tests pass. */
struct sign_outcome {
	unsigned passed;	/* a bit a test */
	struct sign_bits key;
	const struct sign_shape *shape;	/* good while its key is this one */
};

/*
 * A trail that was met: what makes the bits of a record is its trail, the
 * number of its members, and the tests of its names.
 */
struct sign_seen {
	uint64_t trail[RECORD_TRAIL_MAX];
	size_t ntrail, members, nasks;
	struct sign_ask {
		int name, test;
	} ask[MATCH_ASKS];
	struct sign_outcome outcome[MATCH_OUTCOMES];
};

struct sign_match {
	struct sign_slot *slot;	/* by name */
	size_t nslots, cap;
	struct sign_test test[SIGN_TESTS_MAX];
	int ntests;
	int tested[SIGN_TESTS_MAX];	/* the names that have tests */
	size_t ntested;
	struct sign_bits count[MATCH_COUNTS];	/* by members of a record */
	struct {
		struct str text;
		size_t bit;
	} atom[MATCH_CONDITIONS_MAX];
	size_t natoms, nsources;
	struct sign_row row[SIGN_ROWS_MAX];
	size_t nrows;
	/* Detected ones, and those of the one row for all. */
	struct sign_shape *shape[2][MATCH_SHAPES];
	struct sign_seen *seen[2][MATCH_SEEN];
};

static inline bool
sign_same(const struct sign_bits *a, const struct sign_bits *b)
{
	return ((a->w[0] ^ b->w[0]) | (a->w[1] ^ b->w[1]) |
	    (a->w[2] ^ b->w[2]) | (a->w[3] ^ b->w[3]) |
	    (a->w[4] ^ b->w[4]) | (a->w[5] ^ b->w[5])) == 0;
}

/* Whether a value passes a test. */
bool sign_passes(const struct sign_test *t, enum value_kind kind,
    struct str text);
/* The bits of a record. */
struct sign_bits sign_bits_of(const struct sign_match *m,
    const struct record *rec);
/*
 * The row for a record of these bits, cut down to it; only: that row, or NULL
 * to find it. It lives until its place is needed, when its key changes.
 */
const struct sign_shape *sign_shape_of(struct sign_match *m,
    const struct sign *only, const struct record *rec,
    const struct sign_bits *key);

#endif
