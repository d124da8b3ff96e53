/*
 * A sketch as Prometheus's native histograms have it (protocols.md 9).
 */
#ifndef PROM_NATIVE_H
#define PROM_NATIVE_H

#include "snapshot/build.h"
#include "snapshot/snap.h"

enum {
	NATIVE_SCHEMA_MIN = -4,
	NATIVE_SCHEMA_MAX = 8,
	NATIVE_GAP = 2,		/* empty buckets that do not end a span */
};

/* One side: buckets in use, in runs. */
struct native_side {
	struct {
		int32_t offset;	/* of the first: its index; of others: the
				 * empty buckets before it */
		uint32_t length;
	} span[SNAP_SIDE_MAX];
	size_t nspans;
	int64_t delta[SNAP_SIDE_MAX];	/* to the bucket before; from 0 */
	size_t ndeltas;
};

/* The schema of a sketch; false when it is too coarse for any. */
bool native_schema(const struct snap_sketch *s, int32_t *schema);
/* The buckets of a side of a sketch of that scale at that schema. */
void native_side(struct native_side *to, const struct snap_side *s,
    int32_t scale, int32_t schema);

#endif
