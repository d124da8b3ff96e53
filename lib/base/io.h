/*
 * Reading and writing descriptors, with every result checked. Block sizes
 * follow what pipes and the page cache like best.
 */
#ifndef BASE_IO_H
#define BASE_IO_H

#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

enum {
	IO_BLOCK = 256 * 1024,	/* bytes asked for in one read(2) */
	IO_PIPE = 1024 * 1024,	/* size asked for a pipe's buffer */
};

/* read(2) again after EINTR: bytes, 0 at the end, -1 with errno. */
long io_read(int fd, void *p, size_t n);
/* pread(2) again after EINTR. */
long io_read_at(int fd, void *p, size_t n, uint64_t at);
/* Whether the next read would return at once (data or end). */
bool io_ready(int fd);
/* All n bytes, or a fault that names `name` (f->pipe after EPIPE). */
bool io_write(int fd, const char *name, const void *p, size_t n,
    struct fault *f);
/* The whole of a file, at most max bytes; a larger one is a fault. */
bool io_slurp(const char *path, size_t max, struct buf *b, struct fault *f);
/* The same of what is left to read of a descriptor, which stays open. */
bool io_slurp_fd(int fd, const char *name, size_t max, struct buf *b,
    struct fault *f);
/* Whether its file lies on another machine (NFS, SMB), as far as the system
 * tells; Linux does. */
bool io_remote(int fd);
/* A larger buffer for a pipe, where the system has that. */
void io_widen(int fd);

/*
 * Buffered output to a descriptor. out_flush and out_close report the first
 * failed write; out_close closes the descriptor and frees the buffer.
 */
struct out {
	int fd;
	const char *name;	/* for messages; not owned */
	struct buf buf;		/* append to it freely, then out_room */
};

void out_init(struct out *o, int fd, const char *name);
/* Writes when a block's worth is waiting: call it after each record. */
bool out_room(struct out *o, struct fault *f);
bool out_flush(struct out *o, struct fault *f);
bool out_close(struct out *o, struct fault *f);

#endif
