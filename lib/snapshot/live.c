/*
 * The beat of a run that stays. What is written then is the command's matter.
 */
#include "base/io.h"
#include "snapshot/freeze.h"
#include "snapshot/live.h"

void
live_begin(struct live *l)
{
	l->next = stamp_ticks() + l->every;
}

/* Whether there was a byte; all that are there are one call. */
static bool
was_woken(const struct live *l)
{
	char some[64];

	return l->wake >= 0 && io_ready(l->wake) &&
	    io_read(l->wake, some, sizeof(some)) > 0;
}

bool
live_due(void *live, int64_t *wait, struct fault *f)
{
	struct live *l = live;
	int64_t left;

	if (was_woken(l) && !l->woken(l->arg, f))
		return false;
	if (stamp_ticks() >= l->next) {
		if (!l->tick(l->arg, f))
			return false;
		/* A late one is not made up for. */
		l->next += l->every;
		if (l->next <= stamp_ticks())
			live_begin(l);
	}
	left = l->next - stamp_ticks();
	if (left < 0)
		left = 0;
	if (*wait < 0 || left < *wait)
		*wait = left;
	return true;
}

bool
live_rules(struct aggregate **a, const struct rules *rules, int64_t now,
    const char *pipeline, struct fault *f)
{
	struct aggregate *old = *a, *new = aggregate_new(rules, now);
	struct snap s = { 0 };
	bool ok = aggregate_ready(new, f) &&
	    freeze(&s, old, now, pipeline, f);

	s.latest = old->latest;
	ok = ok && thaw(new, &s, pipeline, f);
	snap_free(&s);
	if (!ok) {
		aggregate_destroy(new);
		return false;
	}
	new->first = old->first;
	new->start = old->start;
	new->events = old->events;
	new->future = old->future;
	new->totals = old->totals;
	aggregate_destroy(old);
	*a = new;
	return true;
}
