/*
 * Which options of mlog-agg go together.
 */
#ifndef CMD_AGG_CHECK_H
#define CMD_AGG_CHECK_H

#include "cmd/agg_options.h"

/* False for those that do not, with what to do instead. */
bool agg_check(const struct agg_options *o, struct fault *f);

#endif
