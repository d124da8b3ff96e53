/*
 * Request bodies in gzip (RFC 1952).
 */
#ifndef OTLP_GZIP_H
#define OTLP_GZIP_H

#include "base/buf.h"
#include "base/fault.h"

/* Appends the bytes of s as one gzip member. */
bool gzip_put(struct buf *b, struct str s, struct fault *f);

#endif
