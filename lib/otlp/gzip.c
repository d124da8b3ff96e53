/*
 * One-shot compression by zlib; answers are unpacked by libcurl.
 */
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "otlp/gzip.h"

enum {
	WINDOW_GZIP = 15 + 16,	/* 32 KiB, and gzip's head instead of zlib's */
	MEMORY = 8,		/* zlib's default */
};

bool
gzip_put(struct buf *b, struct str s, struct fault *f)
{
	z_stream z = { 0 };
	uLong room;
	int rc;

	if (s.n > UINT_MAX / 2)
		return fault(f, "a request of %zu bytes is too large", s.n);
	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_GZIP,
	    MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return fault(f, "zlib does not start");
	room = deflateBound(&z, (uLong)s.n);
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)buf_room(b, room);
	z.avail_out = (uInt)room;
	rc = deflate(&z, Z_FINISH);
	b->n += z.total_out;
	deflateEnd(&z);
	return rc == Z_STREAM_END || fault(f, "zlib does not compress");
}
