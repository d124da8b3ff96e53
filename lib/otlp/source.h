/*
 * A source of items to export: the points of a snapshot now; the sender
 * (export.c) knows no more of a signal than this. Requests are made of ranges
 * of items, so that they can be cut by count, by bytes and by halving.
 */
#ifndef OTLP_SOURCE_H
#define OTLP_SOURCE_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/buf.h"

struct source_limits {
	uint64_t items;		/* in one request, > 0 */
	uint64_t bytes;		/* of one request, encoded, not compressed */
};

struct source {
	const void *data;
	size_t n;		/* items in all */
	const char *noun;	/* "data point", for messages */

	/*
	 * How many items from `from` on make a request within the limits; 0
	 * when the item at `from` exceeds them alone.
	 */
	size_t (*fit)(const void *data, size_t from,
	    const struct source_limits *lim);
	/* The request for items [from, from + n), n > 0, made in the arena. */
	const ProtobufCMessage *(*request)(const void *data, size_t from,
	    size_t n, struct arena *a);
	/* Appends words that name an item to a user. */
	void (*describe)(const void *data, size_t i, struct buf *b);
};

#endif
