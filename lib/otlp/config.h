/*
 * What an export is set up with: the command line's values, and for what it
 * leaves open the environment (protocols.md 3), then the defaults.
 */
#ifndef OTLP_CONFIG_H
#define OTLP_CONFIG_H

#include <stdint.h>

#include "otlp/batch.h"
#include "otlp/endpoint.h"
#include "otlp/headers.h"
#include "otlp/note.h"

#define CONFIG_UNSET INT64_C(-1)

enum config_protocol {
	CONFIG_HTTP_PROTOBUF,
	CONFIG_HTTP_JSON,
	CONFIG_GRPC,
};

struct config {
	/* From the command line; NULL, false or CONFIG_UNSET: not given. */
	const char *endpoint;	/* a base, like the generic variable */
	const char *protocol;
	const char *compress;	/* "gzip" or "none" */
	const char *headers_file;
	const char *cacert, *cert, *key;
	const char *proxy;	/* asked only when it is given */
	int64_t timeout;	/* ns for one request, 0: no limit */
	int64_t retry_for;	/* ns, see push.h */
	bool allow_private;	/* or the environment's */
	bool disabled;		/* from the environment: export nothing;
				 * config_load adds OTEL_*_EXPORTER=none */

	/* What config_load makes of it; the arena owns the strings. */
	enum batch_signal signal;
	enum config_protocol form;
	struct endpoint to;	/* to.url is NULL: none is configured */
	struct endpoint via;	/* the proxy; via.url is NULL: none */
	struct headers headers;
	bool gzip;
	struct arena arena;
};

/* The default, as zero means another thing for some. */
#define CONFIG_INIT { .timeout = CONFIG_UNSET, .retry_for = CONFIG_UNSET }

/*
 * Fills the second group for one signal. What is wrong on the command line
 * and an endpoint that is no URL fail; other bad variables are noted and
 * ignored. Warns when headers are to travel over plain http to another host.
 * Without `sending` the endpoint and the headers are not read.
 */
bool config_load(struct config *c, enum batch_signal s, bool sending,
    const struct note *n, struct fault *f);
/* Frees what config_load made; the command line's group stays. */
void config_free(struct config *c);

#endif
