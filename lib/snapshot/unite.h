/*
 * Snapshots side by side: one that has the families and series of all.
 */
#ifndef SNAPSHOT_UNITE_H
#define SNAPSHOT_UNITE_H

#include "base/fault.h"
#include "snapshot/snap.h"

struct unite_part {
	const char *name;	/* for messages */
	const struct snap *snap;
};

/*
 * Unites n > 0 snapshots into *to, a copy that the caller frees in any case.
 * Families of one name become one; it is a fault when they differ in type,
 * unit or bounds, or have a series in common. The help is that of the first
 * that has one. Of the resources what all agree in is kept, of the times the
 * latest, and the notes of all. Nothing is added up: that is merging.
 */
bool unite(struct snap *to, const struct unite_part *part, size_t n,
    struct fault *f);

/*
 * Whether the family x of part a and y of part b, which have one name, can be
 * one: the fault names both parts.
 */
bool unite_agree(const struct unite_part *a, const struct snap_family *x,
    const struct unite_part *b, const struct snap_family *y, struct fault *f);

#endif
