/*
 * Looking names up. Each file is opened first and looked at then, so that
 * what is said of it is true of what will be read.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fnmatch.h>

#include "base/hash.h"
#include "base/mem.h"
#include "event/beside.h"
#include "event/files.h"
#include "event/input.h"

static void
set_name(struct file *file, const char *name)
{
	mem_free(file->name);
	file->name = mem_new(strlen(name) + 1, 1);
	memcpy(file->name, name, strlen(name));
}

static struct file *
file_of(const struct files *fs, uint64_t dev, uint64_t ino)
{
	for (size_t i = 0; i < fs->n; i++)
		if (fs->v[i].dev == dev && fs->v[i].ino == ino)
			return &fs->v[i];
	return NULL;
}

static int64_t
time_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * STAMP_SEC + st->st_mtim.tv_nsec;
}

/*
 * The track that reads this file, or has nothing to read in it because it is
 * as it was.
 */
static struct track *
track_of(const struct files *fs, const struct stat *st)
{
	const struct tracks *ts = fs->tracks;

	for (size_t i = 0; i < ts->n; i++) {
		struct track *t = ts->v[i];

		if (t->pos.dev != (uint64_t)st->st_dev ||
		    t->pos.ino != (uint64_t)st->st_ino)
			continue;
		if (t->source || ((!t->pos.open || t->rotate.packed) &&
		    t->pos.offset && t->pos.size == (uint64_t)st->st_size &&
		    t->pos.mtime == time_of(st)))
			return t;
	}
	return NULL;
}

static struct file *
add(struct files *fs, uint64_t dev, uint64_t ino)
{
	struct file *file;

	fs->v = mem_grow(fs->v, fs->n, &fs->cap, sizeof(*fs->v));
	file = &fs->v[fs->n++];
	*file = (struct file){ .dev = dev, .ino = ino };
	return file;
}

/* What cannot be opened. One that nobody named and nobody reads is no loss. */
static struct file *
unreadable(struct files *fs, bool beside, const struct position *who,
    const struct fault *f)
{
	const struct tracks *ts = fs->tracks;
	struct file *file;
	bool known = !beside;

	for (size_t i = 0; i < ts->n && !known; i++)
		known = position_same(&ts->v[i]->pos, who);
	if (!known)
		return NULL;
	fs->say(fs->arg, f);
	file = add(fs, who->dev, who->ino);
	file->failed = true;
	return file;
}

/* Opens what a name means; *found unless there is no such regular file. */
static struct file *
open_file(struct files *fs, const char *path, bool beside, bool *found)
{
	struct position who = { 0 };
	struct fault f = { 0 };
	struct source *s;
	struct file *file;

	switch (source_open(path, &s, &who, &f)) {
	case SOURCE_ABSENT:
	case SOURCE_OTHER:
		return NULL;
	case SOURCE_FAULT:
		/* Where nothing can be found out it may be any. */
		*found = who.dev || who.ino;
		file = file_of(fs, who.dev, who.ino);
		if (file || !*found)
			return file;
		return unreadable(fs, beside, &who, &f);
	case SOURCE_OK:
		break;
	}
	*found = true;
	if ((file = file_of(fs, s->dev, s->ino))) {
		source_close(s);
		return file;
	}
	file = add(fs, s->dev, s->ino);
	file->source = s;
	file->mtime = s->mtime;
	return file;
}

static bool
skipped(const struct files *fs, const char *path)
{
	return fs->skip && fs->skip(fs->skip_arg, path);
}

/* Whether it is there; *more when a file turned up that was not known. */
static bool
take(struct files *fs, const char *path, bool beside, bool *more)
{
	size_t before = fs->n;
	struct file *file = NULL;
	struct track *t;
	struct stat st;
	bool found = false;

	if (skipped(fs, path))
		return false;
	if (stat(path, &st) == 0) {
		file = file_of(fs, (uint64_t)st.st_dev, (uint64_t)st.st_ino);
		if (!file && (t = track_of(fs, &st))) {
			file = add(fs, t->pos.dev, t->pos.ino);
			file->track = t;
			file->mtime = time_of(&st);
		}
		found = file;
	}
	if (!file)
		file = open_file(fs, path, beside, &found);
	if (file)
		set_name(file, path);
	if (file && fs->n > before) {
		file->beside = beside;
		*more = true;
	}
	return found;
}

/* Whether an operand means this name, which ends with a NUL. */
static bool
means(const char *operand, struct str name)
{
	return str_eq(str_c(operand), name) || (strpbrk(operand, "*?[") &&
	    fnmatch(operand, name.p, FNM_PATHNAME | FNM_PERIOD) == 0);
}

/* The rotated files of these logs, and of those that are not there just now
 * but have a position. */
static void
find_beside(const struct files *fs, struct beside *b)
{
	struct arena texts = { 0 };

	for (size_t k = 0; k < fs->tracks->n; k++) {
		const struct track *t = fs->tracks->v[k];
		struct str log = arena_str(&texts, t->rotate.base);

		/* What a scan adds must not change what the next one sees. */
		for (size_t i = 0; t->pos.offset && i < fs->noperands; i++) {
			if (!means(fs->operand[i], log))
				continue;
			beside_add(b, log.p);
			break;
		}
	}
	arena_free(&texts);
	beside_find(b);
}

