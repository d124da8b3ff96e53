/*
 * Matching files and positions. The order of its steps is the point: a file
 * that is still itself keeps its position, so that a copy beside it cannot
 * take it; only then may a position move to another file.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "event/match_new.h"

void
match_load(struct match *m, const struct position *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct track *t = tracks_add(&m->tracks, p[i].input);
		struct str name = t->pos.input;

		t->pos = p[i];
		t->pos.input = name;
	}
}

/* Notes that the state is to forget the place where the track was. */
static void
forget_place(struct match *m, const struct track *t, bool lost)
{
	struct position *p;

	m->gone = mem_grow(m->gone, m->ngone, &m->gone_cap,
	    sizeof(*m->gone));
	p = &m->gone[m->ngone++];
	*p = (struct position){ .dev = t->pos.dev, .ino = t->pos.ino,
		.input = arena_str(&m->texts, t->pos.input), .gone = true,
		.lost = lost };
}

void
match_told(struct match *m)
{
	m->ngone = 0;
	arena_free(&m->texts);
}

/* Gives a file to a track. */
static void
bind(struct match *m, struct file *file, struct track *t)
{
	struct str name = str_c(file->name);

	if (t->pos.dev != file->dev || t->pos.ino != file->ino) {
		if (t->pos.offset)
			forget_place(m, t, false);
		t->pos.dev = file->dev;
		t->pos.ino = file->ino;
		/* gzip and cp -p keep the time: look at this file first. */
		t->pos.size = 0;
		t->pos.mtime = STAMP_NONE;
		t->changed = true;
	}
	t->changed |= !str_eq(t->pos.input, name);
	track_rename(t, name);
	if (file->source) {
		track_source(t, file->source);
		file->source = NULL;
		t->seen_mtime = STAMP_NONE;
	}
	t->found = true;
	t->done = false;
	t->file = file;
	file->track = t;
}

/* A file that a track reads was cut, or written anew: it is a new one. */
static void
take_apart(struct match *m)
{
	for (size_t i = 0; i < m->tracks.n; i++) {
		struct track *t = m->tracks.v[i];

		if (!t->source || !source_look(t->source, NULL) ||
		    (source_same(t->source) && (t->source->packed ||
		    t->source->size >= t->pos.offset)))
			continue;
		track_source(t, NULL);
	}
}

static void
unreadable(struct match *m, struct file *file, const struct fault *f)
{
	m->files.say(m->files.arg, f);
	file->failed = true;
	source_close(file->source);
	file->source = NULL;
}

/* Positions of this very file that its content fits. */
static void
match_same(struct match *m, struct file *file)
{
	struct fault f = { 0 };
	bool fits = false;

	for (size_t i = 0; i < m->tracks.n && !file->track; i++) {
		struct track *t = m->tracks.v[i];
		const struct position *p = &t->pos;

		if (t->found || t->source || p->dev != file->dev ||
		    p->ino != file->ino)
			continue;
		if (file->source && !source_fits(file->source, &p, 1, &fits,
		    &f))
			unreadable(m, file, &f);
		/* What cannot be looked at may be what it was. */
		if (file->failed)
			t->found = true;
		else if (fits)
			bind(m, file, t);
	}
}

/* The positions that have no file, longest first. */
static size_t
left_over(const struct match *m, struct track **v)
{
	size_t n = 0, i;

	for (size_t k = 0; k < m->tracks.n; k++) {
		struct track *t = m->tracks.v[k];

		if (t->found || t->source || !t->pos.offset)
			continue;
		for (i = n++; i && v[i - 1]->pos.offset < t->pos.offset; i--)
			v[i] = v[i - 1];
		v[i] = t;
	}
	return n;
}

/* Positions whose text is in another file now: it was copied or packed. */
static void
match_moved(struct match *m, struct file *file)
{
	size_t all = m->tracks.n + 1, n;
	struct track **v = mem_new(all, sizeof(struct track *));
	const struct position **p = mem_new(all, sizeof(*p));
	bool *fits = mem_new(all, sizeof(*fits));
	struct fault f = { 0 };

	n = left_over(m, v);
	for (size_t i = 0; i < n; i++)
		p[i] = &v[i]->pos;
	if (n && !source_fits(file->source, p, n, fits, &f)) {
		unreadable(m, file, &f);
		n = 0;
	}
	for (size_t i = 0; i < n && !file->track; i++)
		if (fits[i])
			bind(m, file, v[i]);
	mem_free(v);
	mem_free(p);
	mem_free(fits);
}

