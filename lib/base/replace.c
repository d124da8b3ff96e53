/*
 * Files replaced as a whole. Not for what is appended to, nor for the state
 * of a run, which keeps its predecessor (snapshot/).
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/replace.h"

enum {
	OUTPUT_MODE = 0644,
	LINKS_MAX = 40,		/* symbolic links followed, as Linux does */
	LINK_START = 256,	/* bytes tried first for a link's text */
};

/* A replacement under way: names are relative to the open folder. */
struct replacement {
	struct buf path;	/* where the links lead, NUL-terminated */
	struct buf temp;	/* name of the temporary, NUL-terminated */
	const char *base;	/* last part of path */
	int dir;
};

/* Index behind the last '/', 0 without one. */
static size_t
base_index(struct str path)
{
	size_t i = path.n;

	while (i && path.p[i - 1] != '/')
		i--;
	return i;
}

/* The text of the link at path; false with errno when it is none. */
static bool
read_link(const char *path, struct buf *to)
{
	size_t room = LINK_START;
	ssize_t n;

	for (;; room *= 2) {
		buf_reset(to);
		n = readlink(path, buf_room(to, room), room);
		if (n < 0)
			return false;
		if ((size_t)n < room)
			break;
	}
	to->n = (size_t)n;
	return true;
}

/*
 * Follows path's last part, so that the rename hits the file and not the
 * link; realpath(3) would refuse a link that dangles.
 */
bool
replace_target(const char *path, struct buf *out, struct fault *f)
{
	struct buf link = { 0 };
	int left = LINKS_MAX;
	bool ok;

	buf_puts(out, str_c(path));
	buf_putc(out, '\0');
	while (read_link(out->p, &link) && left--) {
		if (link.n && link.p[0] == '/')
			buf_reset(out);
		else
			out->n = base_index(str_c(out->p));
		buf_puts(out, buf_str(&link));
		buf_putc(out, '\0');
	}
	if (left < 0)
		errno = ELOOP;
	/* EINVAL: no link; ENOENT: nothing there yet. */
	ok = left >= 0 && (errno == EINVAL || errno == ENOENT);
	if (!ok)
		fault_errno(f, "%s", path);
	buf_free(&link);
	return ok;
}

/* The folder that path lies in, open; -1 with a fault. */
static int
folder_of(const char *path, struct fault *f)
{
	size_t n = base_index(str_c(path));
	struct buf name = { 0 };
	int dir;

	buf_puts(&name, n ? str_of(path, n) : STR("."));
	buf_putc(&name, '\0');
	dir = open(name.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		fault_errno(f, "open folder %s", name.p);
	buf_free(&name);
	return dir;
}

static bool
open_folder(struct replacement *r, struct fault *f)
{
	r->base = r->path.p + base_index(str_c(r->path.p));
	r->dir = folder_of(r->path.p, f);
	return r->dir >= 0;
}

static int
open_temp(struct replacement *r)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd;

	buf_printf(&r->temp, ".%s.%ld", r->base, (long)getpid());
	buf_putc(&r->temp, '\0');
	fd = openat(r->dir, r->temp.p, flags, S_IRUSR | S_IWUSR);
	/* A process with our number died here once. */
	if (fd < 0 && errno == EEXIST &&
	    unlinkat(r->dir, r->temp.p, 0) == 0)
		fd = openat(r->dir, r->temp.p, flags, S_IRUSR | S_IWUSR);
	return fd;
}

static bool
fill(int fd, const char *name, struct str bytes, mode_t mode,
    struct fault *f)
{
	bool ok = fchmod(fd, mode) == 0 || fault_errno(f, "chmod %s", name);

	ok = ok && io_write(fd, name, bytes.p, bytes.n, f);
	if (ok && fsync(fd) < 0)
		ok = fault_errno(f, "fsync %s", name);
	if (close(fd) < 0 && ok)
		ok = fault_errno(f, "close %s", name);
	return ok;
}

/* Some file systems cannot sync a folder and say EINVAL: that is no loss. */
static bool
sync_folder(int dir, const char *name, struct fault *f)
{
	return fsync(dir) == 0 || errno == EINVAL ||
	    fault_errno(f, "fsync folder of %s", name);
}

bool
replace_sync_folder(const char *path, struct fault *f)
{
	int dir = folder_of(path, f);
	bool ok;

	if (dir < 0)
		return false;
	ok = sync_folder(dir, path, f);
	close(dir);
	return ok;
}

static bool
replace_in(struct replacement *r, struct str bytes, mode_t mode,
    struct fault *f)
{
	const char *name = r->path.p;
	int fd = open_temp(r);

	if (fd < 0)
		return fault_errno(f, "create a temporary for %s", name);
	if (!fill(fd, name, bytes, mode, f)) {
		unlinkat(r->dir, r->temp.p, 0);
		return false;
	}
	if (renameat(r->dir, r->temp.p, r->dir, r->base) < 0) {
		fault_errno(f, "rename to %s", name);
		unlinkat(r->dir, r->temp.p, 0);
		return false;
	}
	return sync_folder(r->dir, name, f);
}

static bool
replace_regular(const char *path, struct str bytes, mode_t mode,
    struct fault *f)
{
	struct replacement r = { .dir = -1 };
	bool ok = replace_target(path, &r.path, f) && open_folder(&r, f);

	if (ok && !*r.base) {
		errno = EISDIR;
		ok = fault_errno(f, "%s", path);
	}
	ok = ok && replace_in(&r, bytes, mode, f);
	if (r.dir >= 0)
		close(r.dir);
	buf_free(&r.temp);
	buf_free(&r.path);
	return ok;
}

static bool
write_in_place(const char *path, struct str bytes, struct fault *f)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fault_errno(f, "%s", path);
	ok = io_write(fd, path, bytes.p, bytes.n, f);
	if (close(fd) < 0 && ok)
		ok = fault_errno(f, "close %s", path);
	return ok;
}

bool
replace_file(const char *path, struct str bytes, mode_t mode,
    bool regular_only, struct fault *f)
{
	struct stat st;
	bool there;

	if (!*path)
		return fault(f, "a file name is empty");
	there = stat(path, &st) == 0;
	if (!there && errno != ENOENT)
		return fault_errno(f, "%s", path);
	if (!there || S_ISREG(st.st_mode))
		return replace_regular(path, bytes, mode, f);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fault_errno(f, "%s", path);
	}
	if (regular_only)
		return fault(f, "%s: not a regular file", path);
	return write_in_place(path, bytes, f);
}

bool
replace_output(const char *path, struct str bytes, struct fault *f)
{
	if (path && strcmp(path, "-") != 0)
		return replace_file(path, bytes, OUTPUT_MODE, false, f);
	if (!io_write(STDOUT_FILENO, "standard output", bytes.p, bytes.n, f))
		return false;
	return close(STDOUT_FILENO) == 0 ||
	    fault_errno(f, "close standard output");
}
