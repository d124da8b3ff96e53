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
	const char *host;	/* without an IPv6 literal's brackets */
	bool tls;		/* https */
	bool loopback;		/* localhost or a literal loopback address */
};

/* How a URL becomes the one that is requested. */
struct endpoint_how {
	const char *append;	/* behind its path: "v1/metrics"; or NULL */
	const char *replace;	/* in place of path and query (gRPC); or NULL */
	const char *scheme;	/* for a bare host:port; NULL: refused */
};

/*
 * Checks `text`, which `from` names in messages. Where nothing is appended
 * and the URL has no path, "/" is it. Refused: schemes other than http and
 * https, a user or password (they would show in a list of processes; headers
 * carry them), a fragment. The arena owns the strings.
 */
bool endpoint_parse(struct endpoint *e, struct arena *a, const char *from,
    const char *text, const struct endpoint_how *how, struct fault *f);

#endif
