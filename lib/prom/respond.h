/*
 * The scrape target of a super-server: a snapshot behind one HTTP exchange.
 */
#ifndef PROM_RESPOND_H
#define PROM_RESPOND_H

#include "prom/http.h"
#include "prom/source.h"

struct responder {
	struct source source;	/* a file: stdin is the request */
	const char *path;	/* the path to answer, NULL: "/metrics" */
	bool disabled;		/* 404 to every request */
};

/*
 * Whether MLOG_PROM_ENABLED switches the responder off. It is a switch that
 * must not be misread: anything but true, false or nothing is a fault.
 */
bool respond_env(bool *disabled, struct fault *f);

/* What of the responder cannot be: no file, a path that is none. */
bool respond_check(const struct responder *r, struct fault *f);

/*
 * Finds the connection (prom/peer), loads the snapshot, answers one request.
 * When there is no snapshot to show, the answer is 503 and *why says more
 * than the client was told. False for faults as http_serve has them.
 */
bool respond(const struct responder *r, struct http_log *log,
    struct fault *why, struct fault *f);

#endif
