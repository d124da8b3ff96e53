/*
 * Files of a spool: put, read, acknowledged, moved. When a batch is sent is
 * deliver.c's to decide; what is listed and dropped is spool_list.c's.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "base/replace.h"
#include "base/stamp.h"
#include "otlp/spool_inner.h"
#include "otlp/spoolfile.h"

enum { FILE_MODE = 0600, FOLDER_MODE = 0700 };

static const char *const folders[SPOOL_NFOLDERS] = {
	[SPOOL_WAITING] = "",
	[SPOOL_REJECTED] = "rejected/",
	[SPOOL_BAD] = "bad/",
};

const char *
spool_at(const struct spool *s, struct buf *b, enum spool_folder in,
    const char *name, const char *tail)
{
	buf_reset(b);
	buf_printf(b, "%s/%s%s%s", s->path.p, folders[in], name, tail);
	buf_putc(b, '\0');
	return b->p;
}

static bool
make_folder(const char *path, struct fault *f)
{
	struct stat st;

	if (mkdir(path, FOLDER_MODE) == 0)
		return true;
	if (errno != EEXIST)
		return fault_errno(f, "make folder %s", path);
	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) ||
	    fault(f, "%s: not a folder", path);
}

static bool
make_folders(struct spool *s, struct fault *f)
{
	struct buf b = { 0 };
	bool ok = true;

	for (int i = 0; ok && i < SPOOL_NFOLDERS; i++)
		ok = make_folder(spool_at(s, &b, (enum spool_folder)i, "",
		    ""), f);
	buf_free(&b);
	return ok;
}

static bool
open_lock(struct spool *s, struct fault *f)
{
	struct buf b = { 0 };
	const char *path = spool_at(s, &b, SPOOL_WAITING, "lock", "");

	s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
	if (s->lock < 0)
		fault_errno(f, "%s", path);
	buf_free(&b);
	return s->lock >= 0;
}

struct spool *
spool_open(const char *path, uint64_t max, struct fault *f)
{
	struct spool *s = mem_new(1, sizeof(*s));

	s->lock = -1;
	s->max = max;
	buf_puts(&s->path, str_c(path));
	buf_putc(&s->path, '\0');
	if (*path && make_folders(s, f) && open_lock(s, f))
		return s;
	if (!*path)
		fault(f, "the name of the spool is empty");
	spool_close(s);
	return NULL;
}

void
spool_close(struct spool *s)
{
	if (!s)
		return;
	if (s->lock >= 0)
		close(s->lock);
	buf_free(&s->path);
	mem_free(s);
}

const char *
spool_path(const struct spool *s)
{
	return s->path.p;
}

/* Each lock is a byte of the file. */
static bool
set_lock(struct spool *s, enum spool_lock what, short type, bool wait)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET,
	    .l_start = (off_t)what, .l_len = 1 };
	int rc;

	do {
		rc = fcntl(s->lock, wait ? F_SETLKW : F_SETLK, &l);
	} while (rc < 0 && errno == EINTR);
	return rc == 0;
}

bool
spool_lock(struct spool *s, enum spool_lock what, bool wait)
{
	return set_lock(s, what, F_WRLCK, wait);
}

void
spool_unlock(struct spool *s, enum spool_lock what)
{
	set_lock(s, what, F_UNLCK, false);
}

static bool
write_batch(const struct spool *s, enum spool_folder in, const char *name,
    const struct batch *b, struct fault *f)
{
	struct buf path = { 0 }, bytes = { 0 };
	bool ok;

	spoolfile_put(&bytes, b);
	ok = replace_file(spool_at(s, &path, in, name, ""), buf_str(&bytes),
	    FILE_MODE, true, f);
	buf_free(&bytes);
	buf_free(&path);
	return ok;
}

static void
make_name(struct spool *s, char name[SPOOL_NAME_MAX], enum batch_signal sig)
{
	int64_t now = stamp_now();

	/* A batch is younger than the one before it, whatever the clock. */
	if (now <= s->newest)
		now = s->newest + 1;
	s->newest = now;
	snprintf(name, SPOOL_NAME_MAX, "%019lld.%ld.%u.%s" SPOOL_TAIL,
	    (long long)now, (long)getpid(), s->made++, batch_kinds[sig].name);
}

