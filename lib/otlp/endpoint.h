/*
 * Where requests go (protocols.md 3, endpoint rules).
 */
#ifndef OTLP_ENDPOINT_H
#define OTLP_ENDPOINT_H

#include "base/arena.h"
#include "base/fault.h"

struct endpoint {
	const char *url;	/* what is requested */
	const char *shown;	/* scheme, host, port, path: for messages */
	bool tls;		/* https */
	bool loopback;		/* localhost or a literal loopback address */
};

/*
 * Checks `text`, which `from` names in messages. With `path` ("v1/metrics")
 * the text is a base and the path is appended to its own; with NULL it is
 * taken as it is, and "/" is the path where it has none. Refused: schemes
 * other than http and https, a user or password (they would show in a list of
 * processes; headers carry them), a fragment. The arena owns the strings.
 */
bool endpoint_parse(struct endpoint *e, struct arena *a, const char *from,
    const char *text, const char *path, struct fault *f);

#endif
