/*
 * The loop over inputs with positions. A mark is a barrier: between two parts
 * nothing is half read, so it can name every input that has moved.
 */
#include <errno.h>
#include <poll.h>

#include "base/hash.h"
#include "base/mem.h"
#include "event/input.h"
#include "event/mark.h"
#include "event/resume.h"

static void
say(void *arg, const struct fault *f)
{
	struct resume *r = arg;

	r->nsaid++;
	r->say(r->arg, f);
}

/* Everything that moved since the last mark, and what was read. */
static void
put_mark(struct resume *r)
{
	struct match *m = &r->match;
	const struct position **p = mem_new(m->ngone + m->tracks.n + 1,
	    sizeof(*p));
	uint64_t refused[LOGLINE_NREASONS];
	size_t n = 0;

	/* A place that is left may be taken by another input. */
	for (size_t i = 0; i < m->ngone; i++)
		p[n++] = &m->gone[i];
	for (size_t i = 0; i < m->tracks.n; i++) {
		struct track *t = m->tracks.v[i];

		if (t->changed && t->pos.offset)
			p[n++] = &t->pos;
		t->changed = false;
	}
	for (size_t i = 0; i < LOGLINE_NREASONS; i++)
		refused[i] = r->stream->counts.refused[i] -
		    r->marked.refused[i];
	if (r->marks)
		mark_pos(&r->stream->out->buf, p, n,
		    r->stream->counts.lines - r->marked.lines, refused);
	mem_free(p);
	match_told(m);
	r->marked = r->stream->counts;
	r->marked_at = stamp_ticks();
	r->taken = 0;
}

static bool
flush(struct resume *r, struct fault *f)
{
	struct stream *s = r->stream;

	return (!s->rejects || out_flush(s->rejects, f)) &&
	    out_flush(s->out, f);
}

static bool
mark(struct resume *r, struct fault *f)
{
	struct stream *s = r->stream;

	put_mark(r);
	return (!s->rejects || out_flush(s->rejects, f)) &&
	    out_room(s->out, f);
}

static bool
mark_due(const struct resume *r)
{
	return r->taken >= RESUME_BYTES ||
	    stamp_ticks() - r->marked_at >= RESUME_PAUSE;
}

/* Whether something is not in any mark yet. */
static bool
unmarked(const struct resume *r)
{
	if (r->match.ngone || r->taken)
		return true;
	for (size_t i = 0; i < r->match.tracks.n; i++)
		if (r->match.tracks.v[i]->changed &&
		    r->match.tracks.v[i]->pos.offset)
			return true;
	return false;
}

/* What a part is asked while it is read. */
struct asked {
	struct resume *r;
	struct track *t;
};

static bool
pause_part(void *arg)
{
	const struct asked *a = arg;

	return *a->r->stop || stamp_ticks() - a->r->marked_at >= RESUME_PAUSE;
}

/* Whether nothing has been written to it for a while. */
static bool
settled(const struct track *t)
{
	return stamp_now() - t->source->mtime >
	    (int64_t)TRACK_SETTLED * STAMP_SEC;
}

/* Whether its end is there, newline or not. */
static bool
is_whole(void *arg)
{
	const struct asked *a = arg;
	struct track *t = a->t;

	if (*a->r->stop || !source_look(t->source, NULL))
		return false;
	if (t->source->packed)
		return !t->source->cut;
	return t->old && settled(t) && source_same(t->source) &&
	    t->source->size == t->source->walk.at;
}

/* What cannot be read at all is told, and left alone. */
static bool
fails(struct resume *r, struct track *t, const struct fault *f)
{
	say(r, f);
	t->failed = true;
	return false;
}

static bool
is_text(struct resume *r, struct track *t)
{
	char head[POSITION_HEAD];
	struct fault f = { 0 };

	return t->pos.offset || input_text(str_of(head,
	    source_peek(t->source, head)), t->name, &f) || fails(r, t, &f);
}