bool
spool_put(struct spool *s, const struct batch *b, char name[SPOOL_NAME_MAX],
    uint64_t *dropped, struct fault *f)
{
	char own[SPOOL_NAME_MAX];

	if (!name)
		name = own;
	make_name(s, name, b->signal);
	if (!spool_make_room(s, SPOOL_WAITING, b->body.n, dropped, f) ||
	    !write_batch(s, SPOOL_WAITING, name, b, f)) {
		name[0] = '\0';
		return fault_within(f, "spool");
	}
	return true;
}

static bool
remove_file(const struct spool *s, enum spool_folder in, const char *name,
    const char *tail, struct fault *f)
{
	struct buf b = { 0 };
	bool ok = unlink(spool_at(s, &b, in, name, tail)) == 0 ||
	    errno == ENOENT || fault_errno(f, "remove %s", b.p);

	buf_free(&b);
	return ok;
}

bool
spool_done(struct spool *s, const char *name, struct fault *f)
{
	s->known = false;
	return remove_file(s, SPOOL_WAITING, name, "", f);
}

bool
spool_remove(struct spool *s, enum spool_folder in, const char *name,
    struct fault *f)
{
	return remove_file(s, in, name, "", f) && (in == SPOOL_WAITING ||
	    remove_file(s, in, name, ".txt", f));
}

static bool
move(const struct spool *s, enum spool_folder from, enum spool_folder to,
    const char *name, struct fault *f)
{
	struct buf a = { 0 }, b = { 0 };
	bool ok = rename(spool_at(s, &a, from, name, ""),
	    spool_at(s, &b, to, name, "")) == 0 || errno == ENOENT ||
	    fault_errno(f, "move %s to %s", a.p, b.p);

	buf_free(&a);
	buf_free(&b);
	return ok;
}

enum spool_got
spool_get(struct spool *s, const char *name, struct buf *bytes,
    struct batch *b, struct fault *f)
{
	struct buf path = { 0 };
	enum spool_got got = SPOOL_OK;
	struct fault moved = { 0 };

	buf_reset(bytes);
	errno = 0;
	if (!io_slurp(spool_at(s, &path, SPOOL_WAITING, name, ""),
	    SPOOLFILE_MAX, bytes, f))
		got = errno == ENOENT ? SPOOL_GONE : SPOOL_FAULT;
	else if (!spoolfile_get(b, buf_str(bytes), f)) {
		fault_within(f, "%s", path.p);
		got = move(s, SPOOL_WAITING, SPOOL_BAD, name, &moved) ?
		    SPOOL_DAMAGED : SPOOL_FAULT;
	}
	buf_free(&path);
	return got;
}

static bool
write_words(const struct spool *s, const char *name, struct str why,
    struct fault *f)
{
	struct buf path = { 0 }, text = { 0 };
	bool ok;

	buf_puts(&text, why);
	buf_putc(&text, '\n');
	ok = replace_file(spool_at(s, &path, SPOOL_REJECTED, name, ".txt"),
	    buf_str(&text), FILE_MODE, true, f);
	buf_free(&text);
	buf_free(&path);
	return ok;
}

/* The words come first: a batch is never there without them. */
bool
spool_reject(struct spool *s, const char *name, const struct batch *b,
    struct str why, uint64_t *dropped, struct fault *f)
{
	char own[SPOOL_NAME_MAX];
	bool waits = name && *name;

	if (!waits) {
		make_name(s, own, b->signal);
		name = own;
	}
	s->known = false;
	if (!spool_make_room(s, SPOOL_REJECTED, b->body.n, dropped, f) ||
	    !write_words(s, name, why, f))
		return fault_within(f, "spool");
	return (waits ? move(s, SPOOL_WAITING, SPOOL_REJECTED, name, f) :
	    write_batch(s, SPOOL_REJECTED, name, b, f)) ||
	    fault_within(f, "spool");
}

bool
spool_requeue(struct spool *s, uint64_t *n, struct fault *f)
{
	struct spool_list l;
	bool ok = spool_list(s, SPOOL_REJECTED, &l, f);

	*n = 0;
	for (size_t i = 0; ok && i < l.n; i++) {
		ok = move(s, SPOOL_REJECTED, SPOOL_WAITING, l.name[i], f) &&
		    remove_file(s, SPOOL_REJECTED, l.name[i], ".txt", f);
		*n += ok;
	}
	spool_list_free(&l);
	return ok;
}
