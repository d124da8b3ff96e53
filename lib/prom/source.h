/*
 * The snapshot that is to be shown, and whether it may be: one that is too
 * old is as bad as none, since a scrape would look fresh.
 */
#ifndef PROM_SOURCE_H
#define PROM_SOURCE_H

#include "base/fault.h"
#include "snapshot/snap.h"

struct source {
	const char *path;	/* "-" is stdin */
	int64_t now;		/* ns, what ages are measured from */
	int64_t max_age;	/* ns, 0: any age will do */
};

/*
 * The last whole snapshot of the source into *s, which the caller frees. When
 * it is missing, damaged or older than max_age: false, the fault says why in
 * full, and *reason (if not NULL) is set to static words for strangers, with
 * no path in them.
 */
bool source_load(const struct source *src, struct snap *s,
    const char **reason, struct fault *f);

#endif
