/*
 * One call to zlib, for answers and requests that are whole in memory.
 */
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "base/io_pack.h"

enum {
	PACK_WINDOW = 15 + 16,	/* 32 KiB, framed as gzip */
	PACK_MEMORY = 8,	/* zlib's default */
};

bool
io_pack(struct buf *b, struct str s, enum io_pack how, struct fault *f)
{
	z_stream z = { 0 };
	uLong most;
	int end;

	if (s.n > UINT_MAX / 2)
		return fault(f, "%zu bytes are too many for gzip", s.n);
	if (deflateInit2(&z, how == IO_PACK_FAST ? Z_BEST_SPEED :
	    Z_DEFAULT_COMPRESSION, Z_DEFLATED, PACK_WINDOW, PACK_MEMORY,
	    Z_DEFAULT_STRATEGY) != Z_OK)
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
