/*
 * Texts to gzip (RFC 1952), whole. io_gz.h is the way back.
 */
#ifndef BASE_IO_PACK_H
#define BASE_IO_PACK_H

#include "base/buf.h"
#include "base/fault.h"

/* What counts more: the time it takes, or the bytes that are left. */
enum io_pack { IO_PACK_FAST, IO_PACK_SMALL };

/* Appends the bytes of s, up to 2 GiB, as one gzip member. */
bool io_pack(struct buf *b, struct str s, enum io_pack how, struct fault *f);

#endif
