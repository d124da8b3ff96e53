/*
 * Which files the operands of a run with positions mean just now: names are
 * looked up until nothing new turns up, since a rotation may go on meanwhile.
 * What they are in truth is match.c's.
 */
#ifndef EVENT_FILES_H
#define EVENT_FILES_H

#include "event/track.h"

enum {
	FILES_TRIES = 10,	/* times that the names are looked up */
	FILES_MAX = 100000,	/* of one run */
};

/* One file. */
struct file {
	char *name;		/* its own */
	uint64_t dev, ino;
	int64_t mtime;		/* ns */
	struct source *source;	/* opened here, until a track takes it */
	struct track *track;	/* of this very file, or NULL */
	char head[POSITION_HEAD];	/* the text's first bytes, for files
					 * that have no track */
	size_t nhead;
	bool failed;		/* it cannot be read */
	bool beside;		/* a rotated file that no operand names, but
				 * the log that it is of */
};

struct files {
	char *const *operand;	/* as given; filled by the caller, ... */
	size_t noperands;
	const struct tracks *tracks;	/* ... and so is what is known */
	bool *present;		/* by operand: it means at least one file */
	bool *told;		/* by operand: that it does not */
	/* Told of what cannot be opened; not NULL. */
	void (*say)(void *arg, const struct fault *f);
	void *arg;
	/* Whether a path is no log, whatever pattern it matches; may be NULL. */
	bool (*skip)(const void *arg, const char *path);
	const void *skip_arg;

	struct file *v;
	size_t n, cap;
};

/*
 * Looks all operands up, and what lies beside them of the same logs. A file
 * that a track reads already, or that is as it was when its track had nothing
 * more to read, is not opened. False when there are more than FILES_MAX.
 */
bool files_find(struct files *fs, struct fault *f);
/* Tells of operands that mean no file, once while they mean none; not where
 * that is because the log was rotated away and is not there anew. For after
 * the tracks were found. */
void files_tell_absent(struct files *fs);
/*
 * A number that stays while names mean the same files and, with `change`,
 * files without a track do not change.
 */
uint64_t files_print(const struct files *fs, bool change);
/* Whether an operand that means a file now would also mean this name, or that
 * of the log that it was rotated from. */
bool files_mean(const struct files *fs, struct str name);
void files_free(struct files *fs);

#endif
