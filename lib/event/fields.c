/*
 * The set of wanted paths and the table of their first keys. The table's
 * contents come from rules and dialects, never from input, so that its hash
 * may be a simple one.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/fields.h"
#include "json/jfast.h"

enum { FIELDS_TRIES = 32 };
#define FIELDS_ODD UINT64_C(0x9e3779b97f4a7c15)

static bool
same_path(const struct field *d, const struct str *part, size_t nparts,
    bool literal)
{
	if (d->nparts != nparts || d->literal != literal)
		return false;
	for (size_t i = 0; i < nparts; i++)
		if (!str_eq(d->part[i], part[i]))
			return false;
	return true;
}

static struct str
joined(struct arena *a, const struct str *part, size_t nparts)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < nparts; i++) {
		if (i)
			buf_putc(&b, '.');
		buf_puts(&b, part[i]);
	}
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

int
fields_add(struct fields *f, const struct str *part, size_t nparts,
    bool literal)
{
	struct str *copy;

	if (nparts == 1 && str_chr(part[0], '.') == part[0].n)
		literal = true;
	for (size_t i = 0; i < f->n; i++)
		if (same_path(&f->field[i], part, nparts, literal))
			return (int)i;
	if (f->n == FIELDS_MAX || nparts > FIELDS_DEPTH_MAX || f->index)
		return -1;
	copy = arena_new(&f->arena, nparts, sizeof(*copy));
	for (size_t i = 0; i < nparts; i++)
		copy[i] = arena_str(&f->arena, part[i]);
	f->field = mem_grow(f->field, f->n, &f->cap, sizeof(*f->field));
	f->field[f->n] = (struct field){ joined(&f->arena, part, nparts),
		copy, nparts, literal };
	return (int)f->n++;
}

int
fields_add_path(struct fields *f, struct str path)
{
	struct str part[FIELDS_DEPTH_MAX], rest = path;
	size_t n = 0;

	if (!rest.p)
		rest.p = "";
	for (struct str s; str_cut(&rest, '.', &s);) {
		if (n == FIELDS_DEPTH_MAX)
			return -1;
		part[n++] = s;
	}
	return fields_add(f, part, n, false);
}

uint64_t
fields_tail_alone(struct str key)
{
	uint64_t w = 0;

	if (key.n)
		memcpy(&w, key.p, key.n);
	return w;
}

/* An entry of its own for a key, in the slot where it is looked for. */
static struct fields_key *
new_key(struct fields *f, struct str key)
{
	struct fields_index *ix = f->index;
	uint64_t tail = fields_tail(key, key.n);
	struct fields_slot *s = &ix->slot[fields_hash(ix, tail, key.n)];
	struct fields_key *k = arena_new(&f->arena, 1, sizeof(*k));

	while (s->key)
		s++;
	k->key = key;
	if (key.n > 8)
		memcpy(&k->head, key.p, 8);
	k->whole = k->only = -1;
	*s = (struct fields_slot){ tail, k };
	return k;
}

static void
want(struct fields *f, struct str key, int field, bool whole)
{
	struct fields_key *k = fields_look(f, key, key.n);
	struct fields_want *more;

	if (!k)
		k = new_key(f, key);
	more = arena_new(&f->arena, k->nwants + 1, sizeof(*more));
	if (k->nwants)
		memcpy(more, k->want, k->nwants * sizeof(*more));
	more[k->nwants++] = (struct fields_want){ field, whole };
	k->want = more;
	if (whole)
		k->whole = field;
	k->only = k->nwants == 1 ? k->whole : -1;
}

/* Puts all keys where the table's multiplier says. */
static void
place_keys(struct fields_index *ix, struct fields_key **key, size_t n)
{
	memset(ix->slot, 0, ix->nslots * sizeof(*ix->slot));
	for (size_t i = 0; i < n; i++) {
		uint64_t tail = fields_tail(key[i]->key, key[i]->key.n);
		struct fields_slot *s = &ix->slot[fields_hash(ix, tail,
		    key[i]->key.n)];

		while (s->key)
			s++;
		*s = (struct fields_slot){ tail, key[i] };
	}
}

/* How many keys stand behind another one, where a search may look twice. */
static size_t
crowded(const struct fields_index *ix)
{
	size_t n = 0;

	for (size_t i = 1; i < ix->nslots; i++)
		n += ix->slot[i].key && ix->slot[i - 1].key;
	return n;
}

