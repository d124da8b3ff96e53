/*
 * A state at work (formats.md 3): positions of the logs, and what was made of
 * them up to there, which are committed together, at marks of the event stream
 * and at its end. mlog-agg keeps its counts (state_counts.h), mlog-otlp what
 * it remembers of traces.
 *
 *	state_init(&s, &kept);
 *	state_open(&s, "app.snap", &f);
 *	feed.hold = &s.hold; feed.mark = state_mark; feed.mark_arg = &s;
 *	... feed_input(&feed, ...) ...
 *	state_end(&s, &f);
 */
#ifndef SNAPSHOT_STATE_H
#define SNAPSHOT_STATE_H

#include "event/hold.h"
#include "event/markline.h"
#include "event/totals.h"
#include "snapshot/places.h"
#include "snapshot/statefile.h"

struct live;

#define STATE_PERIOD (30 * STAMP_SEC)	/* between commits, at least */

/* What is kept beside the positions, and how. The last three may be NULL. */
struct state_kept {
	void *arg;
	/* What a state says, into what is new. */
	bool (*thaw)(void *arg, const struct snap *s, struct fault *f);
	/* The reverse; generation, stream and inputs are added to it. The
	 * caller frees *s in any case. */
	bool (*freeze)(void *arg, struct snap *s, struct fault *f);
	/* How many events were taken so far. */
	uint64_t (*events)(void *arg);
	/* What the reader of the logs counted since the last mark. */
	void (*totals)(void *arg, const struct totals *t);
	/* As struct hold has it. */
	bool (*due)(void *arg, int64_t *wait, struct fault *f);
	/* Before a commit: what was made of the events must not be lost from
	 * here on, since they are not read again. */
	bool (*settle)(void *arg, struct fault *f);
};

struct state {
	struct hold hold;	/* the stream, for feed; stop is the caller's
				 * to set, -1 after state_init */
	struct buf words;	/* for people, lines; the caller takes them */

	struct live *live;	/* called between two reads, or NULL; the
				 * caller's, after state_init */

	struct state_kept kept;	/* the rest is its own */
	struct buf path;
	int lock;		/* the caller may set it before state_open */
	bool damaged;		/* STATE is, and .prev was loaded */
	uint64_t generation;
	char checksum[17];
	enum snap_stream stream;
	struct places places;

	bool begun, ended;	/* marks that came */
	bool dirty;		/* there is something to commit */
	bool committed;		/* by this run */
	uint64_t events;	/* when it was committed last */
	uint64_t marked;	/* events at the last mark */
	int64_t last;		/* ticks of the last commit, of any run */
	bool spilled;		/* what is kept is past the last mark: */
	struct snap at_mark;	/* this is what it was there */
	struct buf text;	/* of the last commit */
};

/* What it points to stays the caller's. */
void state_init(struct state *s, const struct state_kept *kept);
/*
 * Locks and loads the state at path, a new one where there is none, and
 * restores what is kept from it. f->again where another run has it locked.
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
