/*
 * Pieces of the table: texts of known width. For tabular*.c only.
 */
#ifndef SNAPSHOT_TABULAR_PUT_H
#define SNAPSHOT_TABULAR_PUT_H

#include "base/buf.h"
#include "snapshot/snap.h"

enum { TABULAR_COLUMNS = 80 };

/* Appends s with control characters as ? and line ends as spaces. */
void tabular_text(struct buf *b, struct str s);
void tabular_spaces(struct buf *b, size_t n);
/* s at the left, or at the right, of n columns; a longer one is whole. */
void tabular_left(struct buf *b, struct str s, size_t n);
void tabular_right(struct buf *b, struct str s, size_t n);

/* A number for people: whole ones below 1e15 in full, others with six digits,
 * or with all before the point. */
void tabular_number(struct buf *b, double v);
/* "name=value" of all labels, two spaces between them. */
void tabular_labels(struct buf *b, const struct snap_label *l, size_t n);

/* The lines of a histogram's or summary's series (tabular_hist.c). */
void tabular_observations(struct buf *b, const struct snap_family *f,
    const struct snap_series *s);

#endif
