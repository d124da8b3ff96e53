/*
 * Rotated files that no operand names: of app.log, what lies beside it as
 * app.log.1, app.log-20261121.gz and the like (formats.md 3.2). Only names
 * are looked at here; which of the files count is match.c's to say.
 */
#ifndef EVENT_BESIDE_H
#define EVENT_BESIDE_H

#include "base/arena.h"

struct beside_log {
	struct str folder;	/* with its '/', or "" */
	struct str last;	/* the name in it */
};

/* A zeroed one is ready; beside_free. */
struct beside {
	const char **path;	/* what beside_find found, its own */
	size_t n, cap;

	struct beside_log *log;	/* the rest is its own */
	size_t nlogs, logs_cap;
	struct arena texts;
};

/* Notes a log, unless its name is that of a rotated file; it is copied. */
void beside_add(struct beside *b, const char *log);
/*
 * The rotated files of those logs, each folder being read once; in no order.
 * A folder that cannot be read has none.
 */
void beside_find(struct beside *b);
void beside_free(struct beside *b);

#endif
