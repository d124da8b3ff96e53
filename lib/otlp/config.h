/*
 * What an export is set up with: the command line's values, and for what it
 * leaves open the environment (protocols.md 3), then the defaults.
 */
#ifndef OTLP_CONFIG_H
#define OTLP_CONFIG_H

#include <stdint.h>

#include "otlp/endpoint.h"
#include "otlp/headers.h"
#include "otlp/note.h"

#define CONFIG_UNSET INT64_C(-1)

/* A signal: the names by which the environment and the path know it. */
struct config_signal {
	const char *env;	/* "METRICS" */
	const char *path;	/* "v1/metrics" */
};

struct config {
	/* From the command line; NULL, false or CONFIG_UNSET: not given. */
	const char *endpoint;	/* a base, like the generic variable */
	const char *protocol;
	const char *compress;	/* "gzip" or "none" */
	const char *headers_file;
	const char *cacert, *cert, *key;
	int64_t timeout;	/* ns for one request, 0: no limit */
	bool allow_private;

	/* What config_load makes of it; the arena owns the strings. */
	struct endpoint to;	/* to.url is NULL: none is configured */
	struct headers headers;
	bool gzip;
	bool disabled;		/* OTEL_SDK_DISABLED: export nothing */
	struct arena arena;
};

/* The default, as zero means another thing for some. */
#define CONFIG_INIT { .timeout = CONFIG_UNSET }

/*
 * Fills the second group. What is wrong on the command line, an endpoint that
 * is no URL and a protocol that is not available fail; other bad variables
 * are noted and ignored. Warns when headers are to travel over plain http to
 * another host. Without `sending` the endpoint and the headers are not read.
 */
bool config_load(struct config *c, const struct config_signal *s,
    bool sending, const struct note *n, struct fault *f);
void config_free(struct config *c);

#endif
