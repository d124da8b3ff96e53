/*
 * The event of a record as the rules see it, without its line being written
 * and read again. What the two ways give is the same.
 */
#ifndef EVENT_DIRECT_H
#define EVENT_DIRECT_H

#include "event/event.h"
#include "event/put.h"

/* Zeroed it is empty. */
struct direct {
	struct event_reader *reader;	/* of the rules' fields; the caller's,
					 * whose memory the values are in */
	int *field;		/* by the record's names: the rules' field,
				 * or -1 */
	int own[PUT_NOWN];	/* the same for the format's own members */
	bool renamed;		/* a rule may read a member with a new name */
	bool time;		/* a rule reads the time's text */
	struct event event;	/* the last one */
	struct buf text;	/* of its time */
	char id[3][33];		/* of its trace: parts end before it does */
	struct scan scan;	/* of a line */
};

/*
 * Adds the reader's fields to the names, which are not sealed yet. False when
 * there are too many.
 */
bool direct_init(struct direct *d, struct event_reader *reader,
    struct fields *names, struct fault *f);
/* Once the names are sealed. */
void direct_seal(struct direct *d, struct fields *names);
void direct_free(struct direct *d);

/*
 * The event of a record with these parts that nothing is around, into
 * d->event: it lives as long as the record, and until the next one is made.
 * r has read the record; flags are what the reading found. False where only
 * the line would show what the event is.
 */
bool direct_take(struct direct *d, const struct put *pt,
    const struct parts *p, const struct jread *r, unsigned flags);
/*
 * Which members of records that are built alike go to which of the rules'
 * fields. False when there are more than max, or only direct_take can tell.
 * One whose nested value has spaces is not given so.
 */
struct direct_give {
	unsigned short member, field;
};
bool direct_plan(const struct direct *d, const struct record *rec,
    struct direct_give *give, size_t max, size_t *n);
/*
 * Begins an event with these parts; what is given goes to the reader's values
 * then. plain: none of their texts has escapes.
 */
void direct_begin(struct direct *d, const struct parts *p, bool plain);

/* The event of a line that put_event made, into d->event. */
bool direct_line(struct direct *d, struct str line, struct fault *f);

#endif
