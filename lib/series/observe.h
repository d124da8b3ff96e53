/*
 * What a rule takes from an event: each function is false when there is
 * nothing to take, which it has counted with the reason.
 */
#ifndef SERIES_OBSERVE_H
#define SERIES_OBSERVE_H

#include "base/num.h"
#include "series/aggregate.h"

/* A text that the rule cannot do without: never empty, at most
 * TABLE_VALUE_MAX bytes. */
bool observe_text(struct aggregate *a, struct metric *m, const struct expr *e,
    struct str *text);
/* obs->value or obs->text, by the rule's kind. */
bool observe_value(struct aggregate *a, const struct aggregate_rule *p,
    struct obs *obs);
/* The value of the metric's label i, as v has it. */
bool observe_label(struct aggregate *a, const struct aggregate_rule *p,
    size_t i, const struct expr_value *v, struct str *value);
/* The values of all of the metric's labels. */
bool observe_labels(struct aggregate *a, const struct aggregate_rule *p,
    struct str *value);

/*
 * Whether a condition holds. A pattern that ran too long leaves that open, so
 * that the rule cannot use the event, and says so.
 */
bool observe_holds(struct aggregate *a, const struct aggregate_rule *p,
    const struct expr *e);

/* Whether the rule's number is one of a field that the event lacks. */
static inline bool
observe_none(const struct aggregate *a, const struct aggregate_rule *p)
{
	return p->value != AGGREGATE_ASK &&
	    a->eval.event->field[p->value_field].kind <= VALUE_NULL;
}

/*
 * The number of a field as it stands, which needs no look at what expressions
 * can do. False: let the evaluator see what there is, or why there is nothing.
 */
static inline bool
observe_plain_number(const struct aggregate *a, const struct aggregate_rule *p,
    double *d)
{
	const struct value *v;
	double x;

	if (p->value == AGGREGATE_ASK)
		return false;
	v = &a->eval.event->field[p->value_field];
	if (v->kind != VALUE_NUMBER || !num_double(v->text, &x))
		return false;
	*d = p->value == AGGREGATE_TIMES ? x * p->by_number :
	    p->value == AGGREGATE_OVER ? x / p->by_number : x;
	return true;
}

/*
 * The text of a label's field as it stands, or "" where there is none. False
 * for what takes the evaluator, and for what may be "-" or "**REDACTED**".
 */
static inline bool
observe_plain_text(const struct aggregate *a, int field, struct str *text)
{
	const struct value *v;

	if (field < 0) {
		*text = field == AGGREGATE_LEVEL ?
		    severity_level(a->eval.event->severity) :
		    (struct str){ NULL, 0 };
		return field != AGGREGATE_ASKED;
	}
	v = &a->eval.event->field[field];
	if (v->kind <= VALUE_NULL) {
		*text = (struct str){ NULL, 0 };
		return true;
	}
	*text = v->text;
	return (v->kind == VALUE_NUMBER || (v->kind == VALUE_STRING &&
	    !v->escaped && !(v->text.n == 1 && v->text.p[0] == '-') &&
	    !(v->text.n == 12 && v->text.p[0] == '*'))) &&
	    v->text.n <= TABLE_VALUE_MAX;
}

#endif
