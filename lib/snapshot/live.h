/*
 * A run that stays: something is due each interval, although nothing comes,
 * and the rules may be others from some moment on.
 */
#ifndef SNAPSHOT_LIVE_H
#define SNAPSHOT_LIVE_H

#include "series/feed.h"

/* Fill the first group; zero the rest. */
struct live {
	int64_t every;		/* ns, > 0 */
	int wake;		/* a byte in it: call woken; or -1 */
	/* Called when an interval is over, when all lines that were read are
	 * counted; false is a fault that ends the reading. */
	bool (*tick)(void *arg, struct fault *f);
	bool (*woken)(void *arg, struct fault *f);
	void *arg;

	int64_t next;		/* ticks: its own */
};

/* The first interval begins. */
void live_begin(struct live *l);
/*
 * What a `due` of struct hold (arg is the live) does: calls whatever is due,
 * and brings *wait down to the time that is left.
 */
bool live_due(void *live, int64_t *wait, struct fault *f);

/*
 * Goes on by other rules: *a, whose place a new aggregate takes. Families
 * whose rules are the same go on, all others begin anew. now and pipeline are
 * as for freeze. The old aggregate is destroyed; the rules stay the caller's.
 * False, and nothing has changed, when the new rules cannot count (a zone that
 * is not there).
 */
bool live_rules(struct aggregate **a, const struct rules *rules, int64_t now,
    const char *pipeline, struct fault *f);

#endif
