/*
 * gRPC's part of a call: the frame around a message, and the status that is
 * in the head or the trailers of its answer (protocols.md 2.3). The transfer
 * is post.c's.
 */
#ifndef OTLP_GRPC_H
#define OTLP_GRPC_H

#include <stdint.h>

#include "base/buf.h"

enum {
	GRPC_FRAME = 5,		/* bytes in front of a message */
	GRPC_MESSAGE_MAX = 4096,	/* bytes kept of a grpc-message */
	GRPC_NONE = -1,		/* no grpc-status came */
};

enum grpc_code {
	GRPC_OK = 0,
	GRPC_CANCELLED = 1,
	GRPC_UNKNOWN = 2,
	GRPC_DEADLINE_EXCEEDED = 4,
	GRPC_PERMISSION_DENIED = 7,
	GRPC_RESOURCE_EXHAUSTED = 8,
	GRPC_ABORTED = 10,
	GRPC_OUT_OF_RANGE = 11,
	GRPC_UNIMPLEMENTED = 12,
	GRPC_INTERNAL = 13,
	GRPC_UNAVAILABLE = 14,
	GRPC_DATA_LOSS = 15,
	GRPC_UNAUTHENTICATED = 16,
};

/* What the fields of an answer said; a zeroed one must be reset first. */
struct grpc_answer {
	int status;		/* GRPC_NONE, or any number a server sends */
	struct buf message;	/* decoded, not cleaned */
	int64_t retry_delay;	/* ns of a RetryInfo; -1: none */
	bool takes_gzip;	/* grpc-accept-encoding lists it */
};

void grpc_reset(struct grpc_answer *g);
void grpc_free(struct grpc_answer *g);

/*
 * Takes a line of a head or of trailers, as libcurl hands them out; a status
 * line ("HTTP/2 200") begins an answer anew.
 */
void grpc_field(struct grpc_answer *g, struct str line);

/* Appends the frame's head for a message of n bytes, n < 4 GiB. */
void grpc_frame(struct buf *b, bool compressed, size_t n);
/* The first message of a body; false when it is compressed or cut short. */
bool grpc_message(struct str body, struct str *message);

/* "UNAVAILABLE"; "status 99" is "an unknown status". */
const char *grpc_name(int status);
/* The code for an answer without one, by its HTTP status. */
enum grpc_code grpc_of_http(long status);
/* Whether a call that ended so may be made again (OTLP's table). */
bool grpc_retryable(int status, bool retry_info);
/* Whether a refusal's words say that the message was over a limit. */
bool grpc_over_size(int status, struct str message);

#endif