/* Puts the source at the offset, if its text is what the position says. */
static bool
begin(struct resume *r, struct track *t)
{
	struct position *p = &t->pos;
	struct fault f = { 0 };

	if (!is_text(r, t))
		return false;
	if (!source_begin(t->source, p->offset, &t->tail, &f))
		return fails(r, t, &f);
	if (p->offset && (source_head(t->source, p->offset) != p->head ||
	    hash_fixed(str_of(t->tail.p, t->tail.n)) != p->tail)) {
		/* It has been cut since the scan. */
		track_source(t, NULL);
		r->again = true;
		return false;
	}
	t->begun = true;
	t->from = p->offset;
	t->line = 0;
	return true;
}

/* How messages call it: its lines are counted from where the run began. */
static const char *
label(struct track *t)
{
	struct buf b = { 0 };

	if (!t->from)
		return t->name;
	if (!t->label) {
		buf_printf(&b, "%s@%llu", t->name,
		    (unsigned long long)t->from);
		t->label = mem_new(b.n + 1, 1);
		memcpy(t->label, b.p, b.n);
		buf_free(&b);
	}
	return t->label;
}

/* The input's new position. */
static void
moved(struct resume *r, struct track *t, const struct stream_part *part)
{
	t->tail = part->tail;
	t->line = part->line;
	if (t->pos.offset == part->offset)
		return;
	r->taken += part->offset - t->pos.offset;
	t->pos.offset = part->offset;
	t->pos.head = source_head(t->source, part->offset);
	t->pos.tail = hash_fixed(str_of(t->tail.p, t->tail.n));
	t->pos.open = true;
	t->changed = true;
	/* Not looked at to its end yet, so no reason to pass it over. */
	t->pos.size = t->source->packed ? 0 : t->source->size;
	t->pos.mtime = t->source->packed ? STAMP_NONE : t->source->mtime;
}

/* All that there is has been read. */
static void
at_end(struct resume *r, struct track *t)
{
	struct source *s = t->source;
	bool all;

	buf_reset(&s->rest);
	if (!source_look(s, NULL) || !source_same(s) ||
	    (!s->packed && s->size < t->pos.offset)) {
		r->again = true;
		return;
	}
	all = s->packed ? !s->cut : s->size == t->pos.offset;
	if (!s->packed)
		s->walk.at = t->pos.offset;
	t->seen_size = s->size;
	t->seen_mtime = s->mtime;
	if (!t->found && !settled(t))
		return;
	if (t->pos.size != s->size || t->pos.mtime != s->mtime ||
	    t->pos.open != !(t->old && all)) {
		t->changed = true;
		t->pos.size = s->size;
		t->pos.mtime = s->mtime;
		t->pos.open = !(t->old && all);
	}
	if (!t->found) {
		t->done = true;
		r->again = true;
	}
	if (s->packed || !t->pos.open || t->done)
		track_source(t, NULL);
}

/* One part of one input; *more when it is not at its end. */
static bool
read_part(struct resume *r, struct track *t, bool *more, struct fault *f)
{
	struct asked asked = { r, t };
	struct stream_part part = { .name = label(t), .read = source_read,
		.from = t->source, .pause = pause_part, .last = is_whole,
		.arg = &asked, .offset = t->pos.offset, .line = t->line,
		.tail = t->tail, .limit = RESUME_BYTES > r->taken ?
		RESUME_BYTES - r->taken : 1 };
	struct fault why = { 0 };
	bool ok = stream_part(r->stream, &part, &why);

	moved(r, t, &part);
	*more = ok && part.more;
	if (!ok && r->stream->failed) {
		*f = why;
	} else if (!ok) {
		fails(r, t, &why);
		track_source(t, NULL);
	} else if (part.more) {
		source_unread(t->source, buf_str(&part.rest));
	} else {
		at_end(r, t);
	}
	buf_free(&part.rest);
	return !r->stream->failed && (!mark_due(r) || mark(r, f));
}

