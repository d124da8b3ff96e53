/*
 * `compute`: arithmetic over metrics and params, when a snapshot is made.
 */
#ifndef SERIES_COMPUTE_H
#define SERIES_COMPUTE_H

#include "series/aggregate.h"

/* Replaces the series of each compute by what they are at a time. */
void compute_all(struct aggregate *a, int64_t now);

/* How many series of all computes are at their `crit`, or `warn`, or
 * beyond: above it or, where `crit` is less than `warn`, below it. */
size_t compute_tripped(const struct aggregate *a, bool crit);

#endif
