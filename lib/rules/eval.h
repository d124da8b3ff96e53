/*
 * Expressions run against one event. Nothing is allocated for an event once
 * the first few have been seen.
 */
#ifndef RULES_EVAL_H
#define RULES_EVAL_H

#include "event/event.h"
#include "rules/expr.h"

enum {
	EVAL_TEXT_MAX = 4 * 1024 * 1024,	/* bytes of a computed text */
};

/* What a value is; the first ones say why there is none. */
enum eval_kind {
	EVAL_MISSING,		/* no such member, null, "-" */
	EVAL_REDACTED,		/* "**REDACTED**" */
	EVAL_NOT_NUMBER,	/* where a number was needed; division by 0 */
	EVAL_LIMIT,		/* a pattern or a text went over its limit */
	EVAL_NUMBER,		/* num; text too, unless it was computed */
	EVAL_DIGITS,		/* text of a number as the log has it */
	EVAL_STRING,		/* text */
	EVAL_BOOL,		/* num 0 or 1 */
};

/*
 * A view: it lives as long as the event and until the next eval_begin. Use
 * eval_number and eval_text, which see to the differences.
 */
struct expr_value {
	enum eval_kind kind;
	double num;
	struct str text;
};

static inline bool
eval_none(const struct expr_value *v)
{
	return v->kind < EVAL_NUMBER;
}

struct eval_block;

/*
 * What a `compute` asks the snapshot for, with the labels of the series at
 * hand: those that `by` names match, where the metric has them; all others
 * are summed away. False: there is none, and so no sample.
 */
struct eval_operands {
	void *arg;
	/* e is an EXPR_METRIC. */
	bool (*metric)(void *arg, const struct expr *e, double *d);
	/* How many days the metric's current window has. */
	bool (*days)(void *arg, const struct expr *e, double *d);
	/* The value of the rule's by[index]. */
	struct str (*label)(void *arg, size_t index);
};

/* eval_init, then for each event eval_begin and any number of evaluations. */
struct eval {
	const struct event *event;
	struct eval_block *block;	/* of computed texts; newest first */
	size_t used;			/* bytes of the newest */
	struct buf text;		/* for unescaping */
	struct matcher *matcher;
	uint64_t limits;	/* how often a limit was hit, in all */
	/* Set these where the rule has what they are for. */
	double elapsed;		/* EXPR_ELAPSED: seconds; NAN: missing */
	const struct str *own;	/* EXPR_OWN: by index; p NULL: missing */
	const struct eval_operands *operands;	/* compute */
};

void eval_init(struct eval *ev);
void eval_free(struct eval *ev);
/* Begins the next event; views of the last one end. */
void eval_begin(struct eval *ev, const struct event *event);

/*
 * Whether the condition holds. A comparison with a missing operand does not;
 * `!=` and `!~` are exactly `not ==` and `not ~`.
 */
bool eval_condition(struct eval *ev, const struct expr *e);
/*
 * The value. A missing operand makes it missing, with the reason of the
 * first one that is; only default(), if() and the else of map() help.
 */
void eval_value(struct eval *ev, const struct expr *e, struct expr_value *v);

/*
 * The value as a number: EVAL_NUMBER and *d, which may be infinite (1e400),
 * or why not. Booleans are no numbers, strings that spell one are.
 */
enum eval_kind eval_number(const struct expr_value *v, double *d);
/*
 * The value as text, for labels: as the log has it; a computed number as
 * JSON would write it; "" when there is none.
 */
struct str eval_text(struct eval *ev, const struct expr_value *v);

/* For functions: n bytes that live until eval_begin. */
char *eval_room(struct eval *ev, size_t n);
/* Gives the last n of the bytes got last back. */
void eval_room_back(struct eval *ev, size_t n);
/* For functions: whether two values are equal as == has it. */
bool eval_same(const struct expr_value *a, const struct expr_value *b);
/* For functions: the value becomes a number, or says why it is none. */
void eval_set_number(struct expr_value *v, double d);
/* For functions: the argument's number, false when *v says why not. */
bool eval_arg_number(struct eval *ev, const struct expr *e, double *d,
    struct expr_value *v);

#endif