/*
 * A shorter copy of what was read, whose original is not there: what the
 * original got between the copying and the cutting has been read before it
 * was cut. So all of it has been read.
 */
static void
match_shorter(struct match *m, struct file *file)
{
	for (size_t i = 0; i < m->tracks.n && !file->track; i++) {
		struct track *t = m->tracks.v[i];

		if (t->found || t->source ||
		    t->pos.offset <= file->source->size ||
		    file->nhead < POSITION_HEAD || file->source->packed ||
		    !rotate_copies(t->pos.input, str_c(file->name)) ||
		    hash_fixed(str_of(file->head, file->nhead)) !=
		    t->pos.head)
			continue;
		t->shorter = file->source->size;
		bind(m, file, t);
	}
}

/* Moves those positions to the ends of their files. */
static void
shorten(struct match *m)
{
	struct fault f = { 0 };

	for (size_t i = 0; i < m->tracks.n; i++) {
		struct track *t = m->tracks.v[i];

		if (!t->shorter)
			continue;
		if (!source_begin(t->source, t->shorter, &t->tail, &f)) {
			m->files.say(m->files.arg, &f);
			t->failed = true;
		}
		t->pos.offset = t->shorter;
		t->pos.tail = hash_fixed(str_of(t->tail.p, t->tail.n));
		t->pos.open = t->changed = true;
		t->shorter = 0;
	}
}

static void
match_new(struct match *m, struct file *file)
{
	struct track *t;

	/* One that has no text yet could still become a copy. */
	if (!file->nhead || !match_wanted(m, file) ||
	    match_is_copy(m, file))
		return;
	t = tracks_add(&m->tracks, str_c(file->name));
	t->pos.dev = file->dev;
	t->pos.ino = file->ino;
	bind(m, file, t);
}

/* Originals come before what may be their copies: newest first, and a packed
 * file behind the one it was made of. */
static int
newer(const void *a, const void *b)
{
	const struct file *x = *(struct file *const *)a,
	    *y = *(struct file *const *)b;
	struct rotate r = rotate_of(str_c(x->name)),
	    q = rotate_of(str_c(y->name));
	int c = str_cmp(r.base, q.base);

	if (!c)
		c = -rotate_cmp(&r, &q);
	if (!c)
		c = r.packed - q.packed;
	return c ? c : strcmp(x->name, y->name);
}

static struct file **
in_order(struct match *m)
{
	struct file **v = mem_new(m->files.n + 1, sizeof(struct file *));

	for (size_t i = 0; i < m->files.n; i++)
		v[i] = &m->files.v[i];
	if (m->files.n > 1)
		qsort(v, m->files.n, sizeof(struct file *), newer);
	return v;
}

/* Whether the track's place is another file's now. */
static bool
taken(const struct match *m, const struct track *t)
{
	for (size_t i = 0; i < m->files.n; i++)
		if (m->files.v[i].dev == t->pos.dev &&
		    m->files.v[i].ino == t->pos.ino)
			return true;
	return false;
}

static void
tell_lost(struct match *m, const struct track *t)
{
	struct fault f = { 0 };

	m->lost++;
	fault(&f, "%s: gone, or cut, after its first %" PRIu64 " bytes were "
	    "read; what followed is lost", t->name, t->pos.offset);
	m->files.say(m->files.arg, &f);
}

/* Those whose file has gone. One that nobody asks for now may come back. */
static void
remove_gone(struct match *m)
{
	for (size_t i = m->tracks.n; i-- > 0;) {
		struct track *t = m->tracks.v[i];
		bool lost = t->pos.open && t->pos.offset && !t->done;

		if (t->found || t->source || (!taken(m, t) &&
		    !files_mean(&m->files, t->pos.input)))
			continue;
		if (lost)
			tell_lost(m, t);
		if (t->pos.offset)
			forget_place(m, t, lost);
		tracks_remove(&m->tracks, i);
	}
}

