/*
 * What a rule takes from an event: each function is false when there is
 * nothing to take, which it has counted with the reason.
 */
#ifndef SERIES_OBSERVE_H
#define SERIES_OBSERVE_H

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

#endif
