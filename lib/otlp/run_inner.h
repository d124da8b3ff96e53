/*
 * What the files of a run share; nobody else includes it.
 */
#ifndef OTLP_RUN_INNER_H
#define OTLP_RUN_INNER_H

#include "otlp/run.h"

/* A pack for the channel's signal, with that resource beside the own one. */
void run_open_pack(struct pack *p, struct channel *c, const struct run *r,
    const struct snap_label *own, size_t nown);
/* Items in one request at most. */
uint64_t run_batch(const struct run *r, enum batch_signal s);
/* How long an event waits at most, ns: as it was given, or as the environment
 * says for the signals of the run. */
int64_t run_flush(const struct run *r);
/* Chooses the temporality where no option did, and tells of what no variable
 * can choose. */
void run_metrics_env(struct run *r);
/* What is the same for all signals, and of what is not done at all. */
void run_whole_env(struct run *r);
/* The next operand becomes the one at hand. */
bool run_next(struct run *r, struct fault *f);

/* From the operand at hand on, all of them. */
bool run_snapshots(struct run *r, struct channel *c, struct fault *f);
/* channels by signal. */
bool run_events(struct run *r, struct channel *channels, struct fault *f);

#endif
