/*
 * What text 0.0.4 and OpenMetrics have in common: families of sample lines.
 * A dialect says in what they differ.
 */
#ifndef PROM_LINES_H
#define PROM_LINES_H

#include "prom/classic.h"
#include "prom/naming.h"

struct lines_dialect;

struct lines {
	struct buf *b;
	const struct form *form;
	const struct lines_dialect *dialect;
	struct naming naming;
	struct buf labels;	/* of the series, without braces */
	struct buf tmp;
	struct classic classic;
};

struct lines_dialect {
	const char *type[SNAP_NTYPES];	/* as TYPE has them */
	/*
	 * OpenMetrics: families are called without the end of their samples,
	 * there are no comments, and values that a type does not allow are
	 * left out.
	 */
	bool strict;
	/* The family's metadata; unit is in words, or "". */
	void (*meta)(struct lines *l, struct str help, struct str unit);
	/* A bound or quantile, and what comes behind a sample's value. */
	void (*bound)(struct buf *b, double v);
	void (*exemplar)(struct lines *l, const struct snap_exemplar *e);
	void (*created)(struct lines *l, const struct snap_series *s);
};

/* Appends all families of s. */
void lines_write(struct buf *b, const struct snap *s, const struct form *form,
    const struct lines_dialect *d);

/* For dialects: a name, in quotes where it needs them. */
void lines_name(struct lines *l, struct str name);
/* "# WHAT name " */
void lines_meta(struct lines *l, const char *what);
/* A sample up to and with the space before its value; key="value" is added
 * to the labels when key is not "". The name is the family's full one, or,
 * with an end, its base and that. */
void lines_sample(struct lines *l, struct str end, struct str key,
    struct str value);
/* Appends s with \n and \\ escaped, and " too if quotes are. */
void lines_text(struct buf *b, struct str s, bool quotes);

/* For lines.c: all samples of a series (samples.c). */
void samples_put(struct lines *l, const struct snap_family *f,
    const struct snap_series *s);

#endif
