/*
 * The rule packs there are, and where they are. Which file a pack's name means when rules are read
 * is include.c's.
 */
#ifndef RULES_PACKS_H
#define RULES_PACKS_H

#include "base/buf.h"
#include "base/fault.h"

enum { PACKS_FOLDERS = 2 };

/* Where packs are looked for, in order. Zeroed: nowhere. */
struct packs_folders {
	const char *folder[PACKS_FOLDERS + 1];	/* NULL at the end */
	struct buf text;	/* their names */
};

/*
 * The folders of a program that was run as prog (argv[0]) with that PATH:
 * `packs` beside it, as in the build tree, and ../share/mlog/packs, as it is
 * installed. None where the program is not found.
 */
void packs_folders(struct packs_folders *p, const char *prog,
    const char *path);
void packs_folders_free(struct packs_folders *p);

/*
 * Adds a line for each pack in folders (NULL at the end), sorted by name
 * within its folder: the name, and the first sentence of its first comment.
 * A name that an earlier folder has is left out, as it could not be reached.
 * A folder that is not there holds none. Fails when there is no pack at all,
 * or one cannot be read.
 */
bool packs_list(const char *const *folders, struct buf *out, struct fault *f);

#endif