/* Which of them are rotated away: there is a newer file of the log, in this
 * folder or another (olddir of logrotate). */
static void
set_old(struct match *m)
{
	for (size_t i = 0; i < m->tracks.n; i++) {
		struct track *t = m->tracks.v[i];

		t->old = t->rotate.packed || !t->found;
		for (size_t k = 0; k < m->files.n && !t->old &&
		    rotate_old(&t->rotate); k++) {
			struct rotate r = rotate_of(str_c(m->files.v[k].name));

			t->old = str_eq(rotate_last(r.base),
			    rotate_last(t->rotate.base)) &&
			    rotate_cmp(&t->rotate, &r) < 0;
		}
	}
}

/* Finds the files and matches them, nothing being final yet. */
static bool
try_scan(struct match *m, struct fault *f)
{
	struct file **v;
	size_t n;

	take_apart(m);
	if (!files_find(&m->files, f))
		return false;
	for (size_t i = 0; i < m->tracks.n; i++) {
		m->tracks.v[i]->found = false;
		m->tracks.v[i]->file = NULL;
	}
	v = in_order(m);
	n = m->files.n;
	for (size_t i = 0; i < n; i++)
		if (v[i]->track)
			bind(m, v[i], v[i]->track);
	for (size_t i = 0; i < n; i++)
		if (!v[i]->track)
			match_same(m, v[i]);
	for (size_t i = 0; i < n; i++)
		if (v[i]->source)
			v[i]->nhead = source_peek(v[i]->source, v[i]->head);
	for (size_t i = 0; i < n; i++)
		if (v[i]->source)
			match_moved(m, v[i]);
	for (size_t i = 0; i < n; i++)
		if (v[i]->source)
			match_shorter(m, v[i]);
	for (size_t i = 0; i < n; i++)
		if (v[i]->source)
			match_new(m, v[i]);
	mem_free(v);
	return true;
}

/* Whether a file that a track was given is still what it was then. */
static bool
still_fits(const struct track *t)
{
	const struct position *p = &t->pos;
	char head[POSITION_HEAD];
	bool fits = true;

	if (!t->source || t->source->packed || t->failed)
		return true;
	if (!source_look(t->source, NULL))
		return false;
	if (t->shorter)
		return t->source->size == t->shorter;
	if (p->offset)
		return source_fits(t->source, &p, 1, &fits, NULL) && fits;
	return !t->file || (source_peek(t->source, head) >= t->file->nhead &&
	    memcmp(head, t->file->head, t->file->nhead) == 0);
}

static bool
is_sure(const struct match *m)
{
	for (size_t i = 0; i < m->tracks.n; i++)
		if (!still_fits(m->tracks.v[i]))
			return false;
	return !m->unsure;
}

/* Back to positions alone, but for what is being read already. */
static void
undo(struct match *m)
{
	for (size_t i = m->tracks.n; i-- > 0;) {
		struct track *t = m->tracks.v[i];

		t->shorter = 0;
		if (t->begun)
			continue;
		track_source(t, NULL);
		if (!t->pos.offset)
			tracks_remove(&m->tracks, i);
	}
}

bool
match_scan(struct match *m, struct fault *f)
{
	uint64_t names;

	for (int i = 0; i < MATCH_TRIES; i++) {
		poll(NULL, 0, i * 10);
		m->unsure = false;
		names = files_print(&m->files, false);
		if (!try_scan(m, f))
			return false;
		if (is_sure(m) && files_print(&m->files, false) == names) {
			files_tell_absent(&m->files);
			shorten(m);
			remove_gone(m);
			set_old(m);
			tracks_sort(&m->tracks);
			return true;
		}
		undo(m);
	}
	if (f)
		f->again = true;
	return fault(f, "files are rotated all the time");
}

void
match_free(struct match *m)
{
	tracks_free(&m->tracks);
	files_free(&m->files);
	mem_free(m->gone);
	arena_free(&m->texts);
	*m = (struct match){ 0 };
}
