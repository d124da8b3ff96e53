/*
 * The names of one exposition: each family's in the form's spelling, none
 * twice, and no two series of a family with one label set.
 */
#ifndef PROM_NAMING_H
#define PROM_NAMING_H

#include "prom/claims.h"
#include "prom/form.h"
#include "prom/labels.h"
#include "prom/shape.h"

/* Zeroed but for the first two members it is ready. */
struct naming {
	const struct form *form;
	/* OpenMetrics: families are called without the end of their samples'
	 * names, and two of these must differ too. */
	bool strict;

	/* Of the family at hand. */
	enum snap_type type;	/* as it is to be shown */
	struct buf name;	/* in full */
	struct str base;	/* what the family is called: a view of name */
	struct labels map;

	/* For its own use. */
	struct claims claims;
	struct buf tmp;
	bool doubt;
};

void naming_init(struct naming *n, const struct form *form, bool strict);
void naming_free(struct naming *n);

/* Goes on to a family; false when its name is taken, and it must not appear. */
bool naming_family(struct naming *n, const struct snap_family *f);

/*
 * The labels of a series of the family, a view until the next call; false
 * when the family has had them already.
 */
bool naming_labels(struct naming *n, const struct snap_series *s,
    const struct snap_label **labels, size_t *nlabels);

/* Appends the unit in words where the form may say it, else nothing. */
void naming_unit(struct naming *n, const struct snap_family *f,
    struct buf *b);

#endif
