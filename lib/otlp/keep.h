/*
 * What --state keeps between runs: of snapshots the one that was sent last,
 * for deltas; of events the positions of their logs, what is remembered of
 * trace contexts, and the spans that are open. One state is one consumer's.
 */
#ifndef OTLP_KEEP_H
#define OTLP_KEEP_H

#include "event/span.h"
#include "otlp/events.h"
#include "snapshot/state.h"

/*
 * The lock of a state, as a descriptor that holds it until it is closed; -1:
 * with f->again where another run has it.
 */
int keep_lock(const char *path, struct fault *f);

/* Whether what is kept there is of events. False when it cannot be read. */
bool keep_of_events(const char *path, bool *yes, struct fault *f);

/* Of events: fill the first group, zero the rest. */
struct keep {
	struct context *context;
	const struct span_maker *spans;	/* or NULL */
	struct events *events;		/* what is in hand there is sent
					 * before it is committed */
	int64_t now;			/* the clock's, or STAMP_NONE */
	int lock;			/* keep_lock's, which stays the
					 * caller's; -1: a dry run */

	struct state state;
};

/*
 * Loads the state, and has the events read by its rules; but a dry run leaves
 * it as it is. Words for people go to the note. False for what is no state of
 * events.
 */
bool keep_open(struct keep *k, const char *path, const struct note *n,
    struct fault *f);
/* The input is read to its end: commits, as state_end has it. */
bool keep_end(struct keep *k, struct fault *f);
void keep_free(struct keep *k);

/* Of snapshots; zeroed it keeps nothing. */
struct keep_snap {
	struct buf path;
	struct statefile file;
	bool dry;
};

/*
 * Loads the state, whose lock is held; *any: there was a snapshot in it,
 * which is k->file.snap then.
 */
bool keep_snap_open(struct keep_snap *k, const char *path, bool dry,
    const struct note *n, bool *any, struct fault *f);
/* This one was sent. */
bool keep_snap_save(struct keep_snap *k, const struct snap *s,
    struct fault *f);
void keep_snap_free(struct keep_snap *k);

#endif
