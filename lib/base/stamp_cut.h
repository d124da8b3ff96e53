/*
 * What the readers of stamp.c and stamp_span.c share.
 */
#ifndef BASE_STAMP_CUT_H
#define BASE_STAMP_CUT_H

#include <stdint.h>

#include "base/str.h"

/*
 * Cuts the fraction of a second off that *s begins with, ".471234" or ",471",
 * in nanoseconds; none is 0. False when no digit follows the point.
 */
bool stamp_cut_fraction(struct str *s, int64_t *ns);

#endif
