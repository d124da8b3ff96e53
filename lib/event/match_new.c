/*
 * Whether a file without a position is to be read from its beginning. Which
 * position is whose is match.c's.
 */
#include "base/hash.h"
#include "event/match_new.h"

/* Whether the file can be a copy of what the track reads or has read. */
static bool
begins_alike(const struct file *file, const struct track *t)
{
	size_t n = t->pos.offset < POSITION_HEAD ? (size_t)t->pos.offset :
	    POSITION_HEAD;
	size_t k;

	if (!rotate_copies(t->pos.input, str_c(file->name)))
		return false;
	if (n && n <= file->nhead)
		return hash_fixed(str_of(file->head, n)) == t->pos.head;
	if (!t->file)
		return true;
	k = t->file->nhead < file->nhead ? t->file->nhead : file->nhead;
	return memcmp(t->file->head, file->head, k) == 0;
}

/*
 * The source of a track, or its file opened for once: NULL where its name
 * means another file by now.
 */
static struct source *
source_of(struct match *m, const struct track *t)
{
	struct position who;
	struct source *s;

	if (t->source)
		return t->source;
	if (source_open(t->name, &s, &who, NULL) != SOURCE_OK) {
		m->unsure = true;
		return NULL;
	}
	if (s->dev == t->pos.dev && s->ino == t->pos.ino)
		return s;
	m->unsure = true;
	source_close(s);
	return NULL;
}

bool
match_is_copy(struct match *m, const struct file *file)
{
	for (size_t i = 0; i < m->tracks.n; i++) {
		struct track *t = m->tracks.v[i];
		struct source *s;
		bool same;

		if ((!t->found && !t->source) || t->failed ||
		    !begins_alike(file, t) || !(s = source_of(m, t)))
			continue;
		same = source_copies(file->source, s);
		if (s != t->source)
			source_close(s);
		if (same)
			return true;
	}
	return false;
}

/* Whether a file was rotated away after what this track has read was. */
static bool
follows(const struct file *file, const struct rotate *r,
    const struct track *t)
{
	int64_t mtime = t->file ? t->file->mtime : t->pos.mtime;

	if (!str_eq(t->rotate.base, r->base))
		return false;
	if (t->found && !t->rotate.date.n == !r->date.n)
		return rotate_cmp(&t->rotate, r) < 0;
	/* Their names do not tell: the log's own, another kind, or gone. */
	return mtime != STAMP_NONE && file->mtime > mtime &&
	    (!t->found || rotate_old(&t->rotate));
}

bool
match_wanted(const struct match *m, const struct file *file)
{
	struct rotate r = rotate_of(str_c(file->name));
	bool yes = !file->beside;

	for (size_t i = 0; i < m->tracks.n && !yes; i++)
		yes = follows(file, &r, m->tracks.v[i]);
	return yes;
}
