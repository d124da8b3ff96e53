/*
 * The scrape target of a super-server: a snapshot behind one HTTP exchange.
 */
#ifndef PROM_RESPOND_H
#define PROM_RESPOND_H

#include "prom/access.h"
#include "prom/http.h"
#include "prom/source.h"

struct select;

/*
 * What a tenant's condition means. make: NULL and a fault when it means
 * nothing; name is for messages. apply: leaves only the series of s for which
 * it holds.
 */
struct respond_where {
	struct select *(*make)(const char *name, struct str condition,
	    struct fault *f);
	void (*apply)(struct select *sel, struct snap *s);
	void (*destroy)(struct select *sel);
};

struct responder {
	struct source source;	/* a file: stdin is the request */
	const char *path;	/* the path to answer, NULL: "/metrics" */
	bool disabled;		/* 404 to every request */
	const char *auth;	/* file of prom/access, NULL: open to all */
	struct respond_where where;	/* no make: conditions are refused */
	bool require_sandbox;	/* no answer where there is none */
};

/* What became of a request, for the administrator. */
struct respond_log {
	struct http_log http;
	struct buf peer;	/* of prom/peer, may be empty */
	char tenant[ACCESS_NAME_MAX + 1];	/* or "" */
	bool confined;		/* by prom/sandbox */
	struct fault why;	/* what the client of a 503 was not told, or "" */
};

/*
 * Whether MLOG_PROM_ENABLED switches the responder off. It is a switch that
 * must not be misread: anything but true, false or nothing is a fault.
 */
bool respond_env(bool *disabled, struct fault *f);

/* What of the responder cannot be: no file, a path that is none. */
bool respond_check(const struct responder *r, struct fault *f);

/*
 * Finds the connection (prom/peer), loads the snapshot and who may see it,
 * gives up what is not needed any more (prom/sandbox), and answers one
 * request. When there is no snapshot to show, the answer is 503. False for a
 * file of r->auth that is not right, for a sandbox that is required and
 * missing, and for faults as http_serve has them. The caller frees log->peer.
 */
bool respond(const struct responder *r, struct respond_log *log,
    struct fault *f);

/* Appends "PEER TENANT METHOD STATUS, N bytes", without what is not known. */
void respond_line(struct buf *b, const struct respond_log *log);

#endif
