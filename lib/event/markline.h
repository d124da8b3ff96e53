/*
 * The marks of an event stream, read (mlog-event.5): lines whose first member
 * is "@mlog". They say how far the logs were read for what came before.
 */
#ifndef EVENT_MARKLINE_H
#define EVENT_MARKLINE_H

#include "event/position.h"
#include "event/totals.h"

/* How each begins: a record's own member of that name is renamed. */
#define MARK_PREFIX STR("{\"@mlog\":")

enum { MARK_VERSION = 1 };

enum mark_kind {
	MARK_BEGIN,		/* the first line of a stream with marks */
	MARK_POS,		/* a barrier over all inputs */
	MARK_END,		/* the last line */
	MARK_OTHER,		/* of a later writer: passed over */
};

/* One mark. A zeroed one is ready; markline_free releases it. */
struct markline {
	enum mark_kind kind;

	/* begin: what the writer of the stream knew of the state. */
	uint64_t version, generation;
	struct str state;	/* the checksum, "" where there was none */

	/* pos: inputs that moved, and what was counted since the last one;
	 * totals.lost counts those that are lost. */
	struct position *input;
	size_t ninputs, inputs_cap;
	struct totals totals;

	struct arena texts;	/* of the views above */
};

/*
 * Reads the line that r stands before. False for what is no valid mark, or
 * of a newer version; what it held before is gone in any case.
 */
bool markline_read(struct markline *m, struct jread *r, struct fault *f);
void markline_free(struct markline *m);

#endif
