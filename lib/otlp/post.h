/*
 * One request to the collector, and what its answer means (protocols.md 2.1,
 * 2.3). It only talks to addresses that guard.h allows, follows no redirect,
 * asks no proxy but the one it is given, and reads no configuration of
 * libcurl's.
 */
#ifndef OTLP_POST_H
#define OTLP_POST_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "otlp/config.h"

enum post_result {
	POST_DONE,		/* taken; some items may have been rejected */
	POST_REFUSED,		/* never to be sent again as it is */
	POST_TOO_LARGE,		/* 413, or gRPC's words for it */
	POST_LATER,		/* retryable: 503, no answer, half an answer */
	POST_FAULT,		/* address not allowed, certificates, URL */
	POST_PLAIN,		/* to be sent at once without gzip */
};

struct post_answer {
	uint64_t rejected;	/* items, after POST_DONE */
	int64_t retry_after;	/* ns, 0: not said; after POST_LATER */
	struct buf text;	/* words for the user, may be empty */
};

struct post;

/*
 * Sets up a connection's handle; c stays the caller's and is used until
 * post_destroy. `agent` is the User-Agent, and is copied. Fails when libcurl
 * does, or when its version cannot do gRPC.
 */
struct post *post_new(const struct config *c, const char *agent,
    struct fault *f);
void post_destroy(struct post *p);

/* Whether bodies are to be compressed: as configured, until POST_PLAIN. */
bool post_gzip(const struct post *p);

/* Sends a body that body.h made. The answer's text is made anew; its owner
 * frees it. */
enum post_result post_send(struct post *p, struct str body,
    struct post_answer *a);

#endif
