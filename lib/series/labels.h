/*
 * Label values that come again and again, by number: what was told apart once,
 * byte by byte, need not be told apart for each rule that has the label. The
 * numbers lead to a rule's series without hashing its labels.
 */
#ifndef SERIES_LABELS_H
#define SERIES_LABELS_H

#include "event/event.h"
#include "series/table.h"

enum {
	LABELS_SLOTS = 256,	/* values of a field that have a number */
	LABELS_TEXT_MAX = 16,	/* bytes; longer ones have none */
	LABELS_MAX = 4,		/* labels of a rule that goes by numbers */
	LABELS_SERIES = 128,	/* of a rule, that are found by them */
};

/* Numbers that need no table. */
enum {
	LABELS_UNKNOWN = 0,	/* it has none: the rule is to look itself */
	LABELS_EMPTY = 1,	/* of a label without a value */
	LABELS_LEVEL = 2,	/* of the level: and the severity */
	LABELS_FIRST = LABELS_LEVEL + SEVERITY_MAX + 1,
};

/* The values of one field. Zeroed it knows none. */
struct labels {
	int field;
	uint64_t event;		/* the one that `number` is of */
	uint32_t number;
	uint32_t given;		/* how many numbers were; none is used again */
	struct labels_slot {
		uint64_t a, b;	/* the text */
		size_t n;
		uint32_t number;
	} slot[LABELS_SLOTS];
};

/* The numbers of a rule's labels, two a word; of those that it has not, 0. */
struct labels_key {
	uint64_t two[LABELS_MAX / 2];
};

/* A rule's series by these. */
struct labels_series {
	struct labels_key key;
	struct series *series;	/* NULL: none */
};

/*
 * A number for a text of 1 to LABELS_TEXT_MAX bytes that has none; or
 * LABELS_UNKNOWN, where the text alone does not tell what the label is.
 */
uint32_t labels_give(struct labels *l, struct str text);

/* Eight bytes of a text, in two halves that lie apart. */
static inline uint64_t
labels_word(const char *p, size_t apart)
{
	uint32_t first, second;

	memcpy(&first, p, 4);
	memcpy(&second, p + apart, 4);
	return (uint64_t)first << 32 | second;
}

/* A text of 1 to LABELS_TEXT_MAX bytes in two words: all of them, some twice. */
static inline void
labels_words(struct str s, uint64_t *a, uint64_t *b)
{
	size_t apart = s.n / 8 * 4;

	if (s.n >= 4) {
		*a = labels_word(s.p, apart);
		*b = labels_word(s.p + s.n - 4 - apart, apart);
	} else {
		*a = (uint64_t)(unsigned char)s.p[0] << 16 |
		    (uint64_t)(unsigned char)s.p[s.n / 2] << 8 |
		    (unsigned char)s.p[s.n - 1];
		*b = 0;
	}
}

static inline size_t
labels_place(uint64_t a, uint64_t b)
{
	uint64_t h = (a ^ b >> 29) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)((h ^ b * UINT64_C(0xd6e8feb86659fd93)) >> 56) %
	    LABELS_SLOTS;
}

/* The number of the field's value in an event: that of another one is the same
 * only if it has the same text. */
static inline uint32_t
labels_number(struct labels *l, const struct event *e)
{
	const struct value *v = &e->field[l->field];
	const struct labels_slot *s;
	uint64_t a, b;

	if (v->kind <= VALUE_NULL)
		return LABELS_EMPTY;
	if (v->text.n - 1 >= LABELS_TEXT_MAX || v->escaped ||
	    v->kind < VALUE_NUMBER || v->kind > VALUE_STRING)
		return LABELS_UNKNOWN;
	labels_words(v->text, &a, &b);
	s = &l->slot[labels_place(a, b)];
	return s->a == a && s->b == b && s->n == v->text.n ? s->number :
	    labels_give(l, v->text);
}

/* The place of the series that has these labels. */
static inline struct labels_series *
labels_series_at(struct labels_series *all, const struct labels_key *k)
{
	uint64_t h = k->two[0] * UINT64_C(0x9e3779b97f4a7c15) ^
	    k->two[1] * UINT64_C(0xd6e8feb86659fd93);

	return &all[(h >> 57) % LABELS_SERIES];
}

static inline bool
labels_same(const struct labels_key *a, const struct labels_key *b)
{
	return ((a->two[0] ^ b->two[0]) | (a->two[1] ^ b->two[1])) == 0;
}

#endif
