/*
 * The statements that one metric needs, by themselves: so that a snapshot can
 * carry on what only its rules know (mlog-snapshot.5, "statements").
 */
#ifndef RULES_EXCERPT_H
#define RULES_EXCERPT_H

#include "base/fault.h"
#include "rules/rule.h"

/*
 * Appends a JSON array: the statements of the family, without help; of a
 * compute those of what it reads too; the labels and params, with the values
 * they have, that any of these use. Labels first, then params, then metrics,
 * each by name: so that the order of the texts does not show.
 */
void excerpt_put(struct buf *b, const struct rules *r,
    const struct rule_family *family);

/*
 * The rules that such an array is, finished; NULL and a fault for what is
 * none. It can be from anywhere: what would read a file is refused. Free with
 * rules_destroy.
 */
struct rules *excerpt_read(struct str array, struct fault *f);

#endif
