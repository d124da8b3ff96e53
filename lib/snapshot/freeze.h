/*
 * From the series at work to a snapshot.
 */
#ifndef SNAPSHOT_FREEZE_H
#define SNAPSHOT_FREEZE_H

#include "base/fault.h"
#include "series/aggregate.h"
#include "snapshot/build.h"

/* What a metric makes. */
enum snap_type freeze_type(const struct metric *m);
/* The mode on its family's line; "" of most. */
struct str freeze_mode(const struct rule *rule);

/*
 * The aggregate as it is now. now is the snapshot's time, or STAMP_NONE for
 * the latest event's (the wall clock's when no event had one). Start times
 * are frozen in the aggregate by the first snapshot that shows them.
 * pipeline is the label of the own metrics, NULL leaves these out. False
 * when two rules or a rule and an own metric clash; free *s in any case.
 */
bool freeze(struct snap *s, struct aggregate *a, int64_t now,
    const char *pipeline, struct fault *f);

/* For merging: adds the series and parts of a metric to the family at hand,
 * at the time of its snapshot. */
void freeze_series(struct build *b, const struct aggregate *a,
    struct metric *m);
/* For merging: the family NAME_limit of a compute, where it has limits. */
void freeze_limits(struct build *b, const struct metric *m);

/*
 * The reverse, for a new aggregate: families of s whose rules are still the
 * same go on, series by series, and so do the own metrics of that pipeline.
 * Families of s that no rule makes any more are left out; new and changed
 * ones stay as they are. False for what freeze does not write.
 */
bool thaw(struct aggregate *a, const struct snap *s, const char *pipeline,
    struct fault *f);

/* Whether the family's line is what the metric makes. */
bool thaw_fits(const struct metric *m, const struct snap_family *family,
    struct fault *f);
/*
 * Of a family alone, for merging: its series, which are of that snapshot
 * (NULL: of no known one), without its parts. False also when the metric is
 * another one than the family's.
 */
bool thaw_family(struct metric *m, const struct snap_family *family,
    const struct snap *of, struct fault *f);
/* The exemplars of a family's series, beside those that the metric has. */
bool thaw_examples(struct metric *m, const struct snap_family *family);

#endif
