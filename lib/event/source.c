/*
 * Reading one file of a log by its offset. A plain file may be cut and
 * written anew at any moment (copytruncate): each block counts only if the
 * beginning of the file is still the same after it was read.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/io_gz.h"
#include "base/mem.h"
#include "event/source_walk.h"

static void
take_stat(struct source *s, const struct stat *st)
{
	s->dev = (uint64_t)st->st_dev;
	s->ino = (uint64_t)st->st_ino;
	s->size = st->st_size > 0 ? (uint64_t)st->st_size : 0;
	s->mtime = (int64_t)st->st_mtim.tv_sec * STAMP_SEC +
	    st->st_mtim.tv_nsec;
	s->linked = st->st_nlink > 0;
}

bool
source_look(struct source *s, struct fault *f)
{
	struct stat st;

	if (fstat(s->fd, &st) < 0)
		return fault_errno(f, "%s", s->name);
	take_stat(s, &st);
	return true;
}

bool
source_form(struct source *s, struct fault *f)
{
	char magic[2];
	long n = io_read_at(s->fd, magic, sizeof(magic), 0);

	if (n < 0)
		return fault_errno(f, "read %s", s->name);
	/* Half of a magic number is no text either. */
	s->blank = n == 0 || (n == 1 && *magic == '\x1f');
	s->packed = s->blank ? str_ends(str_c(s->name), STR(".gz")) :
	    gz_magic(str_of(magic, (size_t)n));
	return true;
}

static enum source_result
no_source(const char *path, struct position *who, struct fault *f)
{
	int err = errno;
	struct stat st;

	if (err == ENOENT || err == ENOTDIR)
		return SOURCE_ABSENT;
	*who = (struct position){ 0 };
	if (stat(path, &st) == 0) {
		who->dev = (uint64_t)st.st_dev;
		who->ino = (uint64_t)st.st_ino;
		if (!S_ISREG(st.st_mode))
			return SOURCE_OTHER;
	}
	errno = err;
	fault_errno(f, "%s", path);
	return SOURCE_FAULT;
}

enum source_result
source_open(const char *path, struct source **to, struct position *who,
    struct fault *f)
{
	/* A FIFO would make open wait for its writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct source *s;
	struct stat st;

	if (fd < 0)
		return no_source(path, who, f);
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		close(fd);
		return SOURCE_OTHER;
	}
	s = mem_new(1, sizeof(*s));
	s->fd = fd;
	s->name = mem_new(strlen(path) + 1, 1);
	memcpy(s->name, path, strlen(path));
	if (source_look(s, f) && source_form(s, f)) {
		*to = s;
		return SOURCE_OK;
	}
	who->dev = s->dev;
	who->ino = s->ino;
	source_close(s);
	return SOURCE_FAULT;
}

void
source_close(struct source *s)
{
	if (!s)
		return;
	gz_destroy(s->walk.gz);
	buf_free(&s->rest);
	close(s->fd);
	mem_free(s->name);
	mem_free(s);
}

long
source_walk(const struct source *s, struct source_walk *w, char *to,
    size_t n, struct fault *f)
{
	long got;

	if (s->packed) {
		if (!w->gz)
			w->gz = gz_new_file(s->fd, s->name);
		do
			got = gz_read(w->gz, to, n, f);
		while (got == GZ_AGAIN);
	} else {
		got = io_read_at(s->fd, to, n, w->at);
		if (got < 0)
			fault_errno(f, "read %s", s->name);
	}
	if (got > 0)
		w->at += (uint64_t)got;
	return got;
}

void
source_walk_free(struct source_walk *w)
{
	gz_destroy(w->gz);
	*w = (struct source_walk){ 0 };
}

static size_t
head_size(uint64_t offset)
{
	return offset < POSITION_HEAD ? (size_t)offset : POSITION_HEAD;
}

/* What is known of a text while it is walked through. */
struct print {
	char head[POSITION_HEAD];
	size_t nhead;
	struct lines_tail tail;
	uint64_t at;
};

static void
print_add(struct print *p, struct str s)
{
	size_t n = POSITION_HEAD - p->nhead;

	if (p->at == p->nhead && n) {
		n = n < s.n ? n : s.n;
		memcpy(p->head + p->nhead, s.p, n);
		p->nhead += n;
	}
	lines_tail_add(&p->tail, s);
	p->at += s.n;
}

static bool
print_fits(const struct print *p, const struct position *q)
{
	struct str tail = str_of(p->tail.p, p->tail.n);
	size_t n = q->offset < POSITION_TAIL ? (size_t)q->offset :
	    POSITION_TAIL;

	return p->at == q->offset && tail.n >= n &&
	    hash_fixed(str_of(p->head, head_size(q->offset))) == q->head &&
	    hash_fixed(str_from(tail, tail.n - n)) == q->tail;
}

/* A plain file at one offset. */
static bool
plain_fits(const struct source *s, const struct position *q, bool *fits,
    struct fault *f)
{
	struct print p = { .at = q->offset, .nhead = head_size(q->offset) };
	long head, tail;

