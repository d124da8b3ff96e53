/*
 * When to commit, and what. How a commit is made safe is statefile_commit.c's,
 * what waits for its mark hold.c's.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "base/replace.h"
#include "snapshot/live.h"
#include "snapshot/snapfile.h"
#include "snapshot/state.h"

static bool due(void *arg, int64_t *wait, struct fault *f);
static bool spill(void *arg, struct fault *f);

void
state_init(struct state *s, const struct state_kept *kept)
{
	*s = (struct state){ .kept = *kept, .lock = -1, .hold = { .stop = -1,
		.wake = -1, .due = due, .spill = spill, .arg = s } };
}

void
state_free(struct state *s)
{
	hold_free(&s->hold);
	places_free(&s->places);
	snap_free(&s->at_mark);
	buf_free(&s->words);
	buf_free(&s->path);
	buf_free(&s->text);
	if (s->lock >= 0)
		close(s->lock);
	*s = (struct state){ .lock = -1 };
}

static uint64_t
events(const struct state *s)
{
	return s->kept.events(s->kept.arg);
}

/* A damaged STATE is kept for people to look at; .prev serves. */
static bool
tell_damage(struct state *s, const struct statefile *sf, struct fault *f)
{
	if (sf->from != STATEFILE_PREV)
		return true;
	s->damaged = true;
	buf_printf(&s->words, "%s\n%s.prev serves, the damaged one is kept "
	    "as ", sf->damage.text, sf->path.p);
	if (!statefile_quarantine(sf, &s->words, f))
		return false;
	buf_putc(&s->words, '\n');
	return true;
}

/* How long ago it was committed, in the ticks of this run. */
static int64_t
last_commit(const struct statefile *sf)
{
	int64_t now = stamp_now(), ticks = stamp_ticks();

	if (sf->from != STATEFILE_OWN || sf->mtime > now ||
	    now - sf->mtime > STATE_PERIOD)
		return ticks - STATE_PERIOD;
	return ticks - (now - sf->mtime);
}

static bool
take(struct state *s, const struct statefile *sf, struct fault *f)
{
	s->generation = sf->snap.generation;
	s->stream = sf->snap.stream;
	snprintf(s->checksum, sizeof(s->checksum), "%s", sf->snap.checksum);
	s->last = last_commit(sf);
	for (size_t i = 0; i < sf->snap.ninputs; i++)
		if (!places_move(&s->places, &sf->snap.inputs[i], f))
			return false;
	if (!s->kept.thaw(s->kept.arg, &sf->snap, f))
		return fault_within(f, "%s", sf->path.p);
	s->events = s->marked = events(s);
	return tell_damage(s, sf, f);
}

bool
state_open(struct state *s, const char *path, struct fault *f)
{
	struct statefile sf;
	bool ok;

	if (!*path)
		return fault(f, "the name of the state is empty");
	if (!replace_target(path, &s->path, f))
		return false;
	if (s->lock < 0 && (s->lock = statefile_lock(s->path.p, f)) < 0)
		return false;
	/* formats.md 3.10 */
	if (io_remote(s->lock))
		buf_printf(&s->words, "%s: on a network file system, where "
		    "locks may not keep other runs out\n", s->path.p);
	statefile_tidy(s->path.p);
	ok = statefile_load(&sf, s->path.p, f) && take(s, &sf, f);
	statefile_free(&sf);
	return ok;
}

/* What is kept, but for the positions. */
static bool
freeze_state(struct state *s, struct snap *snap, struct fault *f)
{
	bool ok = s->kept.freeze(s->kept.arg, snap, f);

	snap->stream = s->stream;
	return ok;
}

static bool
spill(void *arg, struct fault *f)
{
	struct state *s = arg;

	snap_free(&s->at_mark);
	s->spilled = true;
	return freeze_state(s, &s->at_mark, f);
}

static bool
write_state(struct state *s, struct snap *snap, struct fault *f)
{
	snap->generation = s->generation + 1;
	snap->inputs = places_sorted(&s->places, &snap->ninputs);
	buf_reset(&s->text);
	snapfile_write(&s->text, snap);
	if (!statefile_commit(s->path.p, buf_str(&s->text), s->damaged, f))
		return false;
	s->generation++;
	s->damaged = s->dirty = false;
	s->committed = true;
	s->events = events(s);
	s->last = stamp_ticks();
	return true;
}

static bool
commit(struct state *s, struct fault *f)
{
	struct snap now;
	bool ok;

	if (s->kept.settle && !s->kept.settle(s->kept.arg, f))
		return false;
	if (s->spilled)
		return write_state(s, &s->at_mark, f);
	ok = freeze_state(s, &now, f) && write_state(s, &now, f);
	snap_free(&now);
	return ok;
}

