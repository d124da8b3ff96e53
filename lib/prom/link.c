/*
 * Descriptors with deadlines. Not for plain files and pipes of the filters:
 * base/io waits as long as it takes.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "base/stamp.h"
#include "prom/link.h"

void
link_init(struct link *l, int fd)
{
	struct stat st;
	int flags;

	l->fd = fd;
	l->socket = fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode);
	if (l->socket && (flags = fcntl(fd, F_GETFL)) >= 0)
		(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* Until fd is ready: a read or write that follows does not wait. */
static enum link_end
wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left;
	int n;

	while ((left = deadline - stamp_ticks()) > 0) {
		/* Rounded up, so that the last wait does not spin. */
		n = poll(&p, 1, (int)(left / 1000000) + 1);
		if (n > 0)
			return LINK_OK;
		if (n < 0 && errno != EINTR)
			return LINK_FAULT;
	}
	return LINK_LATE;
}

static bool
passing(int err)
{
	return err == EINTR || err == EAGAIN || err == EWOULDBLOCK;
}

/* How a failed call ends the link. A socket that fails is the peer's doing. */
static enum link_end
failed(const struct link *l)
{
	int err = errno;

	if (err == EPIPE || err == ECONNRESET || l->socket)
		return LINK_GONE;
	errno = err;
	return LINK_FAULT;
}

enum link_end
link_read(const struct link *l, void *p, size_t n, int64_t deadline,
    size_t *got)
{
	enum link_end end;
	ssize_t k;

	for (;;) {
		if ((end = wait_for(l->fd, POLLIN, deadline)) != LINK_OK)
			return end;
		if ((k = read(l->fd, p, n)) >= 0) {
			*got = (size_t)k;
			return LINK_OK;
		}
		if (!passing(errno))
			return failed(l);
	}
}

/*
 * A blocking pipe takes PIPE_BUF bytes without waiting once poll has said that
 * it is writable; more could wait past the deadline.
 */
enum link_end
link_write(const struct link *l, struct str s, int64_t deadline)
{
	size_t most = l->socket ? SIZE_MAX : PIPE_BUF;
	enum link_end end;
	ssize_t k;

	while (s.n) {
		if ((end = wait_for(l->fd, POLLOUT, deadline)) != LINK_OK)
			return end;
		k = write(l->fd, s.p, s.n < most ? s.n : most);
		if (k >= 0)
			s = str_from(s, (size_t)k);
		else if (!passing(errno))
			return failed(l);
	}
	return LINK_OK;
}

void
link_finish(const struct link *l, int64_t deadline)
{
	char drop[4096];
	size_t all = 0, got = 1;

	if (!l->socket)
		return;
	(void)shutdown(l->fd, SHUT_WR);
	while (got > 0 && all < LINK_DRAIN_MAX) {
		if (link_read(l, drop, sizeof(drop), deadline, &got) !=
		    LINK_OK)
			return;
		all += got;
	}
}
