/*
 * New label values. What they mean to a rule is aggregate.c's.
 */
#include "series/labels.h"

uint32_t
labels_give(struct labels *l, struct str text)
{
	struct labels_slot *s;
	uint64_t a, b;

	/* As observe_plain_text has it: these may stand for no value. */
	if ((text.n == 1 && text.p[0] == '-') ||
	    (text.n == 12 && text.p[0] == '*') ||
	    l->given == UINT32_MAX - LABELS_FIRST)
		return LABELS_UNKNOWN;
	labels_words(text, &a, &b);
	s = &l->slot[labels_place(a, b)];
	*s = (struct labels_slot){ a, b, text.n, LABELS_FIRST + l->given++ };
	return s->number;
}
