/*
 * OpenMetrics 1.0 as text (protocols.md 4.2).
 */
#ifndef PROM_OPENMETRICS_H
#define PROM_OPENMETRICS_H

#include "prom/form.h"
#include "snapshot/snap.h"

enum { OPENMETRICS_EXEMPLAR_MAX = 128 };	/* characters of its labels */

/*
 * Appends the exposition of s, "# EOF" included. What text_write has to leave
 * out is left out, without a word since there are no comments here; and so
 * are values that the format forbids: counters below 0 or NaN, quantiles below
 * 0, sums that may not be there, exemplars that are too long.
 */
void openmetrics_write(struct buf *b, const struct snap *s,
    const struct form *form);

#endif
