/*
 * What the reader of the logs counted: lines, those it refused by reason, and
 * inputs whose end was never seen. They reach mlog-agg in `pos` marks.
 */
#ifndef EVENT_TOTALS_H
#define EVENT_TOTALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
	TOTALS_REASONS_MAX = 64,	/* further ones count as "other" */
	TOTALS_NAME_MAX = 63,		/* bytes of a reason, the rest is cut */
};

/* A zeroed one holds nothing. */
struct totals {
	bool any;		/* there was a `pos`; else nobody counted */
	uint64_t lines, lost;
	struct {
		char reason[TOTALS_NAME_MAX + 1];
		uint64_t n;
	} rejected[TOTALS_REASONS_MAX];
	size_t nreasons;
};

/* n more lines were refused for that reason. */
void totals_reject(struct totals *t, struct str reason, uint64_t n);
/* What `more` counted was counted too. */
void totals_add(struct totals *t, const struct totals *more);

#endif
