/*
 * The rule packs there are. Which file a pack's name means when rules are read
 * is include.c's.
 */
#ifndef RULES_PACKS_H
#define RULES_PACKS_H

#include "base/buf.h"
#include "base/fault.h"

/*
 * Adds a line for each pack in folders (NULL at the end), sorted by name
 * within its folder: the name, and the first sentence of its first comment.
 * A name that an earlier folder has is left out, as it could not be reached.
 * A folder that is not there holds none. Fails when there is no pack at all,
 * or one cannot be read.
 */
bool packs_list(const char *const *folders, struct buf *out, struct fault *f);

#endif