static bool
look_up(struct files *fs, bool *more)
{
	struct beside b = { 0 };

	for (size_t i = 0; i < fs->noperands; i++) {
		struct input_names names = { 0 };

		input_names_add(&names, fs->operand[i]);
		fs->present[i] = false;
		for (size_t k = 0; k < names.n && fs->n < FILES_MAX; k++) {
			fs->present[i] |= take(fs, names.path[k], false, more);
			beside_add(&b, names.path[k]);
		}
		input_names_free(&names);
	}
	find_beside(fs, &b);
	for (size_t i = 0; i < b.n && fs->n < FILES_MAX; i++)
		take(fs, b.path[i], true, more);
	beside_free(&b);
	return fs->n < FILES_MAX;
}

/*
 * Whether what the operand meant was rotated away and no new file was made, or
 * one just now: of its logs' positions all have their file but such as had
 * nothing more to come.
 */
static bool
between(const struct files *fs, const char *operand)
{
	struct arena texts = { 0 };
	struct stat st;
	bool any = false, all = stat(operand, &st) < 0 ? errno == ENOENT :
	    S_ISREG(st.st_mode) && !skipped(fs, operand);

	for (size_t i = 0; i < fs->tracks->n && all; i++) {
		const struct track *t = fs->tracks->v[i];

		if (!means(operand, arena_str(&texts, t->rotate.base)))
			continue;
		any |= t->found;
		all = t->found || !t->pos.open;
	}
	arena_free(&texts);
	return any && all;
}

/* Why an operand means no file. */
static void
tell_absent(struct files *fs, const char *operand)
{
	struct fault f = { 0 };
	struct stat st;

	if (stat(operand, &st) < 0)
		fault_errno(&f, "%s", operand);
	else if (skipped(fs, operand))
		fault(&f, "%s: this is the state, and no log", operand);
	else
		fault(&f, "%s: no regular file, so its place cannot be kept",
		    operand);
	fs->say(fs->arg, &f);
}

void
files_tell_absent(struct files *fs)
{
	for (size_t i = 0; i < fs->noperands; i++) {
		bool absent = !fs->present[i] && !between(fs, fs->operand[i]);

		if (absent && !fs->told[i])
			tell_absent(fs, fs->operand[i]);
		fs->told[i] = absent;
	}
}

static void
forget(struct files *fs)
{
	for (size_t i = 0; i < fs->n; i++) {
		source_close(fs->v[i].source);
		mem_free(fs->v[i].name);
	}
	fs->n = 0;
}

bool
files_find(struct files *fs, struct fault *f)
{
	bool more = true;

	if (!fs->present) {
		fs->present = mem_new(fs->noperands, sizeof(bool));
		fs->told = mem_new(fs->noperands, sizeof(bool));
	}
	forget(fs);
	for (int i = 0; more && i < FILES_TRIES; i++) {
		more = false;
		if (!look_up(fs, &more))
			return fault(f, "more than %d files", FILES_MAX);
	}
	return true;
}

/* One name: which file it is, and if nobody reads that, how it is. */
static void
print_path(const struct files *fs, bool change, const char *path,
    struct hash_state *h)
{
	uint64_t is[4] = { 0 };
	struct stat st;

	if (skipped(fs, path))
		return;
	hash_add(h, str_of(path, strlen(path) + 1));
	if (stat(path, &st) == 0) {
		is[0] = (uint64_t)st.st_dev;
		is[1] = (uint64_t)st.st_ino;
		if (change && !track_of(fs, &st)) {
			is[2] = (uint64_t)st.st_size;
			is[3] = (uint64_t)st.st_mtim.tv_sec * 1000000000u +
			    (uint64_t)st.st_mtim.tv_nsec;
		}
	}
	hash_add(h, str_of((const char *)is, sizeof(is)));
}

uint64_t
files_print(const struct files *fs, bool change)
{
	struct hash_state *h = hash_new();
	struct beside b = { 0 };
	uint64_t print;

	for (size_t i = 0; i < fs->noperands; i++) {
		struct input_names names = { 0 };

		input_names_add(&names, fs->operand[i]);
		for (size_t k = 0; k < names.n; k++) {
			print_path(fs, change, names.path[k], h);
			beside_add(&b, names.path[k]);
		}
		input_names_free(&names);
	}
	find_beside(fs, &b);
	for (size_t i = 0; i < b.n; i++)
		print_path(fs, change, b.path[i], h);
	beside_free(&b);
	print = hash_value(h);
	hash_destroy(h);
	return print;
}

bool
files_mean(const struct files *fs, struct str name)
{
	struct rotate r = rotate_of(name);
	struct arena texts = { 0 };
	struct str log = arena_str(&texts, r.base);
	bool yes = false;

	for (size_t i = 0; i < fs->noperands && !yes; i++)
		yes = fs->present[i] && (means(fs->operand[i], name) ||
		    means(fs->operand[i], log));
	arena_free(&texts);
	return yes;
}

void
files_free(struct files *fs)
{
	forget(fs);
	mem_free(fs->v);
	mem_free(fs->present);
	mem_free(fs->told);
	*fs = (struct files){ 0 };
}
