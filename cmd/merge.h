/*
 * mlog-agg's operands as snapshots, brought together.
 */
#ifndef CMD_MERGE_H
#define CMD_MERGE_H

#include "base/opts.h"
#include "snapshot/snap.h"

enum { MERGE_MAX = 65536 };	/* snapshots of one run */

/*
 * All operands (none: standard input) merged, or, with diff, what the second
 * of two has beyond the first, into *to, which the caller frees. A fault ends
 * the program.
 */
void cmd_merge(const struct opts *o, bool diff, struct snap *to);

#endif
