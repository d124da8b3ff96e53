/*
 * Sums of totals. Which reasons there are is the writer's to say.
 */
#include "event/totals.h"

static size_t
find(const struct totals *t, struct str reason)
{
	size_t i = 0;

	while (i < t->nreasons &&
	    !str_eq(reason, str_c(t->rejected[i].reason)))
		i++;
	return i;
}

void
totals_reject(struct totals *t, struct str reason, uint64_t n)
{
	size_t i;

	if (reason.n > TOTALS_NAME_MAX)
		reason.n = TOTALS_NAME_MAX;
	i = find(t, reason);
	/* The last place is kept for what has none. */
	if (i == t->nreasons && i >= TOTALS_REASONS_MAX - 1) {
		reason = STR("other");
		i = find(t, reason);
	}
	if (i == t->nreasons) {
		if (reason.n)
			memcpy(t->rejected[i].reason, reason.p, reason.n);
		t->rejected[i].reason[reason.n] = '\0';
		t->rejected[i].n = 0;
		t->nreasons++;
	}
	t->rejected[i].n += n;
}

void
totals_add(struct totals *t, const struct totals *more)
{
	t->any |= more->any;
	t->lines += more->lines;
	t->lost += more->lost;
	for (size_t i = 0; i < more->nreasons; i++)
		totals_reject(t, str_c(more->rejected[i].reason),
		    more->rejected[i].n);
}
