/*
 * Windows of time that tile it: of a fixed length, days, weeks, months from a
 * day, by the clocks of a zone (mlog-rules.5, `window`).
 */
#ifndef SERIES_WINDOW_H
#define SERIES_WINDOW_H

#include "base/zone.h"
#include "rules/rule.h"

/* ns: from start, before end; both STAMP_NONE: none yet. */
struct window {
	int64_t start, end;
};

/* The window that an instant lies in. */
struct window window_at(const struct rule_window *form,
    const struct zone *zone, int64_t time);
/* How many days it has: of a calendar's the days, else the time over 24 h. */
double window_days(const struct rule_window *form, const struct zone *zone,
    const struct window *w);

#endif
