/*
 * Looking ahead, and waiting with a limit. The lines are their readers'.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/stamp.h"
#include "otlp/inlet.h"

static const struct str snapshot = { "{\"@mlog\":\"snapshot\"", 19 };

static int64_t
size_left(int fd)
{
	struct stat st;
	off_t at;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    (at = lseek(fd, 0, SEEK_CUR)) < 0)
		return 0;
	return st.st_size - at;
}

static long
take(struct inlet *fd, void *to, size_t n)
{
	long got = io_read(fd->fd, to, n);

	fd->left -= got > 0 ? got : 0;
	return got;
}

bool
inlet_open(struct inlet *fd, const char *name, struct fault *f)
{
	bool std = strcmp(name, "-") == 0, ok;
	int file = std ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);

	*fd = (struct inlet){ .fd = fd->fd, .name = name };
	ok = file >= 0 && dup2(file, fd->fd) >= 0;
	if (ok)
		fd->left = size_left(fd->fd);
	else
		fault_errno(f, "%s", name);
	if (file >= 0 && !std)
		close(file);
	return ok;
}

bool
inlet_kind(struct inlet *fd, enum inlet_kind *kind, struct fault *f)
{
	struct str head;
	long n = 1;

	do {
		head = str_of(fd->head, fd->n);
		if (fd->n >= snapshot.n || !str_starts(snapshot, head))
			break;
		n = take(fd, fd->head + fd->n, INLET_HEAD - fd->n);
		fd->n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	if (n < 0)
		return fault_errno(f, "read %s", fd->name);
	head = str_of(fd->head, fd->n);
	if (head.n == 0)
		*kind = INLET_EMPTY;
	else if (head.p[0] == '{' && !str_starts(head, snapshot))
		*kind = INLET_EVENTS;
	else
		*kind = INLET_SNAPSHOT;
	return true;
}

long
inlet_read(void *inlet, void *to, size_t n, struct fault *f)
{
	struct inlet *fd = inlet;
	size_t left = fd->n - fd->at;
	long got;

	if (left) {
		n = left < n ? left : n;
		memcpy(to, fd->head + fd->at, n);
		fd->at += n;
		return (long)n;
	}
	got = take(fd, to, n);
	if (got < 0)
		fault_errno(f, "read %s", fd->name);
	return got;
}

bool
inlet_wait(const struct inlet *fd, int64_t until)
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
inlet_whole(const struct inlet *fd)
{
	return fd->left <= 0 && !fd->torn;
}

bool
inlet_drain(struct inlet *fd, struct fault *f)
{
	char block[4096];
	long n;

	while ((n = inlet_read(fd, block, sizeof(block), f)) > 0)
		continue;
	return n == 0;
}
