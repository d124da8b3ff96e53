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
	struct rules_place at;
};

/* The number for a label's value (any, where it is no table). False when the
 * table has neither it nor a default. */
bool param_value(const struct rules_param *p, struct str key, double *d);

#endif
