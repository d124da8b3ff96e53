/*
 * Writing a state. The order of the steps is what makes it safe: whatever is
 * cut short after any of them, STATE is whole, the old one or the new one.
 */
#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "base/replace.h"
#include "snapshot/statefile.h"

enum { STATE_MODE = 0644, LOCK_MODE = 0600 };

/* path and what follows it, NUL-terminated; the caller frees it. */
static struct buf
beside(const char *path, const char *suffix)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s%s", path, suffix);
	buf_putc(&b, '\0');
	return b;
}

/* Like flock(2), which a fork inherits and an unrelated close leaves alone. */
static int
lock(int fd)
{
#ifdef LOCK_EX
	return flock(fd, LOCK_EX | LOCK_NB);
#else
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &all);
#endif
}

int
statefile_lock(const char *path, struct fault *f)
{
	struct buf name = beside(path, ".lock");
	int fd = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE);

	if (fd < 0) {
		fault_errno(f, "%s", name.p);
	} else if (lock(fd) < 0) {
		if (errno == EWOULDBLOCK || errno == EACCES ||
		    errno == EAGAIN) {
			fault(f, "%s is in use by another run (%s is locked)",
			    path, name.p);
			f->again = true;
		} else {
			fault_errno(f, "lock %s", name.p);
		}
		close(fd);
		fd = -1;
	}
	buf_free(&name);
	return fd;
}

/* A name that begins with `head` and goes on with digits only. */
static bool
is_temporary(const char *name, const char *head)
{
	struct str s = str_c(name), h = str_c(head);

	return str_starts(s, h) && s.n > h.n &&
	    str_digits(str_from(s, h.n)) == s.n - h.n;
}

void
statefile_tidy(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	struct buf folder = { 0 }, head = beside(base, ".tmp.");
	struct dirent *e;
	DIR *dir;

	buf_puts(&folder, slash ? str_of(path, (size_t)(base - path)) :
	    STR("."));
	buf_putc(&folder, '\0');
	dir = opendir(folder.p);
	while (dir && (e = readdir(dir)))
		if (is_temporary(e->d_name, head.p))
			unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	buf_free(&folder);
	buf_free(&head);
}

static bool
fill(int fd, const char *name, struct str bytes, mode_t mode,
    struct fault *f)
{
	bool ok = fchmod(fd, mode) == 0 || fault_errno(f, "chmod %s", name);

	ok = ok && io_write(fd, name, bytes.p, bytes.n, f);
	/* Once it failed a second fsync may succeed, and mean nothing. */
	if (ok && fsync(fd) < 0)
		ok = fault_errno(f, "fsync %s", name);
	if (close(fd) < 0 && ok)
		ok = fault_errno(f, "close %s", name);
	return ok;
}

static bool
write_new(const char *name, struct str bytes, mode_t mode, struct fault *f)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);

	if (fd < 0)
		return fault_errno(f, "create %s", name);
	if (fill(fd, name, bytes, mode, f))
		return true;
	unlink(name);
	return false;
}

static bool
copy(const char *from, const char *to, struct fault *f)
{
	struct buf b = { 0 };
	bool ok = io_slurp(from, SIZE_MAX / 2, &b, f) &&
	    write_new(to, buf_str(&b), STATE_MODE, f);

	buf_free(&b);
	return ok;
}

/*
 * A second name for what is there; a copy where the file system has no links,
 * or the system allows none to another user's file.
 */
static bool
keep(const char *from, const char *to, struct fault *f)
{
	if (link(from, to) == 0)
		return true;
	if (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK ||
	    errno == ENOSYS)
		return copy(from, to, f);
	return fault_errno(f, "link %s to %s", from, to);
}

bool
statefile_quarantine(const struct statefile *sf, struct buf *name,
    struct fault *f)
{
	struct buf to = { 0 }, time = { 0 };
	struct stat st;
	bool ok;

	buf_printf(&to, "%s.bad.", sf->path.p);
	stamp_put(&time, sf->mtime);
	/* Some file systems have no colons in names. */
	for (size_t i = 0; i < time.n; i++)
		if (time.p[i] != ':' && time.p[i] != '-')
			buf_putc(&to, time.p[i]);
	buf_free(&time);
	buf_putc(&to, '\0');
	ok = lstat(to.p, &st) == 0 || keep(sf->path.p, to.p, f);
	if (ok)
		buf_put(name, to.p, to.n - 1);
	buf_free(&to);
	return ok;
}

static bool
keep_old(const char *path, struct fault *f)
{
	struct buf prev = beside(path, ".prev");
	bool ok = unlink(prev.p) == 0 || errno == ENOENT ||
	    fault_errno(f, "remove %s", prev.p);

	ok = ok && keep(path, prev.p, f);
	buf_free(&prev);
	return ok;
}

static bool
rename_to(const char *from, const char *to, struct fault *f)
{
	return rename(from, to) == 0 || fault_errno(f, "rename to %s", to);
}

bool
statefile_commit(const char *path, struct str bytes, bool keep_prev,
    struct fault *f)
{
	struct buf temp = { 0 };
	mode_t mode = STATE_MODE;
	struct stat st;
	bool there, ok;

	there = stat(path, &st) == 0;
	if (!there && errno != ENOENT)
		return fault_errno(f, "%s", path);
	if (there)
		mode = st.st_mode & 0777;
	buf_printf(&temp, "%s.tmp.%ld", path, (long)getpid());
	buf_putc(&temp, '\0');
	ok = write_new(temp.p, bytes, mode, f);
	if (ok && !((!there || keep_prev || keep_old(path, f)) &&
	    rename_to(temp.p, path, f))) {
		unlink(temp.p);
		ok = false;
	}
	buf_free(&temp);
	return ok && replace_sync_folder(path, f);
}
