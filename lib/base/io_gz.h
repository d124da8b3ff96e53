/*
 * What a gzip file unpacks to (RFC 1952), out of a descriptor: members one
 * after the other, with zeros behind the last.
 */
#ifndef BASE_IO_GZ_H
#define BASE_IO_GZ_H

#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"

struct gz;

enum { GZ_AGAIN = -2 };		/* nothing yet: call again */

/* Whether a text begins as gzip data does; at least two bytes of it. */
bool gz_magic(struct str head);

/*
 * A reader of fd, which stays the caller's, and of which `head` (at most
 * IO_BLOCK bytes) has been read already. name is for messages, not copied.
 */
struct gz *gz_new(int fd, const char *name, struct str head);
/* The same for a file, from its beginning; fd's own offset stays as it is. */
struct gz *gz_new_file(int fd, const char *name);

/*
 * Up to n > 0 bytes: how many, 0 at the end, -1 with a fault for a failed
 * read and for data that is cut short or damaged; all that could be unpacked
 * before it has been given then. GZ_AGAIN after a read(2) that gave nothing
 * to hand on, so that one call never waits twice.
 */
long gz_read(struct gz *g, void *to, size_t n, struct fault *f);

/* Whether the fault of gz_read was that the data is cut short. */
bool gz_cut(const struct gz *g);
/* Bytes of the compressed file that have been read. */
uint64_t gz_bytes(const struct gz *g);
void gz_destroy(struct gz *g);

#endif
