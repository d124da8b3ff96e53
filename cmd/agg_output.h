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
/* Answers --check, which says nothing when all is well, and --print. */
_Noreturn void agg_output_rules(const struct opts *opts,
    const struct agg_options *o);

#endif
