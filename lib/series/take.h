/*
 * A value into its series: inline, for what is done for each event.
 */
#ifndef SERIES_TAKE_H
#define SERIES_TAKE_H

#include "series/aggregate.h"

/* Its first and last event. */
static inline void
take_time(struct series *s, int64_t time)
{
	if (time == STAMP_NONE) {
		s->last = STAMP_NONE;
		s->untimed = true;
		return;
	}
	if (s->first == STAMP_NONE || time < s->first)
		s->first = time;
	if (s->last == STAMP_NONE || time > s->last || s->untimed) {
		s->last = time;
		s->untimed = false;
	}
}

/* The kind's own way in; the most frequent kind's without a call. */
static inline enum kind_took
take_kind(const struct aggregate_rule *p, struct series *s,
    const struct obs *obs)
{
	if (p->kind != &kind_counter)
		return p->kind->add(s->state, p->rule, obs);
	if (p->value == AGGREGATE_ONE)
		return sum_add(s->state, 1) ? KIND_TOOK : KIND_OVERFLOWED;
	return sum_add(s->state, obs->value) ? KIND_TOOK : KIND_OVERFLOWED;
}

/* False: the value came too late, and is not taken. */
static inline bool
take_value(const struct aggregate_rule *p, struct series *s,
    const struct obs *obs)
{
	switch (take_kind(p, s, obs)) {
	case KIND_TOOK:
		break;
	case KIND_OVERFLOWED:
		p->metric->overflows++;
		break;
	case KIND_LATE:
		return metric_skip(p->metric, SKIP_LATE);
	}
	take_time(s, obs->time);
	return true;
}

#endif