/* Tries multipliers, and keeps the one that lets the fewest keys meet. */
static void
spread_keys(struct fields_index *ix)
{
	struct fields_key **key = mem_new(ix->nslots, sizeof(*key));
	size_t n = 0, least = SIZE_MAX;
	uint64_t best = ix->multiplier;

	for (size_t i = 0; i < ix->nslots; i++)
		if (ix->slot[i].key)
			key[n++] = ix->slot[i].key;
	for (unsigned i = 0; i < FIELDS_TRIES && least; i++) {
		ix->multiplier = FIELDS_ODD * (2 * i + 1);
		place_keys(ix, key, n);
		if (crowded(ix) < least) {
			least = crowded(ix);
			best = ix->multiplier;
		}
	}
	ix->multiplier = best;
	place_keys(ix, key, n);
	mem_free(key);
}

void
fields_seal(struct fields *f)
{
	struct fields_index *ix;
	size_t size = 64;

	if (f->index)
		return;
	while (size < f->n * 8)
		size *= 2;
	f->index = ix = arena_new(&f->arena, 1, sizeof(*ix));
	ix->mask = size - 1;
	/* Behind the last slot there is room for all keys, and an empty one:
	 * so a search needs to look for no end. */
	ix->nslots = size + 2 * f->n + 1;
	ix->slot = arena_new(&f->arena, ix->nslots, sizeof(*ix->slot));
	ix->multiplier = FIELDS_ODD;
	for (size_t i = 0; i < f->n; i++) {
		const struct field *d = &f->field[i];

		want(f, d->name, (int)i, true);
		if (d->nparts > 1)
			want(f, d->part[0], (int)i, false);
	}
	spread_keys(ix);
}

void
fields_free(struct fields *f)
{
	mem_free(f->field);
	arena_free(&f->arena);
	*f = (struct fields){ 0 };
}

struct str
key_unescaped(const struct jtoken *key, struct buf *scratch)
{
	buf_reset(scratch);
	jread_unescape(scratch, key->text);
	return buf_str(scratch);
}

/* The last member of that name in the object t. */
static bool
find_member(const struct jread *r, const struct jtoken *t, struct str name,
    struct jtoken *found, struct buf *scratch)
{
	struct jread in;
	struct jtoken key, v;
	bool any = false;

	jread_enter(r, t, &in);
	jread_open(&in, JREAD_OBJECT);
	while (jread_member(&in, &key, &v)) {
		if (str_eq(key_text(&key, scratch), name)) {
			*found = v;
			any = true;
		}
	}
	return any;
}

static bool
find_element(const struct jread *r, const struct jtoken *t, struct str name,
    struct jtoken *found)
{
	struct jread in;
	uint64_t n;

	if (!num_uint64(name, &n))
		return false;
	jread_enter(r, t, &in);
	jread_open(&in, JREAD_ARRAY);
	while (jread_element(&in, found))
		if (n-- == 0)
			return true;
	return false;
}

struct value
fields_inside(const struct fields *f, int which, const struct jread *r,
    const struct jtoken *t, struct buf *scratch)
{
	const struct field *d = &f->field[which];
	struct jtoken at = *t, found;
	bool ok = true;

	for (size_t i = 1; i < d->nparts && ok; i++) {
		if (at.kind == JREAD_OBJECT)
			ok = find_member(r, &at, d->part[i], &found, scratch);
		else if (at.kind == JREAD_ARRAY)
			ok = find_element(r, &at, d->part[i], &found);
		else
			ok = false;
		if (ok)
			at = found;
	}
	return ok ? value_of(&at) : (struct value){ 0 };
}

/* Enters the value of a member whose key is k. */
static inline void
enter(const struct fields *f, const struct fields_key *k,
    const struct jread *r, const struct jtoken *v, struct value *value,
    unsigned char *literal, struct buf *scratch)
{
	if (k->only >= 0) {
		value[k->only] = value_of(v);
		literal[k->only] = 1;
		return;
	}
	for (size_t i = 0; i < k->nwants; i++) {
		const struct fields_want *w = &k->want[i];

		if (w->whole) {
			value[w->field] = value_of(v);
			literal[w->field] = 1;
		} else if (!literal[w->field]) {
			value[w->field] = fields_inside(f, w->field, r, v,
			    scratch);
		}
	}
}

bool
fields_read(const struct fields *f, struct jread *r, struct value *value,
    unsigned char *literal, struct buf *scratch)
{
	const struct fields_key *k;
	struct jtoken key, v;
	struct jfast j;

	memset(value, 0, f->n * sizeof(*value));
	memset(literal, 0, f->n);
	if (!jread_open(r, JREAD_OBJECT))
		return false;
	jfast_settle(r);
	j = jfast_take(r);
	for (;;) {
		if (!jfast_member(&j, r, &key, &v)) {
			if (jfast_ends(&j, r))
				return true;
			jfast_give(&j, r);
			if (!jread_member_exact(r, &key, &v))
				break;
			j = jfast_take(r);
		}
		k = fields_key_of(f, r, &key, scratch);
		if (k)
			enter(f, k, r, &v, value, literal, scratch);
	}
	return !r->error && jread_end(r);
}
