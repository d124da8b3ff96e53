/*
 * The scrape target of a super-server: a snapshot behind one HTTP exchange.
 */
#ifndef PROM_RESPOND_H
#define PROM_RESPOND_H

#include "prom/access.h"
#include "prom/http.h"
#include "prom/show.h"

struct responder {
	struct show show;	/* files: stdin is the request. Kind, names
				 * and gzip of its form are negotiated */
	const char *path;	/* the path to answer, NULL: "/metrics" */
	bool disabled;		/* 404 to every request */
	const char *auth;	/* file of prom/access, NULL: open to all */
	bool require_sandbox;	/* no answer where there is none */
};

/* What became of a request, for the administrator. */
struct respond_log {
	struct http_log http;
	struct buf peer;	/* of prom/peer, may be empty */
	char tenant[ACCESS_NAME_MAX + 1];	/* or "" */
	bool confined;		/* by prom/sandbox */
	struct fault why;	/* of a snapshot that is not shown, or "" */
};

/*
 * Whether MLOG_PROM_ENABLED switches the responder off. It is a switch that
 * must not be misread: anything but true, false or nothing is a fault.
 */
bool respond_env(bool *disabled, struct fault *f);

/*
 * What of the responder cannot be: stdin shown, a path that is none, a form
 * that is not left to the request, a file to write.
 */
bool respond_check(const struct responder *r, const char *output,
    struct fault *f);

/* That nothing was asked of it, where it is not to respond. */
bool respond_unused(const struct responder *r, struct fault *f);

/*
 * Finds the connection (prom/peer), loads the snapshots and who may see them,
 * gives up what is not needed any more (prom/sandbox), and answers one
 * request. When there is none to show, the answer is 503. False for a
 * file of r->auth that is not right, for a sandbox that is required and
 * missing, and for faults as http_serve has them. The caller frees log->peer.
 */
bool respond(const struct responder *r, struct respond_log *log,
    struct fault *f);

/* Appends "PEER TENANT METHOD STATUS, N bytes", without what is not known. */
void respond_line(struct buf *b, const struct respond_log *log);

#endif
