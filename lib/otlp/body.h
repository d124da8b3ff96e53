/*
 * An encoded request in the form that travels: protobuf as it is, OTLP/JSON,
 * or a gRPC frame; each with gzip where it is asked for (protocols.md 2).
 */
#ifndef OTLP_BODY_H
#define OTLP_BODY_H

#include "otlp/config.h"

/* A zeroed one is a valid empty one; it may be used again. */
struct body {
	struct str bytes;	/* what is sent: in room, or the request */
	size_t plain;		/* their number before compression */
	struct buf room, spare;	/* body.c's */
};

/*
 * The bytes to send are valid while k and the request are. Fails for what is
 * no request of the signal (JSON only), and when zlib does.
 */
bool body_make(struct body *k, const struct config *c,
    struct str request, bool gzip, struct fault *f);
void body_free(struct body *k);

#endif
