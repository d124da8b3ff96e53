/*
 * Events that begin and end something, matched by a key like brackets: an end
 * takes the latest start before it that is still open. What is unmatched
 * waits, ends too, since the part of the log before may have their start
 * (formats.md 2, merging).
 */
#ifndef SERIES_PAIRS_H
#define SERIES_PAIRS_H

#include "event/event.h"

enum {
	PAIRS_MAX = 100000,	/* waiting events of one rule; the oldest go */
	PAIRS_TOTAL_MAX = 64 * 1024 * 1024,	/* bytes of them all */
	PAIRS_FIELDS_MAX = 64 * 1024,	/* bytes of the fields of one */
	PAIRS_NOTES_MAX = 128,		/* notes of one */
};

/* An event that waits, with the fields that its rule reads. */
struct pairs_event {
	struct pairs_event *below, *above;	/* of the same key; ends are
					 * below all starts */
	struct pairs_event *next;	/* of the same slot, another key */
	struct pairs_event *older, *newer;	/* of all */
	uint64_t hash;
	int64_t time;		/* ns, or STAMP_NONE */
	int severity;
	bool end;
	uint32_t nkey;
	uint32_t size;		/* of the fields, behind the key */
	struct buf notes;	/* pairs_note's, with commas between them */
	unsigned nnotes;
	unsigned lost;		/* notes that were too many */
	char data[];
};

struct pairs {
	const int *field;	/* numbers of the fields */
	size_t nfields;
	int64_t timeout;	/* ns; 0: none */
	size_t max_bytes;	/* PAIRS_TOTAL_MAX, or what the caller sets */
	struct pairs_event **slot;
	size_t nslots, n, bytes;
	struct pairs_event *oldest, *newest;
	uint64_t timeouts, evicted;	/* starts; the caller may reset them */
};

/* field is the caller's. Free with pairs_free. */
void pairs_init(struct pairs *p, const int *field, size_t nfields,
    int64_t timeout);
void pairs_free(struct pairs *p);

/* An event begins something. */
void pairs_start(struct pairs *p, struct str key, int64_t time,
    const struct event *e);
/*
 * An event ends something: its start, which is no longer in the table and is
 * the caller's (pairs_event_free), or NULL when there is none: then the end
 * waits.
 */
struct pairs_event *pairs_end(struct pairs *p, struct str key, int64_t time,
    const struct event *e);
/* The same, but an end without a start is nothing. */
struct pairs_event *pairs_take(struct pairs *p, struct str key, int64_t time);
/* The start that an end at that time would have; it stays. */
struct pairs_event *pairs_open(struct pairs *p, struct str key, int64_t time);
void pairs_event_free(struct pairs_event *w);
/*
 * Keeps a JSON value with a waiting event; what is beyond PAIRS_NOTES_MAX is
 * counted only. It may make the oldest events go, w among them.
 */
void pairs_note(struct pairs *p, struct pairs_event *w, struct str json);
/* An event of a state waits again, behind those restored before it. */
void pairs_restore(struct pairs *p, struct str key, int64_t time,
    const struct event *e, bool end);
/* What has waited for longer than the timeout at a time does not any more. */
void pairs_settle(struct pairs *p, int64_t now);

/* The fields of a waiting event that value[] lacks, into it: by the numbers
 * of the fields. The views are the event's. */
void pairs_fields(const struct pairs *p, const struct pairs_event *w,
    struct value *value);
/*
 * The fields of a waiting event as a JSON object, by their names in `fields`;
 * value is room for all of these. pairs_set takes one member of it: of fields
 * with one name the first that is still missing.
 */
void pairs_put(const struct pairs *p, const struct pairs_event *w,
    const struct fields *fields, struct value *value, struct buf *b);
void pairs_set(const struct pairs *p, const struct fields *fields,
    struct str name, struct value *value, const struct value *v);
struct str pairs_key(const struct pairs_event *w);

#endif
