/*
 * Looking ahead, and waiting with a limit. The lines are their readers'.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/stamp.h"
#include "otlp/feed.h"

static const struct str snapshot = { "{\"@mlog\":\"snapshot\"", 19 };

bool
feed_open(struct feed *fd, const char *name, struct fault *f)
{
	bool std = strcmp(name, "-") == 0, ok;
	int file = std ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);

	*fd = (struct feed){ .fd = fd->fd, .name = name };
	ok = file >= 0 && dup2(file, fd->fd) >= 0;
	if (!ok)
		fault_errno(f, "%s", name);
	if (file >= 0 && !std)
		close(file);
	return ok;
}

bool
feed_kind(struct feed *fd, enum feed_kind *kind, struct fault *f)
{
	struct str head;
	long n = 1;

	do {
		head = str_of(fd->head, fd->n);
		if (fd->n >= snapshot.n || !str_starts(snapshot, head))
			break;
		n = io_read(fd->fd, fd->head + fd->n, FEED_HEAD - fd->n);
		fd->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	if (n < 0)
		return fault_errno(f, "read %s", fd->name);
	head = str_of(fd->head, fd->n);
	if (head.n == 0)
		*kind = FEED_EMPTY;
	else if (head.p[0] == '{' && !str_starts(head, snapshot))
		*kind = FEED_EVENTS;
	else
		*kind = FEED_SNAPSHOT;
	return true;
}

long
feed_read(void *feed, void *to, size_t n, struct fault *f)
{
	struct feed *fd = feed;
	size_t left = fd->n - fd->at;
	long got;

	if (left) {
		n = left < n ? left : n;
		memcpy(to, fd->head + fd->at, n);
		fd->at += n;
		return (long)n;
	}
	got = io_read(fd->fd, to, n);
	if (got < 0)
		fault_errno(f, "read %s", fd->name);
	return got;
}

bool
feed_wait(const struct feed *fd, int64_t until)
{
	struct pollfd p = { .fd = fd->fd, .events = POLLIN };
	int64_t left, ms = -1;

	if (fd->at < fd->n)
		return true;
	if (until != STAMP_NONE) {
		left = until - stamp_ticks();
		ms = left <= 0 ? 0 : (left + 999999) / 1000000;
	}
	return poll(&p, 1, ms > 1000000 ? 1000000 : (int)ms) > 0;
}

bool
feed_drain(struct feed *fd, struct fault *f)
{
	char block[4096];
	long n;

	while ((n = feed_read(fd, block, sizeof(block), f)) > 0)
		continue;
	return n == 0;
}
