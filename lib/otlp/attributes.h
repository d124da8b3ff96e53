/*
 * Attributes: labels, and JSON values with their types.
 */
#ifndef OTLP_ATTRIBUTES_H
#define OTLP_ATTRIBUTES_H

#include "json/jread.h"
#include "otlp/attributes_level.h"
#include "snapshot/snap.h"

enum {
	/*
	 * Objects and arrays in each other that are sent as such: deeper
	 * ones go as their JSON text, since decoders of protobuf give up at
	 * 100 messages in each other, and a level here is up to three.
	 */
	ATTRIBUTES_DEPTH_MAX = 24,
};

/* Appends a KeyValue with a string in `field` for each label. */
void attributes_labels(struct buf *b, unsigned field,
    const struct snap_label *l, size_t n);

/* No limit. */
#define ATTRIBUTES_ANY UINT64_MAX

struct attributes_limits {
	uint64_t count;		/* of the attributes, nested ones aside */
	uint64_t length;	/* characters of a string, nested ones too */
};

/* A writer; zeroed it is ready. */
struct attributes {
	struct attributes_level level[ATTRIBUTES_DEPTH_MAX + 1];
	struct buf text, key;	/* what had to be unescaped */
	const struct attributes_limits *limits;	/* or NULL: none */
	uint32_t dropped;	/* attributes over the limit, at the end */
};
void attributes_free(struct attributes *a);

/*
 * The attributes of an object, one by one: begin, put for each of its
 * members, end. Of two with one name the later stays. `token` came from r;
 * numbers are int_value where they are whole and fit 64 bits, else
 * double_value; those that no double comes near enough to (beyond its range,
 * integers beyond 64 bits) are string_value, digit by digit. null is an empty
 * value. Strings are cut and attributes dropped as the limits say.
 */
void attributes_begin(struct attributes *a);
void attributes_put(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *key,
    const struct jtoken *token);
void attributes_end(struct attributes *a, struct buf *b);

/* One value as an AnyValue in `field`, whole: it is no attribute. */
void attributes_value(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *token);

/* All members of the object that is the text of r. False for what is none. */
bool attributes_object(struct attributes *a, struct buf *b, unsigned field,
    struct jread *r);

/*
 * The text of a string token, unescaped where it has to be, into b or as a
 * view of the line. It may hold anything that JSON can, but invalid UTF-8.
 */
struct str attributes_text(const struct jtoken *t, struct buf *b);

#endif
