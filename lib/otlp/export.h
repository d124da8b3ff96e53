/*
 * Batches to the collector, or to OTLP/JSON lines: sent one after the other,
 * halved where they are too large for it.
 */
#ifndef OTLP_EXPORT_H
#define OTLP_EXPORT_H

#include "base/io.h"
#include "otlp/batch.h"
#include "otlp/push.h"

struct export {
	const struct push_setup *push;	/* NULL: a dry run */
	struct out *out;		/* where a dry run goes */
	const char *shown;		/* the endpoint, for messages */
	const struct note *note;	/* told of what was refused */

	/* Counted over all batches. */
	uint64_t batches, items;	/* that were taken */
	uint64_t rejected;		/* items, refused by the collector */
	uint64_t left_out;		/* items, over the limits alone */
	struct push_count sent;
};

/*
 * Where batches are sent. Refused ones, items that a partial success rejects
 * and items over the limits are noted and counted, and do not stop it. Fails
 * when the collector is away (f->again; what was not sent is lost to this
 * run), when it may not be talked to, or when writing fails.
 */
struct batch_sink export_sink(struct export *e);

/* Adds the counts of another one. */
void export_add(struct export *e, const struct export *other);

/* Whether anything was refused: exit code 1. */
bool export_refused(const struct export *e);

/* Appends the totals as one line of words, without a newline. */
void export_totals(const struct export *e, struct buf *b);

#endif
