/*
 * Items into batches: what is around them (resource, scope, of points their
 * metric), and when a batch is full, by count and by bytes. The same for all
 * signals. An item is encoded where it will be sent from, so a log record is
 * written once and copied nowhere.
 */
#ifndef OTLP_PACK_H
#define OTLP_PACK_H

#include <stdint.h>

#include "otlp/batch.h"
#include "snapshot/snap.h"

struct pack_limits {
	uint64_t items;		/* in one request, > 0 */
	uint64_t bytes;		/* of one request, encoded, not compressed */
};

struct pack_setup {
	enum batch_signal signal;
	const struct snap_label *resource;	/* see resource.h */
	size_t nresource;
	const char *version;	/* of the scope "mlog" */
	struct pack_limits limits;
	struct batch_sink sink;
};

struct pack {
	enum batch_signal signal;
	struct pack_limits limits;
	struct batch_sink sink;
	struct buf resource;	/* the field in its message, encoded */
	struct buf scope;
	struct buf body;	/* room for what comes in front, then what
				 * the scope holds */
	size_t front;		/* that room */
	struct buf group;	/* items of the metric at hand */
	struct buf head, tail;	/* its fields, and those behind its points */
	unsigned data;		/* the field of its data; 0: no groups */
	size_t at;		/* where the item at hand begins */
	size_t items;
	struct buf spare;
};

/* The setup's strings may go afterwards. */
void pack_init(struct pack *p, const struct pack_setup *s);
/* What was not flushed is lost. */
void pack_free(struct pack *p);

/*
 * The items that follow are data points of one metric: head is the Metric's
 * encoded fields but for its data, whose field number is `data`, and tail
 * what is behind the points in it. Copied. Only of metrics.
 */
void pack_group(struct pack *p, struct str head, unsigned data,
    struct str tail);

/*
 * The next item: append its message to what pack_item returns, then call
 * pack_done, which sends the batch when it is full. `what` names the item
 * for people, in case it is over the limits alone. False when the sink
 * says so.
 */
struct buf *pack_item(struct pack *p);
bool pack_done(struct pack *p, const char *what, struct fault *f);

/* Forgets the item that pack_item began. */
void pack_drop(struct pack *p);

/* Sends what is in hand, if anything is. */
bool pack_flush(struct pack *p, struct fault *f);

#endif
