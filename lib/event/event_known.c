/*
 * From the shape of a line to its members that are asked for. The long way is
 * fields.c's, for lines that are new and for names inside of nested values.
 */
#include "base/mem.h"
#include "event/event_known.h"
#include "json/jshape.h"

enum { KNOWN_GIVES = 64 };	/* members that are asked for */

/* Which members of a shape go to which fields. */
struct known_shape {
	size_t n;
	struct {
		unsigned short member, field;
	} give[KNOWN_GIVES];
};

struct event_known {
	struct jshapes shapes;
	struct known_shape *of[JSHAPES_MAX];	/* by id; NULL: the long way */
};

struct event_known *
event_known_new(void)
{
	return mem_new(1, sizeof(struct event_known));
}

void
event_known_free(struct event_known *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < JSHAPES_MAX; i++)
		mem_free(k->of[i]);
	jshapes_free(&k->shapes);
	mem_free(k);
}

/* False: where its member m goes takes a look into it, or there are many. */
static bool
list_member(struct known_shape *to, const struct fields_key *wants, size_t m,
    enum jread_kind kind)
{
	for (size_t i = 0; wants && i < wants->nwants; i++) {
		const struct fields_want *w = &wants->want[i];

		if (!w->whole && kind < JREAD_OBJECT)
			continue;
		if (!w->whole || to->n == KNOWN_GIVES)
			return false;
		to->give[to->n].member = (unsigned short)m;
		to->give[to->n++].field = (unsigned short)w->field;
	}
	return true;
}

/* The list for the line that r stands before; NULL when there is none. */
static struct known_shape *
list_new(const struct fields *f, struct jread r, struct buf *scratch)
{
	struct known_shape *to = mem_new(1, sizeof(*to));
	struct jtoken key, value;
	bool ok = jread_open(&r, JREAD_OBJECT);

	for (size_t m = 0; ok && jread_member(&r, &key, &value); m++)
		ok = list_member(to, fields_key_of(f, &r, &key, scratch), m,
		    value.kind);
	if (ok)
		return to;
	mem_free(to);
	return NULL;
}

static void
give(const struct known_shape *from, const struct jshape *s,
    const struct jread *r, const struct event_reader *er)
{
	memset(er->value, 0, er->fields->n * sizeof(*er->value));
	for (size_t i = 0; i < from->n; i++) {
		struct jtoken t;

		jshape_value(s, from->give[i].member, r, &t);
		er->value[from->give[i].field] = value_of(&t);
	}
}

bool
event_known_read(struct event_reader *er, struct jread *r)
{
	struct event_known *k = er->known;
	const struct jshape *s;
	struct jread from;
	uint64_t hash;

	s = jshapes_find(&k->shapes, r, &hash);
	if (s && k->of[s->id]) {
		give(k->of[s->id], s, r, er);
		jshape_end(r);
		return true;
	}
	from = *r;
	if (!fields_read(er->fields, r, er->value, er->literal, &er->scratch))
		return false;
	s = hash ? jshapes_learn(&k->shapes, &from, hash) : NULL;
	if (s) {
		mem_free(k->of[s->id]);
		k->of[s->id] = list_new(er->fields, from, &er->scratch);
	}
	return true;
}
