/*
 * Reading a record into its members, one table look a key.
 */
#include "base/mem.h"
#include "event/record.h"
#include "json/jfast.h"

_Static_assert(RECORD_MEMBERS_MAX <= INT16_MAX, "at[] holds their numbers");

void
record_init(struct record *rec, const struct fields *names)
{
	*rec = (struct record){ .nnames = names->n };
	rec->at = mem_new(names->n, sizeof(*rec->at));
	rec->inside = mem_new(names->n, sizeof(*rec->inside));
	rec->inside_of = mem_new(names->n, sizeof(*rec->inside_of));
}

void
record_free(struct record *rec)
{
	mem_free(rec->member);
	mem_free(rec->at);
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
			rec->at[w->field] = (int16_t)m;
		} else if (rec->at[w->field] < 0 &&
		    (mb->value.kind == JREAD_OBJECT ||
		    mb->value.kind == JREAD_ARRAY)) {
			rec->inside[w->field] = fields_inside(names, w->field,
			    r, &mb->value, scratch);
			rec->inside_of[w->field] = m;
			rec->at[w->field] = rec->inside[w->field].kind ==
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
	rec->ntrail = 0;
	rec->hash = 0;
	rec->overfull = false;
	rec->scan = r->scan;
	rec->text = r->p;
	rec->readable = r->p + r->readable;
	memset(rec->at, 0xff, rec->nnames * sizeof(*rec->at));
}

/* Enters the member that was read last, the mth, under its names. */
static inline void
add(struct record *rec, const struct fields *names, const struct jread *r,
    size_t m, struct member *mb, struct buf *scratch)
{
	const struct fields_key *k = fields_key_of(names, r, &mb->key,
	    scratch);

	mb->wants = k;
	mb->name = RECORD_ABSENT;
	mb->taken = false;
	if (!k)
		return;
	mb->name = k->whole;
	note(rec, k, mb->value.kind);
	if (k->only >= 0)
		rec->at[k->only] = (int16_t)m;
	else
		enter(rec, names, m, r, scratch);
}

bool
record_read(struct record *rec, const struct fields *names, struct jread *r,
    struct buf *scratch, unsigned *flags)
{
	struct member *mb = rec->member;
	size_t m = 0, room = rec->cap;
	unsigned seen = 0;
	struct jfast f;

	begin(rec, r);
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