/* Whether there is something to read that was not there the last time. */
static bool
wants_reading(struct track *t)
{
	if (!t->source || t->failed || !source_look(t->source, NULL))
		return false;
	return !t->begun || t->source->rest.n || t->source->packed ||
	    t->source->size != t->seen_size ||
	    t->source->mtime != t->seen_mtime ||
	    ((t->old || !t->found) && settled(t));
}

static bool
read_track(struct resume *r, struct track *t, struct fault *f)
{
	bool more = wants_reading(t) && (t->begun || begin(r, t));

	while (more && !*r->stop) {
		if (!read_part(r, t, &more, f))
			return false;
		/* Others may have been rotated meanwhile. */
		if (r->follow && r->marked_at - r->print_at >= RESUME_PAUSE)
			return true;
	}
	return true;
}

static void
warn_network(struct resume *r)
{
	struct fault f = { 0 };

	for (size_t i = 0; i < r->match.tracks.n && !r->network; i++) {
		struct track *t = r->match.tracks.v[i];

		r->network = t->source && io_remote(t->source->fd);
		if (!r->network)
			continue;
		fault(&f, "%s: on a network file system, where files cannot "
		    "be told apart for sure", t->name);
		r->say(r->arg, &f);
	}
}

/* Looks for files where names or files have changed. */
static bool
scan(struct resume *r, struct fault *f)
{
	uint64_t print = files_print(&r->match.files, true);

	r->print_at = stamp_ticks();
	if (!r->again && print == r->print)
		return true;
	r->again = false;
	/* What changes during the scan is seen by the next one. */
	r->print = print;
	if (match_scan(&r->match, f)) {
		warn_network(r);
		return true;
	}
	if (!f->again || !r->follow)
		return false;
	*f = (struct fault){ 0 };
	r->again = true;
	return true;
}

static bool
round_of(struct resume *r, struct fault *f)
{
	if (!scan(r, f))
		return false;
	for (size_t i = 0; i < r->match.tracks.n && !*r->stop; i++)
		if (!read_track(r, r->match.tracks.v[i], f))
			return false;
	return true;
}

/* Until something may have happened; a reader that has gone is found out. */
static bool
wait_a_little(struct resume *r, struct fault *f)
{
	struct pollfd p = { .fd = r->stream->out->fd };

	if (poll(&p, 1, RESUME_POLL) <= 0)
		return true;
	if (r->marks) {
		put_mark(r);
		return flush(r, f);
	}
	errno = EPIPE;
	return fault_errno(f, "%s", r->stream->out->name);
}

static bool
run(struct resume *r, struct fault *f)
{
	do {
		if (!round_of(r, f))
			return false;
		if (!r->follow || *r->stop)
			return true;
		if (unmarked(r) && mark_due(r))
			put_mark(r);
		if (!flush(r, f))
			return false;
		if (!*r->stop && !wait_a_little(r, f))
			return false;
	} while (!*r->stop);
	return true;
}

bool
resume_run(struct resume *r, struct fault *f)
{
	struct buf *out = &r->stream->out->buf;
	bool ok;

	r->match.files = (struct files){ .operand = r->operand,
		.noperands = r->noperands, .tracks = &r->match.tracks,
		.say = say, .arg = r, .skip = r->skip,
		.skip_arg = r->skip_arg };
	r->again = true;
	r->marked_at = stamp_ticks();
	match_load(&r->match, r->input, r->ninputs);
	if (r->marks)
		mark_begin(out, r->generation, r->checksum);
	ok = run(r, f);
	if (!ok && !r->stream->stopped)
		return false;
	put_mark(r);
	if (r->marks)
		mark_end(out);
	return flush(r, ok ? f : NULL) && ok;
}

void
resume_free(struct resume *r)
{
	match_free(&r->match);
}
