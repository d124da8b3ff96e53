/*
 * A batch: what one request carries, between those who make it (metrics,
 * logs, spans) and those who send or keep it. It is an encoded
 * Export*ServiceRequest in protobuf (protocols.md 1), whatever the transport:
 * a file of the spool holds the same bytes, HTTP/JSON is made from them, and
 * one that is too large for a collector (413) is cut in two without the
 * encoder that made it.
 */
#ifndef OTLP_BATCH_H
#define OTLP_BATCH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/fault.h"

enum batch_signal { BATCH_METRICS, BATCH_LOGS, BATCH_TRACES, BATCH_NSIGNALS };

/* What the world calls a signal. */
struct batch_kind {
	const char *name;	/* "metrics", as --signal has it */
	const char *env;	/* "METRICS", in OTEL_EXPORTER_OTLP_METRICS_* */
	const char *path;	/* "v1/metrics", below an HTTP endpoint */
	const char *noun;	/* "data point": one item, for messages */
};
extern const struct batch_kind batch_kinds[BATCH_NSIGNALS];

struct batch {
	enum batch_signal signal;
	struct str body;	/* the request; a view */
	size_t items;		/* points, log records or spans in it, > 0 */
};

/*
 * Where batches go. The body is valid during the call.
 */
struct batch_sink {
	/* Sends, keeps or prints b. False ends the run. */
	bool (*take)(void *ctx, const struct batch *b, struct fault *f);
	/*
	 * b holds a single item, and is over the limit of a request all the
	 * same; `what` names the item for people ("a point of tasks_total").
	 */
	bool (*reject)(void *ctx, const struct batch *b, const char *what,
	    struct fault *f);
	void *ctx;
};

/* The items of a request; false for bytes that are none. */
bool batch_count(enum batch_signal s, struct str body, size_t *items);

/*
 * Appends the request for the items [from, from + n) of body, with all that
 * is around them and no empty messages; nothing when there are none. False
 * for bytes that are no request; `to` is then as it was.
 */
bool batch_cut(enum batch_signal s, struct str body, size_t from, size_t n,
    struct buf *to);

/*
 * Appends the request as OTLP/JSON (protocols.md 2.2) and a newline: the body
 * of HTTP/JSON, and a line of the file format. False for bytes that are no
 * request.
 */
bool batch_json(enum batch_signal s, struct str body, struct buf *to,
    struct fault *f);

#endif
