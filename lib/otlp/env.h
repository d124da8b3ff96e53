/*
 * OpenTelemetry's environment variables (protocols.md 3): an empty one is an
 * unset one, and the one for a signal comes before the generic one.
 */
#ifndef OTLP_ENV_H
#define OTLP_ENV_H

#include <stdint.h>

#include "base/buf.h"
#include "otlp/note.h"

enum {
	ENV_NAME_MAX = 96,
};

/* A variable that was found. */
struct env {
	char name[ENV_NAME_MAX];	/* which one, for messages */
	const char *value;		/* NULL when none is set */
};

/* The value, or NULL when unset or empty. */
const char *env_get(const char *name);

/*
 * OTEL_EXPORTER_OTLP_<signal>_<what>, else OTEL_EXPORTER_OTLP_<what>;
 * `signal` is "METRICS". env.value is NULL when neither is set.
 */
struct env env_otlp(const char *signal, const char *what);

/* Only "true", in any case, is true; what is neither that, "false" nor empty
 * is noted. */
bool env_true(const char *name, const struct note *n);

/* A whole number from min to max; what is none is noted, and `otherwise` it
 * is. */
uint64_t env_count(const char *name, uint64_t min, uint64_t max,
    uint64_t otherwise, const struct note *n);

/* OTEL_LOG_LEVEL: -1 for errors only, 1 for all that can be told, 0 for what
 * is between, unset or, which is noted, unknown. */
int env_log_level(const struct note *n);

/* A whole number from 0 on; what is none is noted and ignored: then, as when
 * it is unset, `otherwise` it is. */
uint64_t env_limit(const char *name, uint64_t otherwise,
    const struct note *n);

/*
 * Appends s with each %XX as its byte. False when a '%' is not followed by
 * two hexadecimal digits.
 */
bool env_percent(struct buf *b, struct str s);

#endif
