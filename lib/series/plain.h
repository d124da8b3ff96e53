/*
 * Rules that take no more of an event than a number and labels: most do, and
 * there are many, so the way to their series is short.
 */
#ifndef SERIES_PLAIN_H
#define SERIES_PLAIN_H

#include "series/aggregate.h"

/*
 * Applies the plain rules of the list from *at on, up to one that is not:
 * together, since each does little. False only when a limit says `fail`.
 */
bool plain_rules(struct aggregate *a, const struct dispatch_list *l,
    size_t *at, int64_t time, struct fault *f);

#endif
