/*
 * The files of a state (formats.md 3.5 to 3.7): which of them is to be
 * believed, and how a new one takes the old one's place. Both ends of the
 * pipe read it, by the same rule; only mlog-agg, which holds the lock, writes.
 */
#ifndef SNAPSHOT_STATEFILE_H
#define SNAPSHOT_STATEFILE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/fault.h"
#include "snapshot/snap.h"

enum statefile_from {
	STATEFILE_NEW,		/* there is none: generation 0, checksum "" */
	STATEFILE_OWN,
	STATEFILE_PREV,		/* STATE is damaged, STATE.prev is not */
};

/* A state as it was read; statefile_free. */
struct statefile {
	struct buf path;	/* of STATE without links, NUL-terminated */
	enum statefile_from from;
	struct snap snap;	/* empty when it is new */
	int64_t mtime;		/* ns, of STATE, whole or damaged */
	struct fault damage;	/* what is wrong with STATE, for
				 * STATEFILE_PREV */
};

/*
 * Reads the state at path. False when it cannot be read, is of a newer
 * version, is no regular file, or is damaged and so is STATE.prev, or there
 * is none.
 */
bool statefile_load(struct statefile *sf, const char *path, struct fault *f);
void statefile_free(struct statefile *sf);
/* Whether a path is that of STATE, at this path without links, or of a file
 * that commits leave beside it. */
bool statefile_owns(const char *state, const char *path);

/*
 * Locks STATE.lock, which is made and stays, at the resolved path of STATE:
 * a descriptor that holds the lock until it is closed, or -1: with f->again
 * where another process holds it.
 */
int statefile_lock(const char *path, struct fault *f);
/*
 * With the lock held: removes what commits that were cut short have left.
 * What cannot be removed stays; it does no harm.
 */
void statefile_tidy(const char *path);
/*
 * Keeps a damaged STATE as STATE.bad.TIME, the time it was written at, and
 * appends that name. Once is enough: false only if it could not be.
 */
bool statefile_quarantine(const struct statefile *sf, struct buf *name,
    struct fault *f);
/*
 * Replaces STATE by a file of these bytes, with its permission bits (0644 for
 * a new one): temporary, fsync, the old one kept as STATE.prev unless it is
 * damaged (keep_prev: then .prev stays as it is), rename, fsync of the
 * folder. On failure STATE is what it was, but for the last step: the new
 * one is in place when syncing the folder is what failed.
 */
bool statefile_commit(const char *path, struct str bytes, bool keep_prev,
    struct fault *f);

#endif
