/*
 * Expressions as a tree: values and conditions (mlog-rules.5, "Values",
 * "Conditions"). Parsed by exprparse.c, checked by exprcheck.c, run by
 * eval.c, printed by rulejson.c.
 */
#ifndef RULES_EXPR_H
#define RULES_EXPR_H

#include <stdint.h>

#include "event/fields.h"
#include "rules/errors.h"
#include "rules/pattern.h"

enum {
	EXPR_DEPTH_MAX = 64,	/* nodes from root to leaf */
	EXPR_ARGS_MAX = 1024,	/* of one function, list or condition */
};

enum expr_op {
	EXPR_WRONG,		/* has been complained about */
	EXPR_NUMBER,		/* num, and text as it was written */
	EXPR_STRING,		/* text; num if it is a number (numeric) */
	EXPR_TRUE, EXPR_FALSE,
	EXPR_FIELD,		/* part, and field after expr_resolve */
	EXPR_LEVEL,		/* the field `level` */
	EXPR_PATTERN,		/* text, pattern; only where one belongs */
	EXPR_NEGATE, EXPR_ADD, EXPR_SUBTRACT, EXPR_MULTIPLY, EXPR_DIVIDE,
	EXPR_CALL,		/* func; arg as its row says */
	EXPR_ELAPSED,		/* seconds from start to end of a pair */
	EXPR_OWN,		/* `until`: the entity's label, index in the
				 * family's */
	/* After rules_finish; before it the last two are fields. */
	EXPR_INDEX,		/* arg[0] a param, text the label's name and,
				 * but for `compute`, arg[1] that field */
	EXPR_METRIC,		/* compute: family[index], and of it `which` */
	EXPR_PARAM,		/* param; of a table for arg[1]'s value, in
				 * `compute` for that of by[index] */
	/* From here on conditions. */
	EXPR_OR, EXPR_AND,	/* two or more */
	EXPR_NOT,
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE,
	EXPR_IN,		/* arg[0] equals one of the others */
	EXPR_MATCHES, EXPR_MATCHES_NOT,	/* arg[1] is a pattern */
	EXPR_LIKE,		/* arg[1] is a string */
	EXPR_STARTS, EXPR_ENDS, EXPR_CONTAINS,
	EXPR_HAS,		/* arg[0] is a field */
	EXPR_NOPS
};

/* How a node can be run faster than its op says. */
enum expr_fast {
	EXPR_PLAIN,
	EXPR_FIELD_TEXT,	/* a field with a string, or strings */
	EXPR_LEVELS,		/* a set of severities: bits of levels */
};

/* What of a metric: its value, or of histograms and summaries a part. */
enum expr_which {
	EXPR_VALUE,
	EXPR_COUNT,		/* NAME_count */
	EXPR_SUM,		/* NAME_sum */
};

struct expr_func;
struct glob;
struct rules_param;

struct expr {
	enum expr_op op;
	enum expr_fast fast;
	struct expr **arg;
	size_t nargs;
	unsigned depth;		/* 1 for a leaf */
	struct str text;
	double num;
	bool numeric;
	bool quoted;		/* field: it stood in backquotes as a whole */
	const struct str *part;
	size_t nparts;
	int field;		/* number in struct fields, -1 before */
	unsigned group;		/* match: of the pattern */
	uint32_t levels;	/* bit n: severity n, 0 to 24 */
	size_t index;
	enum expr_which which;
	const struct rules_param *param;
	const struct expr_func *func;
	const struct pattern *pattern;
	const struct glob *glob;	/* like */
	struct rules_place at;
};

/* The operator in rules and in JSON ("=="), "" for leaves and calls. */
const char *expr_op_name(enum expr_op op);

/* Whether it is a condition; true and false are values too. */
static inline bool
expr_is_condition(const struct expr *e)
{
	return e->op >= EXPR_OR;
}

/*
 * Checks that e, just parsed, is a condition or a value and that its operands
 * are what its operators take; prepares what constants allow. All errors are
 * added.
 */
void expr_check_condition(struct expr *e, struct arena *a,
    struct rules_errors *errors);
void expr_check_value(struct expr *e, struct arena *a,
    struct rules_errors *errors);

/* The same of a `compute`, whose names have become metrics and params. */
void expr_check_compute(struct expr *e, struct arena *a,
    struct rules_errors *errors);

/* Numbers the fields e reads. False when there are too many. */
bool expr_resolve(struct expr *e, struct fields *fields);

#endif
