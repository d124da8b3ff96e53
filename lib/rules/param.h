/*
 * `param`: numbers that `compute` and windows use, one or a table by the value
 * of a label. The command line can replace them (-D).
 */
#ifndef RULES_PARAM_H
#define RULES_PARAM_H

#include "rules/errors.h"

/* One row of a table. */
struct param_entry {
	struct str key;
	double value;
};

struct rules_param {
	struct str name;
	struct str by;		/* the label of a table; "" : one number */
	double value;		/* the number, or the table's default */
	bool has_default;
	struct param_entry *entry;	/* in the order of the statement */
	size_t nentries;
	const struct param_entry **sorted;	/* by key; by rules_finish */
	struct rules_place at;
};

struct buf;
struct rule;

/*
 * The values of the params that the rule uses while events are counted, a line
 * each: with another value the rule is another. After rules_finish has settled
 * them.
 */
void param_put_used(struct buf *b, const struct rule *rule);
/* Whether a metric's rule needs the param for anything. */
bool param_is_used(const struct rule *rule, const struct rules_param *p);

/* The number for a label's value (any, where it is no table), after
 * rules_finish. False when the table has neither it nor a default. */
bool param_value(const struct rules_param *p, struct str key, double *d);

#endif
