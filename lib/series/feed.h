/*
 * An event stream into an aggregate: line by line, marks passed over or given
 * to a state, what is no event refused and counted.
 */
#ifndef SERIES_FEED_H
#define SERIES_FEED_H

#include "event/event.h"
#include "event/hold.h"
#include "event/markline.h"
#include "json/lines.h"
#include "series/aggregate.h"

/* Fill the first group; zero the rest. */
struct feed {
	struct aggregate *aggregate;
	struct event_reader *reader;
	/* Called after each read with what has come of this input so far;
	 * may be NULL. */
	void (*step)(uint64_t lines, uint64_t bytes);
	/* Called for each line refused; may be NULL. */
	void (*refused)(void *arg, const char *input, uint64_t line,
	    size_t column, const char *what);
	void *arg;
	/*
	 * With a state: the stream is held back to its marks by hold, whose
	 * fd and name are set here, and each mark is given to mark. NULL:
	 * marks are passed over.
	 */
	struct hold *hold;
	bool (*mark)(void *arg, const struct markline *m, struct fault *f);
	void *mark_arg;

	uint64_t lines, nrefused;
	bool failed;		/* by a rule's limit, or with a state by
				 * anything: read no more */
};

/*
 * Reads what fd gives, to its end; fd stays the caller's. False for I/O
 * faults, for a rule's `limit N fail`, for a snapshot where events were
 * expected, and for what hold and mark refuse.
 */
bool feed_input(struct feed *feed, int fd, const char *name, struct fault *f);

/*
 * Appends what the run came to: lines for people, each ended by LF. verbose
 * adds the counts of a good run.
 */
void feed_totals(const struct feed *feed, bool verbose, struct buf *b);

#endif
