/*
 * Reading folders for the names of rotated files. No file is opened here.
 */
#include <dirent.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "event/beside.h"
#include "event/rotate.h"

void
beside_add(struct beside *b, const char *log)
{
	struct rotate r = rotate_of(str_c(log));
	struct str last, text;

	if (rotate_old(&r))
		return;
	text = arena_str(&b->texts, str_c(log));
	last = rotate_last(text);
	b->log = mem_grow(b->log, b->nlogs, &b->logs_cap, sizeof(*b->log));
	b->log[b->nlogs++] = (struct beside_log){
		str_of(text.p, text.n - last.n), last };
}

static int
log_cmp(const void *a, const void *b)
{
	const struct beside_log *x = a, *y = b;
	int c = str_cmp(x->folder, y->folder);

	return c ? c : str_cmp(x->last, y->last);
}

static void
found(struct beside *b, struct str folder, const char *name)
{
	struct buf path = { 0 };

	buf_puts(&path, folder);
	buf_puts(&path, str_c(name));
	b->path = mem_grow(b->path, b->n, &b->cap, sizeof(*b->path));
	b->path[b->n++] = arena_str(&b->texts, buf_str(&path)).p;
	buf_free(&path);
}

/* What there is of n logs in their folder. */
static void
read_folder(struct beside *b, const struct beside_log *logs, size_t n)
{
	struct str folder = logs->folder;
	DIR *dir = opendir(folder.n ?
	    arena_str(&b->texts, folder).p : ".");
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		struct rotate r = rotate_of(str_c(e->d_name));
		struct beside_log key = { folder, r.base };

		if (rotate_old(&r) &&
		    bsearch(&key, logs, n, sizeof(key), log_cmp))
			found(b, folder, e->d_name);
	}
	if (dir)
		closedir(dir);
}

void
beside_find(struct beside *b)
{
	size_t end;

	if (b->nlogs)
		qsort(b->log, b->nlogs, sizeof(*b->log), log_cmp);
	for (size_t i = 0; i < b->nlogs; i = end) {
		for (end = i + 1; end < b->nlogs; end++)
			if (!str_eq(b->log[end].folder, b->log[i].folder))
				break;
		read_folder(b, b->log + i, end - i);
	}
}

void
beside_free(struct beside *b)
{
	mem_free(b->path);
	mem_free(b->log);
	arena_free(&b->texts);
	*b = (struct beside){ 0 };
}