	*fits = false;
	if (!q->offset || q->offset > s->size)
		return true;
	p.tail.n = q->offset < POSITION_TAIL ? (size_t)q->offset :
	    POSITION_TAIL;
	head = io_read_at(s->fd, p.head, p.nhead, 0);
	tail = io_read_at(s->fd, p.tail.p, p.tail.n, q->offset - p.tail.n);
	if (head < 0 || tail < 0)
		return fault_errno(f, "read %s", s->name);
	*fits = head == (long)p.nhead && tail == (long)p.tail.n &&
	    print_fits(&p, q);
	return true;
}

/* The nearest offset at which a position may still fit, or 0. */
static uint64_t
next_offset(const struct print *p, const struct position *const *v, size_t n)
{
	uint64_t next = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i]->offset <= p->at || (next && v[i]->offset >= next))
			continue;
		if (p->nhead == POSITION_HEAD &&
		    v[i]->offset >= POSITION_HEAD &&
		    hash_fixed(str_of(p->head, p->nhead)) != v[i]->head)
			continue;
		next = v[i]->offset;
	}
	return next;
}

static void
packed_fits(const struct source *s, const struct position *const *v, size_t n,
    bool *fits)
{
	struct source_walk w = { 0 };
	struct print p = { .at = 0 };
	char *block = mem_new(IO_BLOCK, 1);
	uint64_t next;
	size_t want;
	long got;

	while ((next = next_offset(&p, v, n))) {
		want = next - p.at < IO_BLOCK ? (size_t)(next - p.at) :
		    IO_BLOCK;
		if (p.nhead < POSITION_HEAD && want > POSITION_HEAD - p.nhead)
			want = POSITION_HEAD - p.nhead;
		got = source_walk(s, &w, block, want, NULL);
		if (got <= 0)
			break;
		print_add(&p, str_of(block, (size_t)got));
		for (size_t i = 0; i < n; i++)
			fits[i] |= print_fits(&p, v[i]);
	}
	mem_free(block);
	source_walk_free(&w);
}

bool
source_fits(struct source *s, const struct position *const *v, size_t n,
    bool *fits, struct fault *f)
{
	memset(fits, 0, n * sizeof(*fits));
	/* A copy may have grown since it was opened. */
	if (!source_look(s, f) || (s->blank && !source_form(s, f)))
		return false;
	if (s->packed) {
		packed_fits(s, v, n, fits);
		return true;
	}
	for (size_t i = 0; i < n; i++)
		if (!plain_fits(s, v[i], &fits[i], f))
			return false;
	return true;
}

bool
source_begin(struct source *s, uint64_t offset, struct lines_tail *tail,
    struct fault *f)
{
	struct print p = { .at = 0 };
	char *block = mem_new(IO_BLOCK, 1);
	size_t want;
	long got = 1;

	source_walk_free(&s->walk);
	buf_reset(&s->rest);
	s->cut = s->replaced = false;
	while (p.at < offset && got > 0) {
		want = offset - p.at < IO_BLOCK ? (size_t)(offset - p.at) :
		    IO_BLOCK;
		if (!s->packed && p.at >= POSITION_HEAD &&
		    offset - p.at > POSITION_TAIL)
			s->walk.at = p.at = offset - POSITION_TAIL;
		else if (!s->packed && want > POSITION_HEAD)
			want = POSITION_HEAD;
		if (want > offset - p.at)
			want = (size_t)(offset - p.at);
		got = source_walk(s, &s->walk, block, want, f);
		if (got > 0)
			print_add(&p, str_of(block, (size_t)got));
	}
	memcpy(s->head, p.head, p.nhead);
	s->nhead = p.nhead;
	*tail = p.tail;
	mem_free(block);
	return got >= 0;
}

bool
source_same(struct source *s)
{
	char head[POSITION_HEAD];

	if (!s->packed && s->nhead && !s->replaced)
		s->replaced = io_read_at(s->fd, head, s->nhead, 0) !=
		    (long)s->nhead || memcmp(head, s->head, s->nhead) != 0;
	return !s->replaced;
}

/* What was read before it came. */
static long
read_rest(struct source *s, char *to, size_t n)
{
	n = n < s->rest.n ? n : s->rest.n;
	memcpy(to, s->rest.p, n);
	memmove(s->rest.p, s->rest.p + n, s->rest.n - n);
	s->rest.n -= n;
	return (long)n;
}

/*
 * Keeps what of the text's first bytes is new in n bytes that stand at an
 * offset. They may begin before: an unfinished line is read once more.
 */
static void
head_add(struct source *s, uint64_t at, const char *p, size_t n)
{
	size_t known, more = POSITION_HEAD - s->nhead;

	if (!more || at > s->nhead || at + n <= s->nhead)
		return;
	known = s->nhead - (size_t)at;
	more = more < n - known ? more : n - known;
	memcpy(s->head + s->nhead, p + known, more);
	s->nhead += more;
}

long
source_read(void *from, void *to, size_t n, struct fault *f)
{
	struct source *s = from;
	uint64_t at = s->walk.at;
	long got;

	if (s->rest.n)
		return read_rest(s, to, n);
	got = source_walk(s, &s->walk, to, n, f);
	if (got < 0 && s->packed && gz_cut(s->walk.gz)) {
		s->cut = true;
		return 0;
	}
	if (got <= 0)
		return got;
	if (!source_same(s)) {
		s->walk.at = at;
		return 0;
	}
	head_add(s, at, to, (size_t)got);
	return got;
}

void
source_unread(struct source *s, struct str text)
{
	struct buf rest = { 0 };

	buf_puts(&rest, text);
	buf_puts(&rest, buf_str(&s->rest));
	buf_free(&s->rest);
	s->rest = rest;
}

uint64_t
source_head(const struct source *s, uint64_t offset)
{
	return hash_fixed(str_of(s->head, head_size(offset)));
}
