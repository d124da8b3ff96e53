/*
 * What the files of spool share; nobody else includes it.
 */
#ifndef OTLP_SPOOL_INNER_H
#define OTLP_SPOOL_INNER_H

#include "base/buf.h"
#include "otlp/spool.h"

#define SPOOL_TAIL ".otlp"

struct spool {
	struct buf path;	/* NUL-terminated */
	int lock;
	uint64_t max;
	int64_t newest;		/* time in the last name made */
	unsigned made;		/* names made by this process */

	/* What waits, as last seen, so that not every put counts anew. */
	bool known;
	struct spool_sum sum;
};

/* PATH/FOLDER/NAMETAIL, in b. */
const char *spool_at(const struct spool *s, struct buf *b,
    enum spool_folder in, const char *name, const char *tail);

/* Drops the oldest of a folder, until n bytes more are within the limits. */
bool spool_make_room(struct spool *s, enum spool_folder in, size_t n,
    uint64_t *dropped, struct fault *f);
/* A file, and the words beside it. */
bool spool_remove(struct spool *s, enum spool_folder in, const char *name,
    struct fault *f);

#endif
