/*
 * One HTTP POST of a body to the collector, and what its answer means
 * (protocols.md 2.1). It only talks to addresses that guard.h allows, follows
 * no redirect, asks no proxy and reads no configuration of libcurl's.
 */
#ifndef OTLP_POST_H
#define OTLP_POST_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "otlp/config.h"

enum post_result {
	POST_DONE,		/* 2xx; some items may have been rejected */
	POST_REFUSED,		/* never to be sent again as it is */
	POST_TOO_LARGE,		/* 413 */
	POST_LATER,		/* 429 502 503 504, no answer, half an answer */
	POST_FAULT,		/* address not allowed, certificates, URL */
};

struct post_answer {
	uint64_t rejected;	/* items, after POST_DONE */
	int64_t retry_after;	/* ns, 0: not said; after POST_LATER */
	struct buf text;	/* words for the user, may be empty */
};

struct post;

/*
 * Sets up a connection's handle; c stays the caller's and is used until
 * post_destroy. `agent` is the User-Agent. Fails when libcurl does.
 */
struct post *post_new(const struct config *c, const char *agent,
    struct fault *f);
void post_destroy(struct post *p);

/* Sends the body, which is compressed already when c->gzip says so. The
 * answer's text is made anew; its owner frees it. */
enum post_result post_send(struct post *p, struct str body,
    struct post_answer *a);

#endif
