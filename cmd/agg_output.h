/*
 * What mlog-agg gives out.
 */
#ifndef CMD_AGG_OUTPUT_H
#define CMD_AGG_OUTPUT_H

#include "cmd/agg_options.h"
#include "series/aggregate.h"
#include "snapshot/snap.h"

/* Writes a snapshot in the form asked for to where it shall go, and frees
 * it. A fault ends the program. */
void agg_output(const struct opts *opts, const struct agg_options *o,
    struct snap *s);
/* The same for the aggregate as it is now. */
void agg_output_now(const struct opts *opts, const struct agg_options *o,
    struct aggregate *a);
/* The same at an instant, while the run goes on: standard output stays open.
 * False where it cannot be written. */
bool agg_output_tick(const struct agg_options *o, struct aggregate *a,
    int64_t now, struct fault *f);
/* The exit code, by how many lines were refused and what is over its limit,
 * which is said. */
int agg_verdict(const struct agg_options *o, const struct aggregate *a,
    uint64_t refused);
/* Answers --check, which says nothing when all is well, and --print. */
_Noreturn void agg_output_rules(const struct opts *opts,
    const struct agg_options *o);

#endif
