/*
 * What --state keeps between runs: of snapshots the one that was sent last,
 * for deltas; of events what is remembered of trace contexts. One state is
 * one consumer's.
 */
#ifndef OTLP_KEEP_H
#define OTLP_KEEP_H

#include "otlp/context.h"
#include "snapshot/snap.h"

/* Zeroed it keeps nothing. */
struct keep {
	const char *path;
	int lock;		/* a descriptor, or -1 */
};

/*
 * Takes the lock FILE.lock; path NULL keeps nothing. False when another run
 * has it (f->again).
 */
bool keep_open(struct keep *k, const char *path, struct fault *f);
void keep_close(struct keep *k);

/* *any: there was one; the caller frees it. A damaged state is a fault. */
bool keep_load_snap(const struct keep *k, struct snap *s, bool *any,
    struct fault *f);
bool keep_save_snap(const struct keep *k, const struct snap *s,
    struct fault *f);

bool keep_load_context(const struct keep *k, struct context *cx,
    struct fault *f);
bool keep_save_context(const struct keep *k, const struct context *cx,
    struct fault *f);

#endif
