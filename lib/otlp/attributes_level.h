/*
 * The attributes of one object while they are written: keys are unique, of two
 * the later one stays.
 */
#ifndef OTLP_ATTRIBUTES_LEVEL_H
#define OTLP_ATTRIBUTES_LEVEL_H

#include <stdint.h>

#include "base/buf.h"
#include "event/keys.h"

/* Zeroed it is ready. */
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
void attributes_level_free(struct attributes_level *l);

void attributes_level_begin(struct attributes_level *l);
/* The attribute in b from `from` on, whose key is the n bytes at `key`. */
void attributes_level_enter(struct attributes_level *l, const struct buf *b,
    size_t from, size_t key, size_t n);
/*
 * Takes out of b, which ends with them, those that were overruled, and all
 * behind the first max; how many those were.
 */
size_t attributes_level_end(struct attributes_level *l, struct buf *b,
    uint64_t max);

#endif
