/*
 * A source's items to the collector, or to OTLP/JSON lines: cut into requests,
 * sent one after the other, halved where they are too large.
 */
#ifndef OTLP_EXPORT_H
#define OTLP_EXPORT_H

#include "base/io.h"
#include "otlp/push.h"
#include "otlp/source.h"

struct export {
	struct source_limits limits;
	const struct push_setup *push;	/* NULL: a dry run */
	struct out *out;		/* where a dry run goes */
	const char *shown;		/* the endpoint, for messages */
	const struct note *note;	/* told of what was refused */

	/* Counted over all sources. */
	uint64_t batches, items;	/* that were taken */
	uint64_t rejected;		/* items, refused by the collector */
	uint64_t left_out;		/* items, over the limits alone */
	struct push_count sent;
};

/*
 * Exports all items. Requests that are refused, items that a partial success
 * rejects and items over the limits are noted and counted, and do not stop
 * it. Fails when the collector is away (f->again; what was not sent is lost
 * to this run), when it may not be talked to, or when writing fails.
 */
bool export_run(struct export *e, const struct source *s, struct fault *f);

/* Whether anything was refused: exit code 1. */
bool export_refused(const struct export *e);

/* Appends the totals as one line of words, without a newline. */
void export_totals(const struct export *e, struct buf *b);

#endif
