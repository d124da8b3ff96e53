/*
 * Reading a state. What its positions and counts mean is state.c's and
 * mlog-parse's; how it is written, statefile_commit.c's.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/replace.h"
#include "snapshot/snapfile.h"
#include "snapshot/statefile.h"

enum load {
	LOAD_OK, LOAD_NONE,
	LOAD_DAMAGED,		/* another file may serve */
	LOAD_FAULT,		/* none may */
};

/* One snapshot and nothing behind it. */
static enum load
read_snap(int fd, const char *path, struct snap *s, struct fault *f)
{
	struct snapfile *sf = snapfile_new(fd, path);
	enum load load = LOAD_OK;
	struct snap more;

	snapfile_only(sf);
	switch (snapfile_next(sf, s, f)) {
	case SNAPFILE_FAULT:
		load = snapfile_why(sf) == SNAPFILE_DAMAGED ? LOAD_DAMAGED :
		    LOAD_FAULT;
		break;
	case SNAPFILE_END:
		fault(f, "%s: no snapshot in it", path);
		load = LOAD_DAMAGED;
		break;
	case SNAPFILE_OK:
		switch (snapfile_next(sf, &more, f)) {
		case SNAPFILE_END:
			break;
		case SNAPFILE_OK:
			snap_free(&more);
			fault(f, "%s: more than one snapshot", path);
			/* FALLTHROUGH */
		case SNAPFILE_FAULT:
			snap_free(s);
			load = LOAD_DAMAGED;
		}
	}
	snapfile_destroy(sf);
	return load;
}

static enum load
load_file(const char *path, struct snap *s, int64_t *mtime, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	enum load load = LOAD_FAULT;
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return LOAD_NONE;
	if (fd < 0) {
		fault_errno(f, "%s", path);
		return LOAD_FAULT;
	}
	if (fstat(fd, &st) < 0) {
		fault_errno(f, "%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		fault(f, "%s: not a regular file", path);
	} else {
		*mtime = (int64_t)st.st_mtim.tv_sec * STAMP_SEC +
		    st.st_mtim.tv_nsec;
		load = read_snap(fd, path, s, f);
	}
	close(fd);
	return load;
}

static bool
load_prev(struct statefile *sf, struct fault *f)
{
	struct buf prev = { 0 };
	struct fault why = { 0 };
	int64_t mtime;
	enum load load;

	buf_printf(&prev, "%s.prev", sf->path.p);
	buf_putc(&prev, '\0');
	load = load_file(prev.p, &sf->snap, &mtime, &why);
	buf_free(&prev);
	sf->from = STATEFILE_PREV;
	if (load == LOAD_OK)
		return true;
	if (load == LOAD_NONE)
		return fault(f, "%s (and there is no %s.prev)",
		    sf->damage.text, sf->path.p);
	return fault(f, "%s; %s", sf->damage.text, why.text);
}

bool
statefile_load(struct statefile *sf, const char *path, struct fault *f)
{
	*sf = (struct statefile){ .mtime = STAMP_NONE };
	if (!replace_target(path, &sf->path, f))
		return false;
	switch (load_file(sf->path.p, &sf->snap, &sf->mtime, &sf->damage)) {
	case LOAD_NONE:
		sf->snap = (struct snap){ .latest = STAMP_NONE };
		sf->from = STATEFILE_NEW;
		return true;
	case LOAD_OK:
		sf->from = STATEFILE_OWN;
		return true;
	case LOAD_DAMAGED:
		return load_prev(sf, f);
	case LOAD_FAULT:
		break;
	}
	*f = sf->damage;
	return false;
}

/* The name without its folders. */
static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What the folder of a path is; 0, 0 for one that is not there. */
static void
folder_of(const char *path, dev_t *dev, ino_t *ino)
{
	size_t n = (size_t)(last_part(path) - path);
	struct buf b = { 0 };
	struct stat st = { 0 };

	buf_puts(&b, n ? str_of(path, n) : STR("."));
	buf_putc(&b, '\0');
	if (stat(b.p, &st) == 0) {
		*dev = st.st_dev;
		*ino = st.st_ino;
	}
	buf_free(&b);
}

bool
statefile_owns(const char *state, const char *path)
{
	static const char *const whole[] = { "", ".prev", ".lock" };
	static const char *const begun[] = { ".tmp.", ".bad." };
	struct str name = str_c(last_part(path));
	struct str base = str_c(last_part(state));
	dev_t dev[2] = { 0 };
	ino_t ino[2] = { 0 };
	bool own = false;

	if (!str_starts(name, base))
		return false;
	name = str_from(name, base.n);
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		own |= str_eq(name, str_c(whole[i]));
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++)
		own |= str_starts(name, str_c(begun[i]));
	if (!own)
		return false;
	folder_of(state, &dev[0], &ino[0]);
	folder_of(path, &dev[1], &ino[1]);
	return dev[0] == dev[1] && ino[0] == ino[1];
}

void
statefile_free(struct statefile *sf)
{
	snap_free(&sf->snap);
	buf_free(&sf->path);
}
