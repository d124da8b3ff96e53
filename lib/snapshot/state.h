/*
 * The state of mlog-agg at work (formats.md 3): counts and positions that are
 * committed together, at marks of the event stream and at its end.
 *
 *	state_init(&s, aggregate, pipeline, now);
 *	state_open(&s, "app.snap", &f);
 *	feed.hold = &s.hold; feed.mark = state_mark; feed.mark_arg = &s;
 *	... feed_input(&feed, ...) ...
 *	state_end(&s, &f);
 */
#ifndef SNAPSHOT_STATE_H
#define SNAPSHOT_STATE_H

#include "event/hold.h"
#include "event/markline.h"
#include "series/aggregate.h"
#include "snapshot/live.h"
#include "snapshot/places.h"
#include "snapshot/statefile.h"

#define STATE_PERIOD (30 * STAMP_SEC)	/* between commits, at least */

struct state {
	struct hold hold;	/* the stream, for feed; stop is the caller's
				 * to set, -1 after state_init */
	struct buf words;	/* for people, lines; the caller takes them */

	struct live *live;	/* called between two reads, or NULL; the
				 * caller's, after state_init */

	struct aggregate *aggregate;	/* the rest is its own, but that
				 * another one may take its place */
	const char *pipeline;
	int64_t now;
	struct buf path;
	int lock;
	bool damaged;		/* STATE is, and .prev was loaded */
	uint64_t generation;
	char checksum[17];
	enum snap_stream stream;
	struct places places;

	bool begun, ended;	/* marks that came */
	bool dirty;		/* there is something to commit */
	bool committed;		/* by this run */
	uint64_t events;	/* when it was committed last */
	int64_t last;		/* ticks of the last commit, of any run */
	bool spilled;		/* the aggregate is past the last mark: */
	struct snap at_mark;	/* this is what it was there */
	struct buf text;	/* of the last commit */
};

/*
 * pipeline is the label of the own metrics or NULL, now what the clock shows
 * or STAMP_NONE for the wall's. All are kept.
 */
void state_init(struct state *s, struct aggregate *a, const char *pipeline,
    int64_t now);
/*
 * Locks and loads the state at path, a new one where there is none, and
 * restores the aggregate, which is new, from it. f->again where another run
 * has it locked.
 */
bool state_open(struct state *s, const char *path, struct fault *f);
/*
 * What a mark says: `begin` that the stream goes on from the state that was
 * loaded (else f->again: the state moved on), `pos` where it has come to.
 * For struct feed, arg is the state.
 */
bool state_mark(void *arg, const struct markline *m, struct fault *f);
/*
 * Commits what there is up to the last mark, whenever the last commit was.
 * Before the stream has begun there is nothing to commit.
 */
bool state_commit(struct state *s, struct fault *f);
/*
 * The input is read to its end: commits. False also for a stream that broke
 * off (f->again), after what came before its last mark was committed.
 */
bool state_end(struct state *s, struct fault *f);
/* What was committed last, as text; empty when nothing was. */
struct str state_text(const struct state *s);
void state_free(struct state *s);

#endif
