/*
 * What a metric type of the snapshot is to Prometheus, in all forms alike.
 */
#ifndef PROM_SHAPE_H
#define PROM_SHAPE_H

#include "base/buf.h"
#include "snapshot/snap.h"

enum { SHAPE_SUFFIXES = 5 };

struct shape {
	struct str end;		/* of the name of a number: "_total" */
	struct str reserved;	/* the label that the form adds itself */
	struct str suffix[SHAPE_SUFFIXES];	/* of the samples beside or,
				 * for a histogram, in place of the name */
	bool united;		/* a unit is added to the name */
	bool counts;		/* it has a start */
};

extern const struct shape shapes[SNAP_NTYPES];

/* The resource as a family of one series; *series is the caller's room. */
struct snap_family shape_resource(const struct snap *s,
    struct snap_series *series);

/* Appends the family's name before it is mapped: with unit and end. */
void shape_name(struct buf *b, const struct snap_family *f,
    enum snap_type type);

/* The latest exemplar with a value in (low, high], or NULL. */
const struct snap_exemplar *shape_exemplar(const struct snap_series *s,
    double low, double high);

#endif
