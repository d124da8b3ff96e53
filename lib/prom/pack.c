/*
 * One call to zlib. It runs before an answer's head is sent, so that a failure
 * can still become a status; scrapers unpack more often than we pack, and the
 * fastest level already takes nine tenths of a text of metrics away.
 */
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "prom/pack.h"

enum {
	PACK_WINDOW = 15 + 16,	/* 32 KiB, framed as gzip */
	PACK_MEMORY = 8,
};

bool
pack_gzip(struct buf *b, struct str s, struct fault *f)
{
	z_stream z = { 0 };
	uLong most;
	int end;

	if (s.n > UINT_MAX / 2)
		return fault(f, "%zu bytes are too many for gzip", s.n);
	if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, PACK_WINDOW,
	    PACK_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return fault(f, "gzip cannot begin");
	most = deflateBound(&z, (uLong)s.n);
	z.next_out = (Bytef *)buf_room(b, most);
	z.avail_out = (uInt)most;
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	end = deflate(&z, Z_FINISH);
	b->n += z.total_out;
	deflateEnd(&z);
	return end == Z_STREAM_END || fault(f, "gzip does not end");
}
