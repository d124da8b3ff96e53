/*
 * Sending a body until it is taken, refused, or time is up: backoff from 1 s,
 * times 1.5 each time, up to 30 s, each a quarter more or less at random so
 * that many senders do not come at once. A Retry-After that is longer is
 * waited for.
 */
#ifndef OTLP_PUSH_H
#define OTLP_PUSH_H

#include <signal.h>

#include "otlp/post.h"

struct push_setup {
	struct post *post;
	const struct config *config;	/* the post's */
	uint64_t max_bytes;	/* of a body before compression; 0: any */
	/*
	 * ns from the first try, after which no other begins; 0: one try. A
	 * wait that would pass it (a long Retry-After) is not begun either.
	 */
	int64_t retry_for;
	const volatile sig_atomic_t *stop;	/* set: no more tries */
	const struct note *progress;		/* told of waits, or NULL */
};

/* What a caller has to do with the waits of one request. */
struct push_waits {
	unsigned tried;		/* in: tries of earlier runs, the backoff's
				 * step; out: and of this one */
	/* Called before the first wait, or NULL: to keep the request safe. */
	void (*first)(void *ctx);
	void *ctx;
};

struct push_count {
	uint64_t bytes;		/* of bodies that were taken, as sent */
	uint64_t retries;
};

/*
 * Sends an encoded request (batch.h) in the form of the configuration, and
 * returns as post_send does, but never POST_PLAIN; POST_LATER means that it
 * was given up for now, with what is left to wait in a->retry_after. A body
 * over max_bytes is POST_TOO_LARGE at once. Adds to *n. The answer's text is
 * made anew.
 */
enum post_result push_send(const struct push_setup *s, struct str request,
    struct push_waits *w, struct push_count *n, struct post_answer *a);

/* Sleeps, unless *stop is or becomes set: then it returns false. */
bool push_sleep(int64_t ns, const volatile sig_atomic_t *stop);

/* A random span from 0 to ns. */
int64_t push_splay(int64_t ns);

/* The wait after the try number `tries` (1 up), ns; dice is any number. */
int64_t push_backoff(unsigned tries, uint64_t dice);

#endif
