/*
 * Answers in gzip (RFC 1952).
 */
#ifndef PROM_PACK_H
#define PROM_PACK_H

#include "base/buf.h"
#include "base/fault.h"

/* Appends the bytes of s, up to 2 GiB, as one gzip member. */
bool pack_gzip(struct buf *b, struct str s, struct fault *f);

#endif
