/*
 * What a rule needs at hand for each event, made once.
 */
#ifndef SERIES_PLAN_H
#define SERIES_PLAN_H

#include "series/aggregate.h"

void plan_init(struct aggregate_rule *p, const struct rule *rule,
    struct metric *m);
void plan_free(struct aggregate_rule *p);

#endif
