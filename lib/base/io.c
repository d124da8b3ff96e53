/*
 * Descriptors: read and write with EINTR, EAGAIN and short counts dealt with.
 * Not for whole-file replacement: base/replace.
 */
#define _GNU_SOURCE	/* F_SETPIPE_SZ, where there is one */
#include <sys/stat.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/io.h"

static void
wait_for(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	poll(&p, 1, -1);
}

long
io_read(int fd, void *p, size_t n)
{
	ssize_t got;

	while ((got = read(fd, p, n)) < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			wait_for(fd, POLLIN);
		else if (errno != EINTR)
			break;
	}
	return (long)got;
}

long
io_read_at(int fd, void *p, size_t n, uint64_t at)
{
	ssize_t got;

	do
		got = pread(fd, p, n, (off_t)at);
	while (got < 0 && errno == EINTR);
	return (long)got;
}

bool
io_ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) != 0;
}

bool
io_write(int fd, const char *name, const void *p, size_t n, struct fault *f)
{
	const char *from = p;
	ssize_t put;

	while (n) {
		put = write(fd, from, n);
		if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			wait_for(fd, POLLOUT);
			continue;
		}
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fault_errno(f, "write %s", name);
		from += put;
		n -= (size_t)put;
	}
	return true;
}

bool
io_slurp_fd(int fd, const char *name, size_t max, struct buf *b,
    struct fault *f)
{
	size_t before = b->n;
	long n;

	while ((n = io_read(fd, buf_room(b, 65536), 65536)) > 0) {
		b->n += (size_t)n;
		if (b->n - before > max)
			return fault(f, "%s: larger than %zu bytes", name,
			    max);
	}
	return n == 0 || fault_errno(f, "read %s", name);
}

bool
io_slurp(const char *path, size_t max, struct buf *b, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fault_errno(f, "%s", path);
	ok = io_slurp_fd(fd, path, max, b, f);
	close(fd);
	return ok;
}

void
io_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		(void)fcntl(fd, F_SETPIPE_SZ, (int)IO_PIPE);
#else
	(void)fd;
#endif
}

bool
io_remote(int fd)
{
#ifdef __linux__
	/* NFS_, SMB_, SMB2_ and CIFS_SUPER_MAGIC of linux/magic.h */
	static const uint32_t far[] = { 0x6969, 0x517b, 0xfe534d42,
		0xff534d42 };
	struct statfs st;
	bool remote = false;

	for (size_t i = 0; fstatfs(fd, &st) == 0 &&
	    i < sizeof(far) / sizeof(far[0]); i++)
		remote |= (uint32_t)st.f_type == far[i];
	return remote;
#else
	(void)fd;
	return false;
#endif
}

void
out_init(struct out *o, int fd, const char *name)
{
	*o = (struct out){ .fd = fd, .name = name };
	io_widen(fd);
}

bool
out_room(struct out *o, struct fault *f)
{
	return o->buf.n < IO_BLOCK || out_flush(o, f);
}

bool
out_flush(struct out *o, struct fault *f)
{
	size_t n = o->buf.n;

	buf_reset(&o->buf);
	return n == 0 || io_write(o->fd, o->name, o->buf.p, n, f);
}

bool
out_close(struct out *o, struct fault *f)
{
	bool ok = out_flush(o, f);

	if (close(o->fd) < 0 && ok)
		ok = fault_errno(f, "close %s", o->name);
	buf_free(&o->buf);
	return ok;
}
