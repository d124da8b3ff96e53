/*
 * Where to cut: at equal weights, then on to the next line. What is read
 * there, and whether a record goes on over a cut, is the reader's matter.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/io.h"
#include "base/io_gz.h"
#include "base/mem.h"
#include "event/ranges.h"

enum { BLOCK = 64 * 1024 };

struct file {
	const char *path;
	uint64_t size, weight;
	bool packed;
};

static void
add(struct ranges *rs, const char *path, uint64_t from, uint64_t to,
    unsigned share)
{
	rs->range = mem_grow(rs->range, rs->n, &rs->cap, sizeof(*rs->range));
	rs->range[rs->n++] = (struct range){ path, from, to, share };
	rs->nshares = share + 1;
}

void
ranges_free(struct ranges *rs)
{
	mem_free(rs->range);
	*rs = (struct ranges){ 0 };
}

static void
weigh(struct file *file, int fd)
{
	char head[2];

	file->packed = io_read_at(fd, head, 2, 0) == 2 &&
	    gz_magic(str_of(head, 2));
	file->weight = file->size;
	if (file->packed)
		file->weight *= RANGES_PACKED;
}

static bool
look(struct file *file, const char *path, struct fault *f)
{
	struct stat st;
	int fd;

	if (stat(path, &st) < 0)
		return fault_errno(f, "%s", path);
	/* To open and close a pipe would end who writes to it. */
	if (!S_ISREG(st.st_mode))
		return fault(f, "%s is no regular file", path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fault_errno(f, "%s", path);
	*file = (struct file){ .path = path, .size = (uint64_t)st.st_size };
	weigh(file, fd);
	close(fd);
	return true;
}

/* The first line that begins at or behind `at` > 0, or the file's size. */
static bool
line_from(const struct file *file, uint64_t at, uint64_t *line,
    struct fault *f)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC);
	char block[BLOCK];
	const char *end = NULL;
	long got = 0;

	if (fd < 0)
		return fault_errno(f, "%s", file->path);
	for (at--; !end && (got = io_read_at(fd, block, BLOCK, at)) > 0;
	    at += (uint64_t)got)
		if ((end = memchr(block, '\n', (size_t)got)))
			got = end + 1 - block;
	close(fd);
	*line = end && at < file->size ? at : file->size;
	return got >= 0 || fault_errno(f, "read %s", file->path);
}

/*
 * Cuts one file, `before` which stands so much weight: each share ends where
 * its part of the whole does. *share is the one at hand.
 */
static bool
cut(struct ranges *rs, const struct file *file, uint64_t before,
    uint64_t each, unsigned shares, unsigned *share, struct fault *f)
{
	uint64_t from = 0, to = 0, at;

	for (; *share + 1 < shares; ++*share) {
		at = each * (*share + 1);
		if (at >= before + file->weight)
			break;
		if (at <= before)
			continue;
		if (file->packed)
			break;
		if (!line_from(file, at - before, &to, f))
			return false;
		if (to == file->size)
			break;
		if (to <= from)
			continue;
		add(rs, file->path, from, to, *share);
		from = to;
	}
	add(rs, file->path, from, 0, *share);
	return true;
}

/* A share without a range is left out, so that they are numbered through. */
static void
renumber(struct ranges *rs)
{
	unsigned last = rs->n ? rs->range[0].share : 0, n = 0;

	for (size_t i = 0; i < rs->n; i++) {
		n += rs->range[i].share != last;
		last = rs->range[i].share;
		rs->range[i].share = n;
	}
	rs->nshares = n + 1;
}

bool
ranges_cut(struct ranges *rs, char *const *path, size_t n, unsigned shares,
    struct fault *f)
{
	struct file *file = mem_new(n, sizeof(*file));
	uint64_t total = 0, before = 0;
	unsigned share = 0;
	bool ok = true;

	*rs = (struct ranges){ 0 };
	for (size_t i = 0; ok && i < n; i++) {
		ok = look(&file[i], path[i], f);
		total += file[i].weight;
	}
	if (shares > RANGES_SHARES_MAX)
		shares = RANGES_SHARES_MAX;
	if (shares > total / RANGES_LEAST)
		shares = (unsigned)(total / RANGES_LEAST) + 1;
	for (size_t i = 0; ok && i < n; i++) {
		ok = cut(rs, &file[i], before, total / shares, shares,
		    &share, f);
		before += file[i].weight;
	}
	mem_free(file);
	renumber(rs);
	return ok;
}

int
range_open(const struct range *r, struct input *in, struct fault *f)
{
	int fd = open(r->path, O_RDONLY | O_CLOEXEC);

	*in = (struct input){ .fd = fd, .name = r->path,
		.inside = r->from > 0, .limit = r->to ? r->to - r->from : 0 };
	if (fd >= 0 && (!r->from ||
	    lseek(fd, (off_t)r->from, SEEK_SET) >= 0))
		return fd;
	fault_errno(f, "%s", r->path);
	if (fd >= 0)
		close(fd);
	return -1;
}
