/*
 * Selecting series of a snapshot by a condition of the rules' language
 * (mlog-rules.5, "Conditions"): a bare field is the label of that name, `name`
 * is the metric's name, and labels.NAME is always the label.
 */
#ifndef SNAPSHOT_SELECT_H
#define SNAPSHOT_SELECT_H

#include "base/fault.h"
#include "snapshot/snap.h"

struct select;

/* NULL and a fault for what is no condition; name is for messages. */
struct select *select_new(const char *name, struct str condition,
    struct fault *f);
void select_destroy(struct select *sel);

/*
 * Takes away all series for which it does not hold, and families that have
 * none left. The resource is a series too, target_info, and goes unless the
 * condition holds for its attributes.
 */
void select_apply(struct select *sel, struct snap *s);

#endif
