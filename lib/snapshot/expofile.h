/*
 * Prometheus text 0.0.4 and OpenMetrics 1.0 as a snapshot: what any exporter
 * prints (formats.md 2, protocols.md 4).
 */
#ifndef SNAPSHOT_EXPOFILE_H
#define SNAPSHOT_EXPOFILE_H

#include "base/fault.h"
#include "snapshot/snap.h"

enum {
	EXPOFILE_MAX = 1024 * 1024 * 1024,	/* bytes of an exposition */
};

/*
 * Whether an input that begins with this line is an exposition rather than
 * JSON: the first byte tells, and for a metric whose name is in quotes what
 * stands behind them.
 */
bool expofile_begins(struct str line);

/*
 * The whole text of an exposition into *to, which the caller frees in any
 * case. It is OpenMetrics, and refused for all that this forbids, when one of
 * its lines is "# EOF", and text 0.0.4 else. time becomes the snapshot's;
 * name is for messages ("node.prom:12: ...").
 *
 * Buckets become plain counts. Where the series of a histogram have different
 * bounds, those that all have are kept, which a note says; of a sample that
 * comes twice the first is, or the later one where they have timestamps. A
 * single series of target_info is the resource.
 */
bool expofile_read(struct snap *to, struct str text, const char *name,
    int64_t time, struct fault *f);

#endif
