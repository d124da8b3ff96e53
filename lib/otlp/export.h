/*
 * Batches of one signal to the collector, or to OTLP/JSON lines: sent one
 * after the other, halved where they are too large for it, kept in a spool
 * where it is away.
 */
#ifndef OTLP_EXPORT_H
#define OTLP_EXPORT_H

#include "base/io.h"
#include "otlp/batch.h"
#include "otlp/push.h"
#include "otlp/spool.h"
#include "otlp/tally.h"

/* What the caller sets comes first; zeroed is "not asked for". */
struct export {
	enum batch_signal signal;
	const struct push_setup *push;	/* NULL: a dry run */
	struct out *out;		/* where a dry run goes */
	const char *shown;		/* the endpoint, for messages */
	const struct note *note;	/* told of what was refused */
	struct spool *spool;		/* NULL: none */
	const char *version;		/* mlog's, for its own metrics */
	uint64_t max_bytes;		/* of a request with those */

	/* Counted over all batches. */
	uint64_t batches, items;	/* that were taken */
	uint64_t rejected;		/* items, refused by the collector */
	uint64_t left_out;		/* items, over the limits alone */
	uint64_t spooled, dropped;	/* batches */
	uint64_t damaged;		/* files of the spool */
	uint64_t lost_spans;		/* begun, and never sent; the
					 * caller's to count */
	struct push_count sent;

	/* export.c's, with a spool. */
	bool begun;		/* what waits was looked at */
	bool told;		/* own metrics went along */
	bool away;		/* no more tries in this run */
	bool broken;		/* and no later one would do better */
	struct tally_retry retry;
	struct buf why;		/* in words */
};

/*
 * Where batches are sent. Refused ones, items that a partial success rejects
 * and items over the limits are noted and counted, and do not stop it; with a
 * spool they are in its rejected/. Without a spool it fails when the
 * collector is away (f->again; what was not sent is lost to this run), and
 * when it may not be talked to. With one it sends what waits first, the
 * oldest first, and keeps what cannot be sent; then it fails only when
 * writing does.
 */
struct batch_sink export_sink(struct export *e);

/*
 * The end of a run: sends what waits in the spool where no batch did before,
 * and saves the counts there. Fails when something has to wait (f->again), or
 * may not be sent at all. Frees what the export holds. Call it once.
 */
bool export_end(struct export *e, struct fault *f);

/* Adds the counts of another one. */
void export_add(struct export *e, const struct export *other);

/* Whether anything was refused: exit code 1. */
bool export_refused(const struct export *e);

/* Appends the totals as one line of words, without a newline. */
void export_totals(const struct export *e, struct buf *b);

#endif
