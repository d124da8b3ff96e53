/*
 * Reading a record into its members, one table look a key.
 */
#include "base/mem.h"
#include "event/record.h"
#include "json/jfast.h"

_Static_assert(RECORD_MEMBERS_MAX <= INT16_MAX, "at[] holds their numbers");

void
record_init(struct record *rec, const struct fields *names,
    struct record_shapes *shapes)
{
	*rec = (struct record){ .nnames = names->n, .shapes = shapes };
	rec->at = rec->room = mem_new(names->n, sizeof(*rec->room));
	memset(rec->room, 0xff, names->n * sizeof(*rec->room));
	rec->inside = mem_new(names->n, sizeof(*rec->inside));
	rec->inside_of = mem_new(names->n, sizeof(*rec->inside_of));
}

void
record_free(struct record *rec)
{
	mem_free(rec->member);
	mem_free(rec->room);
	mem_free(rec->inside);
	mem_free(rec->inside_of);
	*rec = (struct record){ 0 };
}

struct value
record_value(const struct record *rec, int name)
{
	if (rec->at[name] == RECORD_INSIDE)
		return rec->inside[name];
	if (rec->at[name] >= 0)
		return value_of(&rec->member[rec->at[name]].value);
	return (struct value){ 0 };
}

/* Notes a step: an entry of the table of names, and the kind of a value. */
static inline void
note(struct record *rec, const void *entry, unsigned kind)
{
	uint64_t step = (uint64_t)(uintptr_t)entry << 3 | kind;

	if (rec->ntrail < RECORD_TRAIL_MAX)
		rec->trail[rec->ntrail] = step;
	rec->ntrail++;
	rec->hash = (rec->hash ^ step) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Enters member m under the names that its key is the beginning of. */
static void
enter(struct record *rec, const struct fields *names, size_t m,
    const struct jread *r, struct buf *scratch)
{
	struct member *mb = &rec->member[m];

	for (size_t i = 0; i < mb->wants->nwants; i++) {
		const struct fields_want *w = &mb->wants->want[i];

		if (w->whole) {
			mb->name = w->field;
			rec->room[w->field] = (int16_t)m;
		} else if (rec->at[w->field] < 0 &&
		    (mb->value.kind == JREAD_OBJECT ||
		    mb->value.kind == JREAD_ARRAY)) {
			rec->inside[w->field] = fields_inside(names, w->field,
			    r, &mb->value, scratch);
			rec->inside_of[w->field] = m;
			rec->room[w->field] = rec->inside[w->field].kind ==
			    VALUE_MISSING ? RECORD_ABSENT : RECORD_INSIDE;
			note(rec, w, rec->inside[w->field].kind);
		}
	}
}

/* A place in member[] behind the last; over the limit always the same one. */
static struct member *
more_room(struct record *rec)
{
	if (rec->n > RECORD_MEMBERS_MAX) {
		rec->overfull = true;
		rec->n--;
	} else if (rec->n == rec->cap) {
		rec->member = mem_grow(rec->member, rec->n, &rec->cap,
		    sizeof(*rec->member));
		if (rec->cap > RECORD_MEMBERS_MAX + 1)
			rec->cap = RECORD_MEMBERS_MAX + 1;
	}
	return &rec->member[rec->n];
}

static void
begin(struct record *rec, const struct jread *r)
{
	rec->n = 0;
	rec->overfull = false;
	rec->scan = r->scan;
	rec->text = r->p;
	rec->readable = r->p + r->readable;
}

static void
clear_names(struct record *rec)
{
	rec->ntrail = 0;
	rec->hash = 0;
	rec->at = rec->room;
	memset(rec->room, 0xff, rec->nnames * sizeof(*rec->room));
}

/* Enters the mth member, which somebody wants, under its names. */
static inline void
add_named(struct record *rec, const struct fields *names,
    const struct jread *r, size_t m, struct buf *scratch)
{
	const struct member *mb = &rec->member[m];

	note(rec, mb->wants, mb->value.kind);
	if (mb->wants->only >= 0)
		rec->room[mb->wants->only] = (int16_t)m;
	else
		enter(rec, names, m, r, scratch);
}

/* Enters the member that was read last, the mth, under its names. */
static inline void
add(struct record *rec, const struct fields *names, const struct jread *r,
    size_t m, struct member *mb, struct buf *scratch)
{
	const struct fields_key *k = fields_key_of(names, r, &mb->key,
	    scratch);

	mb->wants = k;
	mb->name = k ? k->whole : RECORD_ABSENT;
	mb->taken = false;
	if (k)
		add_named(rec, names, r, m, scratch);
}

/* Without looking at what was met before. */
static bool
read_new(struct record *rec, const struct fields *names, struct jread *r,
    struct buf *scratch, unsigned *flags)
{
	struct member *mb = rec->member;
	size_t m = 0, room = rec->cap;
	unsigned seen = 0;
	struct jfast f;

	clear_names(rec);
	if (!jread_open(r, JREAD_OBJECT))
		return false;
	jfast_settle(r);
	f = jfast_take(r);
	for (;; m++, mb++) {
		if (m == room) {
			rec->n = m;
			mb = more_room(rec);
			m = rec->n;
			room = rec->cap;
		}
		if (!jfast_member(&f, r, &mb->key, &mb->value)) {
			if (jfast_ends(&f, r))
				break;
			jfast_give(&f, r);
			if (!jread_member_exact(r, &mb->key, &mb->value))
				break;
			f = jfast_take(r);
		}
		seen |= mb->key.flags | mb->value.flags;
		add(rec, names, r, m, mb, scratch);
	}
	rec->n = m;
	*flags = seen & (JREAD_NONFINITE | JREAD_BAD_UTF8 | JREAD_SURROGATE);
	return !r->error && jread_end(r);
}

/* ---- records that are built alike */

struct record_memo {
	size_t n, ntrail;
	bool inside;		/* names are looked for in nested values */
	int16_t *at;		/* by name, where they are not */
	uint64_t hash;
	uint64_t trail[RECORD_TRAIL_MAX];
	struct memo_member {
		const struct fields_key *wants;
		int name;
		enum jread_kind kind;	/* which the trail has */
	} *member;
};

static void
memo_free(struct record_memo *memo)
{
	if (!memo)
		return;
	mem_free(memo->at);
	mem_free(memo->member);
	mem_free(memo);
}

void
record_shapes_free(struct record_shapes *rs)
{
	for (size_t i = 0; i < JSHAPES_MAX; i++) {
		memo_free(rs->memo[i]);
		mem_free(rs->known[i]);
	}
	jshapes_free(&rs->shapes);
}

/* What the record at hand has in common with others of its shape. */
static struct record_memo *
memo_new(const struct record *rec)
{
	struct record_memo *memo = mem_new(1, sizeof(*memo));

	memo->n = rec->n;
	memo->hash = rec->hash;
	memo->ntrail = rec->ntrail;
	memcpy(memo->trail, rec->trail, sizeof(memo->trail));
	memo->at = mem_new(rec->nnames, sizeof(*memo->at));
	memcpy(memo->at, rec->at, rec->nnames * sizeof(*memo->at));
	memo->member = mem_new(rec->n + 1, sizeof(*memo->member));
	for (size_t m = 0; m < rec->n; m++) {
		const struct member *mb = &rec->member[m];

		memo->member[m] = (struct memo_member){ mb->wants, mb->name,
			mb->value.kind };
		memo->inside |= mb->wants && mb->wants->only < 0 &&
		    mb->value.kind >= JREAD_OBJECT;
	}
	return memo;
}

void
record_room(struct record *rec, size_t n)
{
	while (rec->cap < n)
		rec->member = mem_grow(rec->member, rec->cap, &rec->cap,
		    sizeof(*rec->member));
}

/* Names and trail of members that are there, one by one. */
static void
add_all(struct record *rec, const struct fields *names, const struct jread *r,
    struct buf *scratch)
{
	clear_names(rec);
	for (size_t m = 0; m < rec->n; m++)
		if (rec->member[m].wants)
			add_named(rec, names, r, m, scratch);
}

/* Reads the record as others that are built like it. */
static void
recall(struct record *rec, const struct fields *names, const struct jread *r,
    struct buf *scratch)
{
	const struct jshape *s = rec->shape;
	const struct record_memo *memo = rec->shapes->memo[s->id];
	unsigned other = 0;

	record_room(rec, s->n);
	for (size_t m = 0; m < s->n; m++) {
		const struct memo_member *known = &memo->member[m];
		struct member *mb = &rec->member[m];

		jshape_member(s, m, r, &mb->key, &mb->value);
		mb->wants = known->wants;
		mb->name = known->name;
		mb->taken = false;
		other |= (unsigned)mb->value.kind ^ (unsigned)known->kind;
	}
	rec->n = s->n;
	if (memo->inside || other) {
		add_all(rec, names, r, scratch);
		return;
	}
	rec->at = memo->at;
	rec->hash = memo->hash;
	rec->ntrail = memo->ntrail;
	memcpy(rec->trail, memo->trail, sizeof(rec->trail));
}

const struct jshape *
record_find(struct record *rec, struct jread *r)
{
	begin(rec, r);
	rec->found = true;
	rec->unknown = 0;
	rec->shape = rec->shapes ? jshapes_find(&rec->shapes->shapes, r,
	    &rec->unknown) : NULL;
	return rec->shape;
}

/* The record at hand, read the long way from `from` on, may be met again. */
static void
learn(struct record *rec, const struct jread *from)
{
	struct record_shapes *rs = rec->shapes;

	rec->shape = jshapes_learn(&rs->shapes, from, rec->unknown);
	if (!rec->shape)
		return;
	memo_free(rs->memo[rec->shape->id]);
	rs->memo[rec->shape->id] = memo_new(rec);
	mem_free(rs->known[rec->shape->id]);
	rs->known[rec->shape->id] = NULL;
	rs->tried[rec->shape->id] = false;
}

const int16_t *
record_names(const struct record *rec)
{
	const struct record_memo *memo = rec->shapes->memo[rec->shape->id];

	return memo->inside ? NULL : memo->at;
}

bool
record_read(struct record *rec, const struct fields *names, struct jread *r,
    struct buf *scratch, unsigned *flags)
{
	struct jread from;

	if (!rec->found)
		record_find(rec, r);
	rec->found = false;
	if (rec->shape) {
		recall(rec, names, r, scratch);
		*flags = 0;
		jshape_end(r);
		return true;
	}
	from = *r;
	if (!read_new(rec, names, r, scratch, flags))
		return false;
	if (rec->unknown && !rec->overfull)
		learn(rec, &from);
	return true;
}
