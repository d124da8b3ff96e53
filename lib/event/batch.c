/*
 * A batch: one record that holds many, in arrays within arrays that its row
 * of the dialect table names. Each of them is an event; what is beside the
 * arrays is around it as a wrapper is. What is in a record is peel.c's.
 */
#include "event/convert.h"

struct batch {
	struct logline *ll;
	const struct sign *row;	/* with the arrays, for all within */
	size_t depth;		/* the layers around the batch */
	struct buf *out;
	struct logline_refusal *why;
	bool odd;		/* it is no batch, only looks like one */
};

static enum logline_result
no_batch(struct batch *b)
{
	b->odd = true;
	return LOGLINE_REFUSED;
}

/*
 * The array at a level of the batch, as a layer's record has it; *t is NULL
 * for none, which is as good as an empty one. False where it may be more than
 * an array, or there is another: what is left of the record would not tell
 * what has been taken.
 */
static bool
find_array(struct batch *b, size_t level, const struct jtoken **t)
{
	const struct record *rec = &b->ll->layer[b->depth + level].rec;
	int name = b->row->each[level], at = rec->at[name];

	*t = NULL;
	for (size_t m = 0; m < rec->n; m++)
		if (rec->member[m].name == name && (int)m != at)
			return false;
	if (level && rec->at[b->row->each[0]] >= 0)
		return false;
	if (at < 0 || (level && rec->member[at].value.kind == JREAD_NULL))
		return true;
	*t = &rec->member[at].value;
	return (*t)->kind == JREAD_ARRAY;
}

static enum logline_result
take_record(struct batch *b, struct jread *r)
{
	size_t depth = b->depth + b->row->neach;
	struct logline *ll = b->ll;
	enum logline_result got;

	convert_read(ll, depth, b->row, r);
	got = convert_layer(ll, depth, b->out, b->why);
	if (got == LOGLINE_EVENT && b->out->n - ll->base >
	    ll->max + CONVERT_MORE_MAX)
		return convert_refuse(b->why, REFUSED_TOO_LONG, 1,
		    "the events of this line would be longer than the limit "
		    "(--max-line)");
	return got;
}

/* An element that holds a further array. */
static bool
read_element(struct batch *b, size_t level, struct jread *r)
{
	struct layer *la = &b->ll->layer[b->depth + level];

	record_read(&la->rec, &b->ll->names, r, &b->ll->scratch, &la->flags);
	la->r = *r;
	la->wrapper = *b->row;
	la->wrapper.generic = NULL;
	la->sign = &la->wrapper;
	return !la->rec.overfull;
}

static enum logline_result
take_level(struct batch *b, size_t level)
{
	struct layer *la = &b->ll->layer[b->depth + level];
	enum logline_result got = LOGLINE_EVENT;
	const struct jtoken *array;
	struct jread in, r;
	struct jtoken t;

	if (!find_array(b, level, &array))
		return no_batch(b);
	if (!array)
		return got;
	la->array = b->row->each[level];
	jread_enter(&la->r, array, &in);
	jread_open(&in, JREAD_ARRAY);
	while (got == LOGLINE_EVENT && jread_element(&in, &t)) {
		if (t.kind != JREAD_OBJECT)
			return no_batch(b);
		jread_enter(&in, &t, &r);
		if (level + 1 == b->row->neach)
			got = take_record(b, &r);
		else if (read_element(b, level + 1, &r))
			got = take_level(b, level + 1);
		else
			got = convert_refuse(b->why, REFUSED_TOO_MANY, 1,
			    "the record has too many members");
	}
	return got;
}

/* All of it, or nothing. */
static enum logline_result
take_batch(struct batch *b)
{
	struct logline *ll = b->ll;
	size_t back = b->out->n, events = ll->events;
	unsigned flags = ll->flags;
	enum logline_result got = take_level(b, 0);

	if (got == LOGLINE_EVENT && ll->events == events)
		got = convert_refuse(b->why, REFUSED_NOT_AN_OBJECT, 1,
		    "there is no log record in this batch");
	if (got != LOGLINE_EVENT) {
		b->out->n = back;
		ll->events = events;
		ll->flags = flags;
	}
	return got;
}

/* A batch is shown when it is known to be one, and taken. */
static enum logline_result
show_batch(struct batch *b)
{
	void (*seen)(void *, const struct logline_seen *) = b->ll->seen;
	size_t back = b->out->n, events = b->ll->events;
	enum logline_result got;

	b->ll->seen = NULL;
	got = take_batch(b);
	b->ll->seen = seen;
	if (got != LOGLINE_EVENT)
		return got;
	b->out->n = back;
	b->ll->events = events;
	return take_batch(b);
}

bool
convert_batch(struct logline *ll, size_t depth, struct buf *out,
    struct logline_refusal *why, enum logline_result *got)
{
	struct layer *la = &ll->layer[depth];
	struct batch b = { ll, la->sign->row, depth, out, why, false };

	if (la->rec.at[b.row->each[0]] < 0 ||
	    depth + b.row->neach > LAYERS_MAX)
		return false;
	la->wrapper.generic = NULL;
	*got = ll->seen ? show_batch(&b) : take_batch(&b);
	if (!b.odd)
		return true;
	/* As if nothing had been tried. */
	la->wrapper.generic = b.row->generic;
	la->array = -1;
	for (size_t m = 0; m < la->rec.n; m++)
		la->rec.member[m].taken = false;
	return false;
}
