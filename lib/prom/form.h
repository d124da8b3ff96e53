/*
 * Which form an exposition has, and what it is called on the wire
 * (protocols.md 4).
 */
#ifndef PROM_FORM_H
#define PROM_FORM_H

#include "base/buf.h"
#include "snapshot/names.h"

enum form_kind {
	FORM_TEXT,		/* Prometheus text 0.0.4 */
	FORM_OPENMETRICS,	/* OpenMetrics 1.0 */
	FORM_PROTOBUF,		/* io.prometheus.client, delimited */
	FORM_NKINDS
};

/* The names that -f takes, and NULL behind them. */
extern const char *const form_kind_name[FORM_NKINDS + 1];

/* A zeroed one is plain text 0.0.4 with names in underscores. */
struct form {
	enum form_kind kind;
	enum names_way names;
	bool created;		/* the start of counting as _created samples */
	const char *scope;	/* mlog's version, for otel_scope_* labels on
				 * every series; NULL: none */
	bool gzip;
	bool spoken;		/* negotiated: the type names the escaping */
};

/* Appends the Content-Type, without CR and LF. */
void form_type(struct buf *b, const struct form *form);

/*
 * Chooses kind, names and gzip by a request's Accept and Accept-Encoding, each
 * empty when it was not sent: by q, then by order, the first type and version
 * that can be made; text 0.0.4 when there is none (protocols.md 4.4). What is
 * not a matter of negotiation stays as it is.
 */
void form_negotiate(struct form *form, struct str accept,
    struct str accept_encoding);

#endif
