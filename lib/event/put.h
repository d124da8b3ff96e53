/*
 * Writes events: the format's own members first, then the record's others
 * (mlog-event.5).
 */
#ifndef EVENT_PUT_H
#define EVENT_PUT_H

#include "event/event.h"
#include "event/sign.h"

/*
 * The format's own names, in their order. They are the first ones of the
 * names that a record is read by, so these are their numbers too.
 */
enum {
	OWN_TIME, OWN_LEVEL, OWN_SEVERITY, OWN_LEVEL_TEXT, OWN_EVENT,
	OWN_LOGGER, OWN_TRACE_ID, OWN_SPAN_ID, OWN_TRACE_FLAGS,
	OWN_MARK,		/* "@mlog": never a record's */
	PUT_NOWN
};
extern const struct str put_own[PUT_NOWN];

/* Members that may need a new name: more are more than a line can bear. */
enum { PUT_RENAMED_MAX = 64 };

struct layers;

struct put {
	const struct fields *names;
	const struct record *rec;
	const bool *kept;	/* by name: pass it on */
	bool keep_only;		/* ... and no other */
	bool repair;		/* the record has invalid UTF-8 */
	struct layers *layers;	/* what is around it, or NULL */
	struct buf scratch, name;	/* for its own use; put_free */
	struct buf level[SEVERITY_MAX + 1];
	size_t most;		/* bytes that the event at hand may need */
};

/* Whether the members, and those to be renamed, are few enough. */
bool put_possible(const struct put *pt);
/* Appends the event, newline included. prefix: what stood before it, or "". */
void put_event(struct put *pt, const struct parts *p, struct str prefix,
    struct buf *out);
/* Appends the value at a path, which is not missing, under the path's name. */
void put_path(const struct put *pt, int which, struct value v,
    struct buf *out);
/* The paths within the record's member m that are kept, likewise. */
void put_inside(const struct put *pt, size_t m, struct buf *out);
/*
 * The same for a member of rec, at the top level, that goes by another name
 * in the event: k is what that name is to the set. scratch is reset.
 */
void put_inside_moved(const struct put *pt, const struct record *rec,
    const struct fields_key *k, const struct jtoken *value,
    struct buf *scratch, struct buf *out);
void put_free(struct put *pt);

#endif
