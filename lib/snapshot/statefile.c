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

void
statefile_free(struct statefile *sf)
{
	snap_free(&sf->snap);
	buf_free(&sf->path);
}