bool
state_commit(struct state *s, struct fault *f)
{
	if (s->hold.form == HOLD_UNKNOWN ||
	    (s->hold.form == HOLD_MARKS && !s->begun))
		return true;
	return commit(s, f);
}

/* A stream without marks, and a state that is for such. */
static bool
plain(struct state *s, struct fault *f)
{
	if (s->stream == SNAP_MARKS)
		return fault(f, "%s: this stream has no marks, but %s has "
		    "positions: counting it would count lines twice (read "
		    "the logs with mlog-parse --resume, and let nothing drop "
		    "its marks)", s->hold.name, s->path.p);
	s->stream = SNAP_PLAIN;
	s->dirty |= s->events != events(s);
	return true;
}

static bool
due(void *arg, int64_t *wait, struct fault *f)
{
	struct state *s = arg;
	int64_t left;

	if (s->kept.due && !s->kept.due(s->kept.arg, wait, f))
		return false;
	if (s->hold.form == HOLD_PLAIN && !plain(s, f))
		return false;
	if (s->live && !live_due(s->live, wait, f))
		return false;
	if (!s->dirty)
		return true;
	left = s->last + STATE_PERIOD - stamp_ticks();
	if (left > 0 && (*wait < 0 || left < *wait))
		*wait = left;
	return left > 0 || commit(s, f);
}

static bool
begin(struct state *s, const struct markline *m, struct fault *f)
{
	if (s->begun)
		return fault(f, "%s: a second stream with marks",
		    s->hold.name);
	if (s->stream == SNAP_PLAIN)
		return fault(f, "%s: this stream has marks, but %s was "
		    "counted without: lines could be counted twice",
		    s->hold.name, s->path.p);
	if (m->generation != s->generation ||
	    !str_eq(m->state, str_c(s->checksum))) {
		fault(f, "%s moved on: the stream was begun at generation "
		    "%" PRIu64 ", the state is at %" PRIu64 "%s", s->path.p,
		    m->generation, s->generation,
		    m->generation == s->generation ? " of another content" :
		    "");
		f->again = true;
		return false;
	}
	s->begun = true;
	s->stream = SNAP_MARKS;
	return true;
}

static bool
pos(struct state *s, const struct markline *m, struct fault *f)
{
	for (size_t i = 0; i < m->ninputs; i++)
		if (!places_move(&s->places, &m->input[i], f))
			return fault_within(f, "%s", s->hold.name);
	if (s->kept.totals)
		s->kept.totals(s->kept.arg, &m->totals);
	s->dirty = true;
	s->marked = events(s);
	snap_free(&s->at_mark);
	s->spilled = false;
	return true;
}

bool
state_mark(void *arg, const struct markline *m, struct fault *f)
{
	struct state *s = arg;

	if (s->ended)
		return fault(f, "%s: a mark behind the end of the stream",
		    s->hold.name);
	if (m->kind == MARK_BEGIN)
		return begin(s, m, f);
	if (!s->begun)
		return fault(f, "%s: a mark, but the stream has no "
		    "beginning", s->hold.name);
	if (m->kind == MARK_POS)
		return pos(s, m, f);
	s->ended = m->kind == MARK_END;
	return true;
}

/* What the end of a stream with marks comes to. */
static bool
marks_end(struct state *s, struct fault *f)
{
	if (s->ended && (s->spilled || s->hold.dropped ||
	    s->marked != events(s)))
		return fault(f, "%s: events behind the last mark, which "
		    "mlog-parse does not write", s->hold.name);
	if (s->ended)
		return s->committed && !s->dirty ? true : commit(s, f);
	if (s->dirty && !commit(s, f))
		return false;
	fault(f, "%s: the stream broke off: what came after its last mark "
	    "is not counted yet, and will be read again", s->hold.name);
	f->again = true;
	return false;
}

bool
state_end(struct state *s, struct fault *f)
{
	if (s->begun || s->hold.form == HOLD_MARKS)
		return marks_end(s, f);
	if (s->hold.form == HOLD_UNKNOWN && s->stream == SNAP_MARKS) {
		fault(f, "%s: the stream ended before it began",
		    s->hold.name);
		f->again = true;
		return false;
	}
	if (s->hold.form == HOLD_PLAIN && !plain(s, f))
		return false;
	return (s->committed && !s->dirty) || commit(s, f);
}

struct str
state_text(const struct state *s)
{
	return buf_str(&s->text);
}
