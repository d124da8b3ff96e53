/*
 * What a rule needs at hand for each event, made once.
 */
#ifndef SERIES_PLAN_H
#define SERIES_PLAN_H

#include "series/aggregate.h"

void plan_init(struct aggregate_rule *p, const struct rule *rule,
    struct metric *m);
/* Lets it go by the numbers of its labels' values, where it can. */
void plan_labels(struct aggregate *a, struct aggregate_rule *p);
void plan_free(struct aggregate_rule *p);

#endif
