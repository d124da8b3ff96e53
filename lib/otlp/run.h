/*
 * A whole run: what the input is, which signals are made of it, and each of
 * them to its collector.
 */
#ifndef OTLP_RUN_H
#define OTLP_RUN_H

#include <signal.h>

#include "event/span.h"
#include "otlp/channel.h"
#include "otlp/events.h"
#include "otlp/keep.h"
#include "otlp/pack.h"

enum run_temporality {
	RUN_TEMPORALITY_UNSET,	/* what the environment says */
	RUN_CUMULATIVE,
	RUN_DELTA,
};

enum { RUN_OPERANDS_MAX = 1024 };

struct run {
	struct config config;	/* its first group filled by the caller */
	struct pack_limits limits;	/* items 0: not given */
	unsigned signals;	/* bits of enum batch_signal; 0: metrics of
				 * snapshots, logs of events */
	/* Of events: */
	const struct snap_label *resource;	/* what the rules say */
	size_t nresource;
	struct span_maker spans;	/* by rules; event is NULL: none */
	struct str trace_from;	/* names with commas between them, or "" */
	int64_t flush;		/* ns, or CONFIG_UNSET */
	int64_t now;		/* ns, or STAMP_NONE: the clock */
	enum run_temporality temporality;
	const char *state;	/* a file, or NULL */
	const char *spool;	/* its folder, or NULL */
	uint64_t spool_max;	/* bytes */
	int64_t splay;		/* ns: the start is put off by up to it */
	bool if_configured;	/* no endpoint: drain the input, do nothing */
	bool dry;		/* OTLP/JSON on stdout, nothing is sent */
	bool verbose;		/* tell of retries */
	const char *version;	/* mlog's */
	const volatile sig_atomic_t *stop;	/* set: end in order */
	int stop_fd;		/* readable: the same, for events with a
				 * state, which are read on to their last
				 * mark: then *held is set */
	volatile sig_atomic_t *held;
	struct note note;

	struct spool *store;	/* run.c's: that folder, opened */
	int lock;		/* run.c's: of the state, or -1 */
	char *const *operand;	/* names of the inputs */
	size_t noperands;	/* > 0 */
	struct inlet inlet;	/* the one at hand; fd is the caller's, and
				 * is what each becomes in turn */
	size_t next;		/* the operand behind it */

	bool started;		/* result: something was to be exported */
	struct export done;	/* result: the counts */
};

/* The bits of names with commas between them. */
bool run_signals(struct str list, unsigned *signals, struct fault *f);

/*
 * Fails as an export does, and for what is wrong with the configuration, the
 * input or the state; what came before that is exported all the same. With
 * OTEL_SDK_DISABLED, and with if_configured where no endpoint is, it reads
 * the input to its end, so that its writer sees no broken pipe.
 */
bool run_all(struct run *r, struct fault *f);

#endif
