/*
 * Logs counted in shares, each by a process of its own, and what one has to
 * know of the others so that their merger is what one process would have
 * counted. Where that is in doubt, one has to.
 */
#ifndef SNAPSHOT_SHARD_H
#define SNAPSHOT_SHARD_H

#include "event/ranges.h"
#include "event/stream.h"
#include "series/aggregate.h"
#include "snapshot/snap.h"

enum {
	SHARD_SHOWN = 10,	/* refused lines that are told one by one */
	SHARD_WHAT_MAX = 160,	/* bytes of the reason in words */
};

/* A line that was refused. */
struct shard_refusal {
	const char *path;	/* of the ranges */
	bool first;		/* in the first range of the share */
	uint64_t line;		/* from 1, in its range */
	uint64_t nth;		/* of all refused, counted from 1 */
	size_t column;
	enum logline_reason reason;
	char what[SHARD_WHAT_MAX];
};

/*
 * What a share came to, without its series. It has no pointers but those into
 * the ranges: a process that was forked can write it to its parent as it is.
 */
struct shard {
	bool whole;		/* all was read, nothing failed */
	bool torn;		/* it ends within a joined record */
	bool over;		/* a limit was reached, a sum left the range,
				 * or something came too late */
	struct stream_counts counts;
	struct logline_repairs repairs;
	bool inside;		/* it begins within a file, and ... */
	bool one;		/* ... is one range */
	uint64_t last_lines;	/* lines of its last range */
	int64_t first, latest;	/* ns: as in struct aggregate */
	uint64_t future;	/* events, as there */
	bool untimed;		/* there was an event without a time, the
				 * first of them when the latest event was: */
	int64_t untimed_at;	/* ns, or STAMP_NONE */
	size_t waiting;		/* entities, and events of pairs, */
	size_t waiting_bytes;	/* and how large these are */
	size_t nshown;
	struct shard_refusal shown[SHARD_SHOWN];
};

/*
 * Counts the ranges of one share. stream has its logline and no more, a is
 * new and ready; the rest of both is set here, and stays the caller's.
 */
void shard_count(struct shard *sh, const struct ranges *rs, unsigned share,
    struct stream *stream, struct aggregate *a);

/* Whether rules can be counted in shares, in any log; else a fault with what
 * keeps them from it. */
bool shard_rules(const struct rules *rules, struct fault *f);
/* Whether shares, in order, came to what one process would have; else a fault
 * with the doubt. */
bool shards_exact(const struct shard *sh, size_t n,
    const struct rules *rules, struct fault *f);
/* Whether their merger is within the limits of the rules. */
bool shards_within(const struct snap *merged, const struct rules *rules,
    struct fault *f);

/*
 * Adds up shares that are exact into *all, and gives the lines that were
 * refused the numbers that they have in their files.
 */
void shards_add(struct shard *sh, size_t n, struct shard *all);

#endif
