/*
 * Reading gzip data through zlib. Not for writing it: the sinks do that.
 */
#include <zlib.h>

#include "base/io.h"
#include "base/io_gz.h"
#include "base/mem.h"

struct gz {
	z_stream z;
	int fd;
	const char *name;
	uint64_t bytes;
	bool eof;		/* of the descriptor */
	bool between;		/* before a member, or behind the last */
	bool any;		/* a member has been read */
	bool file;		/* read by offset */
	bool cut;
	bool full;		/* there may be more without more input */
	char block[IO_BLOCK];
};

bool
gz_magic(struct str head)
{
	return str_starts(head, STR("\x1f\x8b"));
}

static void
take_input(struct gz *g, const char *p, size_t n)
{
	/* zlib does not write to it; its type is older than const. */
	g->z.next_in = (Bytef *)(uintptr_t)p;
	g->z.avail_in = (uInt)n;
	g->bytes += n;
}

struct gz *
gz_new(int fd, const char *name, struct str head)
{
	struct gz *g = mem_new(1, sizeof(*g));

	g->fd = fd;
	g->name = name;
	g->between = true;
	/* 15: the largest window; 16: gzip and nothing else. */
	if (inflateInit2(&g->z, 15 + 16) != Z_OK)
		g->z.state = NULL;
	if (head.n > IO_BLOCK)
		head.n = IO_BLOCK;
	if (head.n)
		memcpy(g->block, head.p, head.n);
	take_input(g, g->block, head.n);
	return g;
}

struct gz *
gz_new_file(int fd, const char *name)
{
	struct gz *g = gz_new(fd, name, (struct str){ 0 });

	g->file = true;
	return g;
}

bool
gz_cut(const struct gz *g)
{
	return g->cut;
}

void
gz_destroy(struct gz *g)
{
	if (!g)
		return;
	inflateEnd(&g->z);
	mem_free(g);
}

uint64_t
gz_bytes(const struct gz *g)
{
	return g->bytes;
}

static bool
fill(struct gz *g, struct fault *f)
{
	long n = g->file ? io_read_at(g->fd, g->block, IO_BLOCK, g->bytes) :
	    io_read(g->fd, g->block, IO_BLOCK);

	if (n < 0)
		return fault_errno(f, "read %s", g->name);
	g->eof = n == 0;
	take_input(g, g->block, (size_t)n);
	return true;
}

/* Passes the zeros that fill up a tape's block, to the next member if any. */
static bool
next_member(struct gz *g, struct fault *f)
{
	while (g->any && g->z.avail_in && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
	if (!g->z.avail_in)
		return true;
	if (g->any && *g->z.next_in != 0x1f)
		return fault(f, "%s: something follows the gzip data",
		    g->name);
	g->between = false;
	return inflateReset(&g->z) == Z_OK ||
	    fault(f, "%s: zlib cannot begin", g->name);
}

/* Unpacks what is there of a member. */
static bool
unpack(struct gz *g, struct fault *f)
{
	switch (inflate(&g->z, Z_NO_FLUSH)) {
	case Z_STREAM_END:
		g->between = g->any = true;
		return true;
	case Z_OK:
	case Z_BUF_ERROR:
		return true;
	default:
		return fault(f, "%s: the gzip data is damaged%s%s", g->name,
		    g->z.msg ? ": " : "", g->z.msg ? g->z.msg : "");
	}
}

long
gz_read(struct gz *g, void *to, size_t n, struct fault *f)
{
	size_t got;
	bool ok = true;

	g->z.next_out = to;
	g->z.avail_out = (uInt)n;
	if (!g->z.avail_in && !g->eof && !g->full && !fill(g, f))
		return -1;
	do {
		if (g->between)
			ok = next_member(g, f);
		if (ok && !g->between)
			ok = unpack(g, f);
	} while (ok && g->z.avail_in && g->z.avail_out);
	got = n - g->z.avail_out;
	g->full = got == n;
	/* An error comes up again in the next call, which gets no further. */
	if (got)
		return (long)got;
	if (!ok)
		return -1;
	if (!g->eof)
		return GZ_AGAIN;
	if (g->between)
		return 0;
	g->cut = true;
	fault(f, "%s: the gzip data is cut short", g->name);
	return -1;
}
