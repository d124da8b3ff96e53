/*
 * The header of two snapshots together. For merge.c only.
 */
#ifndef SNAPSHOT_MERGE_HEAD_H
#define SNAPSHOT_MERGE_HEAD_H

#include "snapshot/build.h"

/* How much a snapshot's time, and so its windows, say. */
enum merge_rank {
	MERGE_EMPTY,		/* no series at all */
	MERGE_UNTOUCHED,	/* those only that are there from the start */
	MERGE_COUNTED,
};

enum merge_rank merge_rank(const struct snap *s);

/*
 * Time, resource, inputs and notes of a and b. The time is the later one, of
 * those that counted something; of the resources what both have is kept, and
 * of a file that both read how far the one read that got further.
 */
void merge_head(struct build *build, const struct snap *a,
    const struct snap *b);

#endif
