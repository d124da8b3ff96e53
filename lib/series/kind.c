/*
 * Which row a rule has. The rows are in kind_number.c and kind_hist.c; what
 * entities and pairs are is in states.c and pairs.c.
 */
#include "series/kind.h"

static const struct kind *const kinds[RULE_NKINDS] = {
	[RULE_COUNTER] = &kind_counter,
	[RULE_FREQUENCY] = &kind_counter,
	[RULE_GAUGE] = &kind_gauge,
	[RULE_UPDOWN] = &kind_gauge,
	[RULE_HISTOGRAM] = &kind_histogram,
	[RULE_SUMMARY] = &kind_exponential,
	[RULE_DISTINCT] = &kind_distinct,
	[RULE_STATES] = &kind_gauge,
	[RULE_COMPUTE] = &kind_gauge,
};

const struct kind *
kind_of(const struct rule *rule)
{
	if (rule->absolute)
		return &kind_absolute;
	if (rule->exponential)
		return &kind_exponential;
	return kinds[rule->kind];
}

bool
kind_zero(const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_GAUGE:
		return rule->mode == RULE_SUM;
	case RULE_COMPUTE:
		return false;
	default:
		return !rule->absolute;
	}
}
