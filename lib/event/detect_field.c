/*
 * The members of records by name, nested ones by their path. The members of
 * one record mostly follow those of the one before, so that each is guessed
 * from its predecessor first and looked up only when that fails.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "event/detect_table.h"
#include "event/put.h"

/* One record on its way into the table. */
struct entry {
	struct detect *d;
	struct detect_dialect *dd;
	const struct logline_seen *seen;
	int top;		/* the member of the record that is at hand */
};

/* Whether f is the member `key` of parent. */
static bool
is_member(const struct detect_field *f, const struct detect_dialect *dd,
    const struct detect_field *parent, struct str key)
{
	size_t head = parent == &dd->top ? 0 : parent->path.n + 1;

	if (f->len != head + key.n || f->len > DETECT_NAME_MAX)
		return false;
	return str_eq(str_from(f->path, head), key) && (!head ||
	    (f->path.p[head - 1] == '.' &&
	    str_eq(str_of(f->path.p, head - 1), parent->path)));
}

/* What the row of the dialect lists the path as a source of. */
static enum detect_role
listed_role(const struct dialect *dialect, struct str path)
{
	struct str rest, name;

	for (size_t i = 0; i < DIALECT_NPARTS; i++) {
		rest = str_c(dialect->from[i] ? dialect->from[i] :
		    dialect_ids[i]);
		while (str_cut(&rest, ' ', &name))
			if (str_starts(name, path) && (name.n == path.n ||
			    name.p[path.n] == ':' || name.p[path.n] == '+'))
				return (enum detect_role)i;
	}
	return ROLE_USED;
}

static int
name_of(const struct fields *names, struct str path)
{
	const struct fields_key *k = fields_find(names, path);

	for (size_t i = 0; k && i < k->nwants; i++)
		if (k->want[i].whole)
			return k->want[i].field;
	return -1;
}

/* Counts a name that there is no room for. */
static void
count_more(struct detect_dialect *dd, uint64_t hash)
{
	size_t i = hash % DETECT_MORE_SLOTS;

	if (!dd->more)
		dd->more = mem_new(DETECT_MORE_SLOTS, sizeof(*dd->more));
	hash |= 1;		/* 0 is an empty slot */
	while (dd->more[i] && dd->more[i] != hash)
		i = (i + 1) % DETECT_MORE_SLOTS;
	if (dd->more[i] || dd->nmore > DETECT_MORE_MAX)
		return;
	dd->more[i] = hash;
	dd->nmore++;
}

static struct detect_field *
add(struct entry *e, struct str path, uint64_t hash,
    struct detect_field *parent)
{
	struct detect_dialect *dd = e->dd;
	struct detect_field *f = arena_new(&e->d->arena, 1, sizeof(*f));
	size_t n = path.n < DETECT_NAME_MAX ? path.n : DETECT_NAME_MAX;

	f->path = arena_str(&e->d->arena, str_of(path.p, n));
	f->len = path.n;
	f->hash = hash;
	f->parent = parent;
	f->name = name_of(e->seen->names, path);
	f->listed = listed_role(dd->dialect, path);
	f->chain = dd->slot[hash % DETECT_SLOTS];
	dd->slot[hash % DETECT_SLOTS] = f;
	return dd->field[dd->nfields++] = f;
}

/* The field of d->path, added when it is new; NULL: there is no room. */
static struct detect_field *
look_up(struct entry *e, struct detect_field *parent)
{
	struct str path = buf_str(&e->d->path);
	uint64_t hash = hash_seeded(path);
	struct detect_field *f = e->dd->slot[hash % DETECT_SLOTS];

	while (f && (f->hash != hash || f->len != path.n))
		f = f->chain;
	if (f)
		return f;
	if (e->dd->nfields < DETECT_FIELDS_MAX)
		return add(e, path, hash, parent);
	count_more(e->dd, hash);
	return NULL;
}

