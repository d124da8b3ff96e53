/*
 * Several snapshots as one: what mlog-prom shows is merged from all its
 * operands.
 */
#ifndef PROM_GATHER_H
#define PROM_GATHER_H

#include "prom/source.h"

enum { GATHER_MAX = 256 };	/* snapshots of one run */

struct gather {
	struct source source;	/* path is not used */
	const char *const *path;	/* "-" is stdin */
	size_t n;		/* at least 1 */
};

/*
 * The last whole snapshot of each path, merged into *s, which the caller
 * frees. A single one is taken as it is. Of several, one that is missing,
 * damaged or too old is left out: mlog_snapshot_up{file} is 0 for it, a
 * comment in s says why, and so does *why (if not NULL) in full. False when
 * there is none left, or they contradict each other; *reason as source_load
 * has it.
 */
bool gather(const struct gather *g, struct snap *s, const char **reason,
    struct fault *why, struct fault *f);

#endif
