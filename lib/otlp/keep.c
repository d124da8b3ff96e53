/*
 * The files of states. A snapshot is kept as a snapshot; the memory of
 * contexts is lines of JSON between a header and an end with a checksum, as
 * a snapshot's (mlog-snapshot.5).
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/replace.h"
#include "json/lines.h"
#include "otlp/keep.h"
#include "snapshot/snapfile.h"

enum { MODE = 0644 };

static const struct str header = {
	"{\"@mlog\":\"otlp\",\"version\":1}", 28 };

bool
keep_open(struct keep *k, const char *path, struct fault *f)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct buf name = { 0 };
	bool ok;

	*k = (struct keep){ path, -1 };
	if (!path)
		return true;
	buf_printf(&name, "%s.lock", path);
	buf_putc(&name, '\0');
	k->lock = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
	ok = k->lock >= 0 || fault_errno(f, "%s", name.p);
	if (ok && fcntl(k->lock, F_SETLK, &whole) != 0) {
		ok = fault(f, "%s: another run has the state", path);
		f->again = true;
	}
	buf_free(&name);
	return ok;
}

void
keep_close(struct keep *k)
{
	if (k->path && k->lock >= 0)
		close(k->lock);
	*k = (struct keep){ NULL, -1 };
}

/* Whether there is a state: the first run finds none. */
static bool
exists(const struct keep *k)
{
	return k->path && (access(k->path, F_OK) == 0 || errno != ENOENT);
}

bool
keep_load_snap(const struct keep *k, struct snap *s, bool *any,
    struct fault *f)
{
	*any = exists(k);
	if (!*any)
		return true;
	*any = snapfile_load(k->path, s, f);
	return *any;
}

bool
keep_save_snap(const struct keep *k, const struct snap *s, struct fault *f)
{
	struct buf b = { 0 };
	bool ok;

	if (!k->path)
		return true;
	snapfile_write(&b, s);
	ok = replace_file(k->path, buf_str(&b), MODE, true, f);
	buf_free(&b);
	return ok;
}

bool
keep_save_context(const struct keep *k, const struct context *cx,
    struct fault *f)
{
	struct buf b = { 0 };
	uint64_t lines = 0;
	bool ok;

	if (!k->path)
		return true;
	buf_puts(&b, header);
	buf_putc(&b, '\n');
	context_save(cx, &b);
	for (size_t i = 0; i < b.n; i++)
		lines += b.p[i] == '\n';
	buf_printf(&b, "{\"@mlog\":\"end\",\"lines\":%" PRIu64
	    ",\"xxh64\":\"%016" PRIx64 "\"}\n", lines,
	    hash_fixed(buf_str(&b)));
	ok = replace_file(k->path, buf_str(&b), MODE, true, f);
	buf_free(&b);
	return ok;
}

/* The members that a line of the state may have. */
struct entry {
	struct str seen, key, data, mark, xxh64;
};

static bool
read_entry(struct jread *r, struct entry *e)
{
	struct jtoken key, t;

	*e = (struct entry){ 0 };
	if (!jread_open(r, JREAD_OBJECT))
		return false;
	while (jread_member(r, &key, &t)) {
		if (str_eq(key.text, STR("seen")))
			e->seen = t.text;
		else if (str_eq(key.text, STR("key")))
			e->key = t.text;
		else if (str_eq(key.text, STR("data")))
			e->data = t.text;
		else if (str_eq(key.text, STR("@mlog")))
			e->mark = t.text;
		else if (str_eq(key.text, STR("xxh64")))
			e->xxh64 = t.text;
	}
	return !r->error && jread_end(r);
}

/* One line behind the header; *end at the last one. */
static bool
load_line(struct lines *l, const struct line *line, struct context *cx,
    struct hash_state *h, bool *end)
{
	struct jread r;
	struct entry e;
	char sum[17];

	lines_read(l, line, &r);
	if (!line->ended || line->cut || !read_entry(&r, &e))
		return false;
	*end = str_eq(e.mark, STR("end"));
	if (*end) {
		snprintf(sum, sizeof(sum), "%016" PRIx64, hash_value(h));
		return str_eq(e.xxh64, str_c(sum));
	}
	hash_add(h, str_of(line->text.p, line->text.n + 1));
	return context_load(cx, e.seen, e.key, e.data);
}

static bool
load_lines(struct lines *l, struct context *cx, struct hash_state *h,
    struct fault *f)
{
	struct line line;
	bool end = false;

	if (lines_next(l, &line, f) != LINES_OK || !line.ended ||
	    !str_eq(line.text, header))
		return fault(f, "%s: no state of events that this version "
		    "reads", l->name);
	hash_add(h, str_of(line.text.p, line.text.n + 1));
	while (!end) {
		if (lines_next(l, &line, f) != LINES_OK ||
		    !load_line(l, &line, cx, h, &end))
			return fault(f, "%s:%" PRIu64 ": the state is "
			    "damaged", l->name, l->number);
	}
	return true;
}

bool
keep_load_context(const struct keep *k, struct context *cx, struct fault *f)
{
	struct hash_state *h;
	struct lines l;
	bool ok;
	int fd;

	if (!exists(k))
		return true;
	fd = open(k->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fault_errno(f, "%s", k->path);
	h = hash_new();
	lines_init(&l, fd, k->path, 0);
	ok = load_lines(&l, cx, h, f);
	lines_free(&l);
	hash_destroy(h);
	close(fd);
	return ok;
}
