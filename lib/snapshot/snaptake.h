/*
 * JSON values of a snapshot's lines, taken as what they have to be. Each
 * function is false with a fault for what is none. For this folder only.
 */
#ifndef SNAPSHOT_SNAPTAKE_H
#define SNAPSHOT_SNAPTAKE_H

#include "base/fault.h"
#include "json/jread.h"
#include "snapshot/snap.h"

/* Texts that had to be unescaped, and arrays, go to the arena; other texts
 * stay views of the line. */
bool take_text(struct arena *a, const struct jtoken *t, struct str *to,
    struct fault *f);
bool take_time(const struct jtoken *t, int64_t *to, struct fault *f);
bool take_uint(const struct jtoken *t, uint64_t *to, struct fault *f);
/* From min to max. */
bool take_int(const struct jtoken *t, int32_t min, int32_t max, int32_t *to,
    struct fault *f);
bool take_double(const struct jtoken *t, double *to, struct fault *f);
/* At most max elements to `to`. */
bool take_doubles(const struct jread *r, const struct jtoken *t, double *to,
    size_t max, size_t *n, struct fault *f);
bool take_uints(const struct jread *r, const struct jtoken *t, uint64_t *to,
    size_t max, size_t *n, struct fault *f);
/* An object of strings, sorted by name, at most SNAP_LABELS_MAX. */
bool take_labels(struct arena *a, const struct jread *r,
    const struct jtoken *t, struct snap_label *to, size_t *n,
    struct fault *f);
bool take_side(struct arena *a, const struct jread *r, const struct jtoken *t,
    struct snap_side *to, struct fault *f);
bool take_quantiles(struct arena *a, const struct jread *r,
    const struct jtoken *t, struct snap_extra *to, struct fault *f);
bool take_exemplars(struct arena *a, const struct jread *r,
    const struct jtoken *t, struct snap_extra *to, struct fault *f);

#endif
