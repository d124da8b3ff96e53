/*
 * One condition by itself, as options take it: the rules' language over
 * fields that the caller has.
 */
#ifndef RULES_COND_H
#define RULES_COND_H

#include "base/fault.h"
#include "event/fields.h"

struct cond;

/* NULL and a fault for what is no condition of one line. */
struct cond *cond_new(struct str text, struct fault *f);
void cond_destroy(struct cond *c);

/* The fields that it reads; a value for each is asked for, in their order. */
const struct fields *cond_fields(const struct cond *c);

/*
 * Whether it holds for these values. What hits a limit (a pattern that takes
 * too long) does not hold. `level` is compared by the severity, 0 where there
 * is none.
 */
bool cond_holds(struct cond *c, const struct value *value, int severity);

#endif