/*
 * The field of parent's member `key`. *guess is what it was in the record
 * before; d->path is parent's path, and its own afterwards.
 */
static struct detect_field *
find(struct entry *e, struct detect_field *parent, struct str key,
    struct detect_field **guess)
{
	struct buf *path = &e->d->path;

	if (parent != &e->dd->top)
		buf_putc(path, '.');
	buf_puts(path, key);
	if (!*guess || !is_member(*guess, e->dd, parent, key))
		*guess = look_up(e, parent);
	return *guess;
}

/* What the record's member m became. */
static enum detect_role
member_role(const struct entry *e, const struct detect_field *f)
{
	const struct record *rec = e->seen->rec;
	const struct member *mb = &rec->member[e->top];

	for (int i = 0; mb->name >= 0 && i < DIALECT_NPARTS; i++)
		if (e->seen->parts->source[i] == mb->name &&
		    rec->at[mb->name] == e->top)
			return (enum detect_role)i;
	if (mb->taken)
		return f->listed;
	return mb->name >= 0 && mb->name < PUT_NOWN ? ROLE_RENAMED :
	    ROLE_KEPT;
}

/* The same for a value inside of it. */
static enum detect_role
inner_role(const struct entry *e, const struct detect_field *f)
{
	const struct record *rec = e->seen->rec;

	for (int i = 0; f->name >= 0 && i < DIALECT_NPARTS; i++)
		if (e->seen->parts->source[i] == f->name &&
		    rec->at[f->name] == RECORD_INSIDE &&
		    rec->inside_of[f->name] == (size_t)e->top)
			return (enum detect_role)i;
	return ROLE_KEPT;
}

/* depth: how many parts the field's path has. */
static void
enter(struct entry *e, struct detect_field *f, enum detect_role role,
    bool kept, const struct jtoken *t, unsigned depth)
{
	if (f->last == e->dd->records) {
		e->dd->twice++;
	} else {
		f->last = e->dd->records;
		f->records++;
	}
	f->role[role]++;
	if (kept && role < (enum detect_role)DIALECT_NPARTS)
		f->role[ROLE_KEPT]++;
	detect_value(e->d, f, t, depth < DETECT_DEPTH_MAX,
	    role == (enum detect_role)PART_TIME ? e->seen->parts->time :
	    STAMP_NONE);
}

/* The members of the object t; e->d->path is its path, theirs has `depth`
 * parts. */
static void
inside(struct entry *e, struct detect_field *parent, const struct jread *r,
    const struct jtoken *t, unsigned depth)
{
	struct detect_field **guess = &parent->first, *f;
	size_t n = e->d->path.n;
	struct jtoken key, value;
	struct jread in;

	jread_enter(r, t, &in);
	jread_open(&in, JREAD_OBJECT);
	while (jread_member(&in, &key, &value)) {
		f = find(e, parent, key_text(&key, &e->d->scratch), guess);
		if (f) {
			enter(e, f, inner_role(e, f), true, &value, depth);
			if (value.kind == JREAD_OBJECT &&
			    depth < DETECT_DEPTH_MAX)
				inside(e, f, &in, &value, depth + 1);
			guess = &f->next;
		}
		e->d->path.n = n;
	}
}

void
detect_members(struct detect *d, struct detect_dialect *dd,
    const struct logline_seen *seen)
{
	struct entry e = { d, dd, seen, 0 };
	struct detect_field **guess = &dd->top.first, *f;

	for (; (size_t)e.top < seen->rec->n; e.top++) {
		const struct member *mb = &seen->rec->member[e.top];

		buf_reset(&d->path);
		f = find(&e, &dd->top, key_text(&mb->key, &d->scratch),
		    guess);
		if (!f)
			continue;
		enter(&e, f, member_role(&e, f), !mb->taken, &mb->value, 1);
		if (mb->value.kind == JREAD_OBJECT)
			inside(&e, f, seen->r, &mb->value, 2);
		guess = &f->next;
	}
}
