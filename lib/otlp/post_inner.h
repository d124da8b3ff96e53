/*
 * What the files of post share; nobody else includes it.
 */
#ifndef OTLP_POST_INNER_H
#define OTLP_POST_INNER_H

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include "otlp/grpc.h"
#include "otlp/guard.h"
#include "otlp/post.h"

struct post {
	CURL *curl;
	struct curl_slist *headers;
	const struct config *config;
	bool gzip;
	struct buf body;	/* of the answer */
	struct grpc_answer grpc;	/* its head and trailers, for gRPC */
	char error[CURL_ERROR_SIZE];

	/* Of the current attempt: what the guard saw. */
	bool opened;		/* a socket to an address that is allowed */
	enum guard_class refused;	/* GUARD_PUBLIC: none was */
	char address[INET6_ADDRSTRLEN];	/* the one refused */
};

/* Sets all of the handle's options; false when libcurl refuses one. */
bool post_setup(struct post *p, const char *agent);
/* Makes the list of header fields, with or without gzip, anew. */
bool post_set_headers(struct post *p);

/* The guard's two looks, in libcurl's form; ctx is a struct post. */
curl_socket_t post_open_socket(void *ctx, curlsocktype purpose,
    struct curl_sockaddr *a);
int post_before_request(void *ctx, char *ip, char *own_ip, int port,
    int own_port);
/* Whether a proxy may be asked for the host: no literal of ours to refuse. */
bool post_may_ask(struct post *p);
/* Appends why nothing was connected to; false when that was not the guard's
 * doing. */
bool post_guarded(const struct post *p, struct buf *text);

/* What follows from a call of gRPC that ended so. */
enum post_result post_grpc_result(struct post *p, CURLcode rc,
    struct post_answer *a);
/* No answer at all, or only a part of one. */
enum post_result post_unanswered(const struct post *p, CURLcode rc,
    struct post_answer *a);
/* Retry-After, in both forms, ns; 0 when there is none. */
int64_t post_retry_after(const struct post *p);

#endif
