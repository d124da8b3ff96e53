/*
 * Attributes: labels, and JSON values with their types.
 */
#ifndef OTLP_ATTRIBUTES_H
#define OTLP_ATTRIBUTES_H

#include "event/keys.h"
#include "json/jread.h"
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

/* The attributes of one object while they are written: keys are unique. */
struct attributes_level {
	struct attributes_one {
		uint32_t print;		/* of the key, to tell most apart */
		bool dead;		/* one of that name came later */
		size_t from, key, n;	/* its bytes, and its key's */
	} *one;
	size_t n, cap;
	bool any_dead;
	struct keys keys;	/* once there are many */
};

/* A writer; zeroed it is ready. */
struct attributes {
	struct attributes_level level[ATTRIBUTES_DEPTH_MAX + 1];
	struct buf text, key;	/* what had to be unescaped */
};
void attributes_free(struct attributes *a);

/*
 * The attributes of an object, one by one: begin, put for each of its
 * members, end. Of two with one name the later stays. `token` came from r;
 * numbers are int_value where they are whole and fit 64 bits, else
 * double_value; those that no double comes near enough to (beyond its range,
 * integers beyond 64 bits) are string_value, digit by digit. null is an empty
 * value.
 */
void attributes_begin(struct attributes *a);
void attributes_put(struct attributes *a, struct buf *b, unsigned field,
    const struct jread *r, const struct jtoken *key,
    const struct jtoken *token);
void attributes_end(struct attributes *a, struct buf *b);

/* One value as an AnyValue in `field`. */
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
