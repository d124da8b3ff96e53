/*
 * One HTTP request in, one answer out, on descriptors of the caller: what a
 * super-server needs of a scrape target (promises.md, Responder; protocols.md
 * section 8). A request changes nothing, and nothing of it is echoed.
 */
#ifndef PROM_HTTP_H
#define PROM_HTTP_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/stamp.h"
#include "prom/link.h"

#define HTTP_HEAD_TIME (5 * STAMP_SEC)	/* for the whole head */
#define HTTP_ANSWER_TIME (15 * STAMP_SEC)	/* for the whole answer */
#define HTTP_DRAIN_TIME STAMP_SEC	/* for what the client still sends */

/* In which form the metrics are asked for. */
struct http_ask {
	struct str accept;	/* all Accept fields as one list, or empty */
	struct str encoding;	/* Accept-Encoding likewise */
};

/* The metrics in that form. */
struct http_body {
	struct buf bytes;
	struct buf type;	/* Content-Type */
	const char *encoding;	/* Content-Encoding, NULL when there is none */
};

/* What there is to be had; the two calls get arg. */
struct http_site {
	struct str path;	/* the one resource; it begins with '/' */
	bool disabled;		/* 404, whatever the path */
	int64_t now;		/* ns, for the Date field */
	/*
	 * Whether who says that in its Authorization field (empty: nothing)
	 * may have the resource, or gets 401. NULL: everyone may.
	 */
	bool (*admit)(struct str authorization, void *arg);
	/* Fills a zeroed body; else the words of a 503, static ones. */
	const char *(*render)(struct http_body *body,
	    const struct http_ask *ask, void *arg);
	void *arg;
};

/* Whether path can be one: printable ASCII from '/' on, no '?', no '#'. */
bool http_path_valid(struct str path);

/* How it went, for a log line. */
struct http_log {
	int status;		/* 0: no answer, the client said nothing */
	const char *method;	/* "GET", "HEAD", or "-" for any other */
	size_t bytes;		/* of the answer */
	bool cut;		/* the client did not take all of it */
};

/*
 * Reads one request head from in and answers it on out, which may be the same
 * socket, then waits briefly for the client's end. SIGPIPE is ignored
 * meanwhile. Whatever the client does gives true; false is a fault of in or
 * out themselves (a full disk behind out).
 */
bool http_serve(const struct link *in, const struct link *out,
    const struct http_site *site, struct http_log *log, struct fault *f);

#endif
