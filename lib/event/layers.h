/*
 * The layers around a record, and how they come together in one event: the
 * record's own parts and members first, what the layers have to add behind.
 */
#ifndef EVENT_LAYERS_H
#define EVENT_LAYERS_H

#include "event/keys.h"
#include "event/put.h"
#include "event/unwrap.h"

enum {
	LAYERS_WRAPPERS_MAX = 3,	/* around one record */
	/* ... and one for each array of a batch */
	LAYERS_MAX = LAYERS_WRAPPERS_MAX + DIALECT_EACH_MAX,
};

struct layer {
	const struct sign *sign;	/* NULL: of text, cri has it */
	struct sign wrapper;	/* a copy for it, when it is a wrapper's */
	struct record rec;
	struct jread r;		/* what read it */
	unsigned flags;		/* as of record_read */
	struct inner inner;	/* what is in it; s.p NULL for nothing */
	int array;		/* the member with the elements that are
				 * taken one by one, or -1 for none */
	struct cri cri;
};

/* What is around the record at hand. */
struct layers {
	struct layer *layer;	/* outermost first */
	size_t n;
	const struct record *within;	/* the innermost record */
	int64_t observed;	/* the outermost time, or STAMP_NONE */
	struct keys keys;
	struct buf scratch, name;
};

/*
 * Gives the parts that the record itself has not from the nearest layer that
 * has them; the outermost time that is not its time is `observed`. The
 * members that are used up are marked as taken.
 */
void layers_merge(struct layers *ls, struct parts *p);
/* Finds the names in use; false when too many members would be renamed. */
bool layers_possible(struct layers *ls);

/* For put_event: whether a name is in use, and that it is from now on. */
bool layers_use(const struct layers *ls, struct str name);
void layers_claim(struct layers *ls, struct str name);
/* Appends `observed`, and the members of all layers, nearest first. */
void layers_put_observed(struct layers *ls, struct buf *out);
void layers_put_members(struct layers *ls, const struct put *pt,
    struct buf *out);
void layers_free(struct layers *ls);

#endif
