/*
 * A whole run: configuration, connection, and each snapshot of a stream
 * exported as it comes.
 */
#ifndef OTLP_RUN_H
#define OTLP_RUN_H

#include <signal.h>

#include "otlp/config.h"
#include "otlp/export.h"
#include "otlp/pack.h"

struct run {
	struct config config;	/* its first group filled by the caller */
	struct pack_limits limits;
	int64_t retry_for;	/* ns, see push.h */
	const char *spool;	/* its folder, or NULL */
	uint64_t spool_max;	/* bytes */
	int64_t splay;		/* ns: the start is put off by up to it */
	bool if_configured;	/* no endpoint: drain the input, do nothing */
	bool dry;		/* OTLP/JSON on stdout, nothing is sent */
	bool verbose;		/* tell of retries */
	const char *version;	/* mlog's */
	const volatile sig_atomic_t *stop;	/* set: end in order */
	struct note note;

	int fd;			/* the input; the caller's */
	const char *name;	/* and its name in messages */

	bool started;		/* result: something was to be exported */
	struct export done;	/* result: the counts */
};

/*
 * Fails as export_run does, and for what is wrong with the configuration or
 * the input; snapshots before that are exported all the same. With
 * OTEL_SDK_DISABLED, and with if_configured where no endpoint is, it reads
 * the input to its end, so that its writer sees no broken pipe.
 */
bool run_metrics(struct run *r, struct fault *f);

#endif
