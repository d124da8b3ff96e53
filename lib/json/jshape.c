/*
 * How texts are found to be built alike. What entries stand for is the exact
 * reader's to say: a shape is learned from what that has read.
 */
#include "base/mem.h"
#include "json/jshape.h"

static inline uint64_t
word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

/*
 * Of every other word: texts that differ elsewhere only may meet, and stand
 * beside each other then. Few places are looked at for a hash, so no input
 * makes the search long. n is at least eight.
 */
static inline uint64_t
hash_marks(const char *mark, size_t n)
{
	uint64_t by = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = word(mark + n - 8) * by + n;

	for (size_t i = 0; i + 8 < n; i += 16) {
		by += UINT64_C(0xd1b54a32d192ed02);
		h += word(mark + i) * by;
	}
	return (h ^ h >> 32) | 1;
}

static inline struct jshape_marks *
find_marks(const struct jshapes *ss, uint64_t hash, const char *mark, size_t n)
{
	for (size_t way = 0; way < JSHAPE_WAYS; way++) {
		struct jshape_marks *m = ss->marks[(hash + way) % JSHAPES_MAX];

		if (m && m->hash == hash && m->n == n &&
		    memcmp(m->mark, mark, n) == 0)
			return m;
	}
	return NULL;
}

/*
 * Of some names of a text with these marks: the length and three bytes each.
 * Where only others differ shapes stand beside each other.
 */
static inline uint64_t
hash_names(const struct jshape_marks *m, const struct jread *r)
{
	const uint32_t *pos = r->scan->pos + r->i;
	uint64_t by = UINT64_C(0x9e3779b97f4a7c15), h = m->hash;

	for (size_t i = 0; i < m->nkeys; i++) {
		size_t from = pos[m->key[i]], n = pos[m->key[i] + 1] - from;
		const unsigned char *p = (const unsigned char *)r->p + from;

		by += UINT64_C(0xd1b54a32d192ed02);
		h += (p[1] | (uint64_t)p[(n + 1) / 2] << 8 |
		    (uint64_t)p[n - 1] << 16 | (uint64_t)n << 24) * by;
	}
	return (h ^ h >> 32) | 1;
}

/* Whether names are the shape's between the bytes that same_names sees. */
static bool
same_middles(const struct jshape *s, const struct jread *r)
{
	for (size_t m = 0; m < s->n; m++) {
		const struct jshape_member *sm = &s->member[m];
		const char *p = r->p + jshape_at(r, sm->key);

		if (sm->last > 8 && memcmp(p + 8, sm->name + 7,
		    sm->last - 8u) != 0)
			return false;
	}
	return true;
}

/*
 * Whether the text has the shape's names where the shape has them. All of them
 * in one go: they seldom differ where the structure does not.
 */
static inline bool
same_names(const struct jshape *s, const struct jread *r)
{
	const uint32_t *pos = r->scan->pos + r->i;
	uint64_t differs = 0;

	if (r->readable - r->end < s->reach)
		return false;
	for (size_t m = 0; m < s->n; m++) {
		const struct jshape_member *sm = &s->member[m];
		const char *p = r->p + pos[sm->key];

		differs |= ((word(p) ^ sm->head) |
		    (word(p + sm->last) ^ sm->tail)) & sm->mask;
	}
	return !differs && (!s->has_long || same_middles(s, r));
}

/* The number or literal behind an entry, without the space around it. */
static inline bool
is_scalar(const struct jread *r, size_t e)
{
	size_t from = jshape_at(r, e) + 1, to = jshape_at(r, e + 1);
	enum jread_kind kind;

	from += r->p[from] == ' ';
	while (r->p[to - 1] == ' ')
		to--;
	return jfast_scalar(r->p, from, to, &kind);
}

static inline bool
right_scalars(const struct jshape *s, const struct jread *r)
{
	for (size_t i = 0; i < s->nscalars; i++)
		if (!is_scalar(r, s->scalar[i]))
			return false;
	return true;
}

/*
 * Whether the text is an object from its first byte on, and of a length; with
 * room for a look at short names.
 */
static inline bool
may_have_one(const struct jread *r)
{
	size_t n = r->iend - r->i;

	return n >= 8 && n <= JSHAPE_ENTRIES_MAX &&
	    r->readable - r->end >= 8 && !r->done &&
	    r->scan->pos[r->i] == r->at && r->p[r->at] == '{' &&
	    r->scan->mark[r->iend - 1] == '}' &&
	    r->scan->pos[r->iend - 1] < r->end;
}

/* The shape of a text with these marks, by its names. */
static inline const struct jshape *
find_names(const struct jshapes *ss, struct jshape_marks *m,
    const struct jread *r, uint64_t *hash)
{
	if (m->last && same_names(m->last, r))
		return m->last;
	*hash = hash_names(m, r);
	for (size_t way = 0; way < JSHAPE_WAYS; way++) {
		const struct jshape *s = ss->at[(*hash + way) % JSHAPES_MAX];

		if (s && s->hash == *hash && s->marks == m && same_names(s, r))
			return m->last = s;
	}
	return NULL;
}

const struct jshape *
jshapes_find(const struct jshapes *ss, struct jread *r, uint64_t *hash)
{
	const char *mark = r->scan->mark + r->i;
	size_t n = r->iend - r->i, end;
	struct jshape_marks *m;
	const struct jshape *s;

	*hash = 0;
	if (!may_have_one(r))
		return NULL;
	jfast_settle(r);
	if (!r->plain && !r->checked)
		return NULL;
	end = r->scan->pos[r->iend - 1] + 1;
	*hash = hash_marks(mark, n);
	m = find_marks(ss, *hash, mark, n);
	s = m ? find_names(ss, m, r, hash) : NULL;
	if (!s)
		return NULL;
	*hash = 0;
	/* Any byte too many is a run of its own. */
	return scan_runs(r->scan, r->at, end) == s->nscalars &&
	    str_trim(str_of(r->p + end, r->end - end)).n == 0 &&
	    right_scalars(s, r) ? s : NULL;
}

bool
jshape_spaced(const struct jread *r, size_t e, size_t to)
{
	const char *mark = r->scan->mark + r->i;

	for (; e < to; e++) {
		size_t from, end;

		e += mark[e] == '"';
		from = jshape_at(r, e) + 1;
		end = jshape_at(r, e + 1);
		if (end > from && (r->p[from] == ' ' || r->p[end - 1] == ' '))
			return true;
	}
	return false;
}

/* ---- learning */

static void
shape_free(struct jshape *s)
{
	if (!s)
		return;
	if (s->marks && s->marks->last == s)
		s->marks->last = NULL;
	for (size_t m = 0; m < s->n; m++)
		mem_free((char *)s->member[m].name);
	mem_free(s->member);
	mem_free(s->scalar);
	mem_free(s);
}

static void
marks_free(struct jshape_marks *m)
{
	if (!m)
		return;
	mem_free(m->mark);
	mem_free(m);
}

void
jshapes_free(struct jshapes *ss)
{
	for (size_t i = 0; i < JSHAPES_MAX; i++)
		shape_free(ss->at[i]);
	for (size_t i = 0; i < JSHAPES_MAX; i++)
		marks_free(ss->marks[i]);
	*ss = (struct jshapes){ 0 };
}

/* The member that r has read, from its tokens on; comma is behind it. */
static void
learn_member(struct jshape *s, const struct jread *r, const struct jtoken *key,
    const struct jtoken *value, size_t comma)
{
	struct jshape_member *sm = &s->member[s->n++];
	char head[8] = { 0 }, tail[8] = { 0 }, mask[8] = { 0 }, *name;
	size_t n = key->text.n + 2, some = n < 8 ? n : 8;
	const char *quote = key->text.p - 1;

	name = mem_new(n, 1);
	memcpy(name, key->text.p, key->text.n);
	memcpy(head, quote, some);
	memcpy(tail, quote + n - some, some);
	memset(mask, 0xff, some);
	s->has_long |= n > 16;
	s->reach = s->reach > n - some + 8 ? s->reach : n - some + 8;
	*sm = (struct jshape_member){
		.head = word(head), .tail = word(tail), .mask = word(mask),
		.last = (uint16_t)(n - some), .name = name,
		.n = (uint16_t)key->text.n,
		.key = (uint16_t)(key->index - r->i),
		.value = (uint16_t)(value->index - r->i),
		.comma = (uint16_t)(comma - r->i),
		.kind = value->kind < JREAD_STRING ? JREAD_NUMBER :
		    (uint8_t)value->kind,
	};
	if (value->kind < JREAD_STRING)
		s->scalar[s->nscalars++] = (uint16_t)(value->index - r->i - 1);
}

/* The numbers and literals between two entries of a nested value. */
static void
learn_inner(struct jshape *s, const struct jread *r, size_t e, size_t to)
{
	const char *mark = r->scan->mark + r->i;

	for (; e + 1 < to; e++) {
		size_t from = jshape_at(r, e) + 1;

		if (mark[e] == '"') {
			e++;
			continue;
		}
		if (!str_trim(str_of(r->p + from, jshape_at(r, e + 1) -
		    from)).n)
			continue;
		s->scalar[s->nscalars++] = (uint16_t)e;
	}
}

/* False: it has too much to be kept. *flags gathers those of names. */
static bool
learn_members(struct jshape *s, const struct jread *r, unsigned *flags)
{
	struct jtoken key, value;
	struct jread in = *r;
	size_t names = 0;

	if (!jread_open(&in, JREAD_OBJECT))
		return false;
	while (jread_member(&in, &key, &value)) {
		names += key.text.n;
		if (s->n == JSHAPE_MEMBERS_MAX || names > JSHAPE_NAMES_MAX)
			return false;
		/* All names tell it from others, whatever is to be told. */
		*flags |= key.flags;
		learn_member(s, r, &key, &value, in.i);
		if (value.kind >= JREAD_OBJECT)
			learn_inner(s, r, value.index - r->i, in.i - r->i);
	}
	return !in.error && in.i == r->iend;
}

/* NULL: it has too much to be kept. */
static struct jshape *
shape_new(const struct jread *r)
{
	struct jshape *s = mem_new(1, sizeof(*s));
	size_t n = r->iend - r->i;
	unsigned flags = 0;

	/* A member has four entries at least. */
	s->member = mem_new(n / 4 + 1, sizeof(*s->member));
	s->scalar = mem_new(n, sizeof(*s->scalar));
	if (!learn_members(s, r, &flags)) {
		shape_free(s);
		return NULL;
	}
	s->member = mem_resize(s->member, s->n + 1, sizeof(*s->member));
	s->scalar = mem_resize(s->scalar, s->nscalars + 1,
	    sizeof(*s->scalar));
	/* One of no use stays, so that it is not learned again. */
	if (flags)
		s->nscalars = SIZE_MAX;
	return s;
}

static struct jshape_marks *
marks_new(const struct jread *r, uint64_t hash, const struct jshape *s)
{
	struct jshape_marks *m = mem_new(1, sizeof(*m));

	m->hash = hash;
	m->n = r->iend - r->i;
	m->mark = mem_new(m->n, 1);
	memcpy(m->mark, r->scan->mark + r->i, m->n);
	m->nkeys = s->n < JSHAPE_TELLING ? s->n : JSHAPE_TELLING;
	for (size_t i = 0; i < m->nkeys; i++)
		m->key[i] = s->member[(2 * i + 1) * s->n /
		    (2 * m->nkeys)].key;
	return m;
}

/*
 * Of the places of a hash one that is free; or else another one's, and then
 * only after many misses. To learn takes longer than to walk, so that shapes
 * which take turns in too few places would cost more than they save.
 */
static bool
find_place(struct jshapes *ss, uint64_t hash, size_t taken, unsigned *place)
{
	size_t way = taken;

	if (way == JSHAPE_WAYS) {
		if (++ss->turn % JSHAPE_PATIENCE)
			return false;
		way = ss->turn / JSHAPE_PATIENCE % JSHAPE_WAYS;
	}
	*place = (unsigned)((hash + way) % JSHAPES_MAX);
	return true;
}

/* How many of the first places of a hash are taken: by marks, by shapes. */
static size_t
marks_taken(const struct jshapes *ss, uint64_t hash)
{
	size_t way = 0;

	while (way < JSHAPE_WAYS && ss->marks[(hash + way) % JSHAPES_MAX])
		way++;
	return way;
}

static size_t
shapes_taken(const struct jshapes *ss, uint64_t hash)
{
	size_t way = 0;

	while (way < JSHAPE_WAYS && ss->at[(hash + way) % JSHAPES_MAX])
		way++;
	return way;
}

/* Marks that are new; those that had their place go, with their shapes. */
static void
put_marks(struct jshapes *ss, struct jshape_marks *m, unsigned place)
{
	const struct jshape_marks *before = ss->marks[place];

	for (size_t i = 0; before && i < JSHAPES_MAX; i++) {
		if (!ss->at[i] || ss->at[i]->marks != before)
			continue;
		shape_free(ss->at[i]);
		ss->at[i] = NULL;
	}
	marks_free(ss->marks[place]);
	ss->marks[place] = m;
}

/* A shape that is new, and what it is found by. NULL: it is of no use. */
static const struct jshape *
put_shape(struct jshapes *ss, struct jshape *s, struct jshape_marks *m,
    uint64_t hash, unsigned place)
{
	s->marks = m;
	s->hash = hash;
	s->id = place;
	shape_free(ss->at[place]);
	ss->at[place] = s;
	m->last = s;
	return s->nscalars != SIZE_MAX ? s : NULL;
}

/* The first one of its marks; hash is of these. */
static const struct jshape *
learn_marks(struct jshapes *ss, const struct jread *r, uint64_t hash)
{
	struct jshape_marks *m;
	struct jshape *s;
	unsigned place;

	if (!find_place(ss, hash, marks_taken(ss, hash), &place) ||
	    !(s = shape_new(r)))
		return NULL;
	m = marks_new(r, hash, s);
	put_marks(ss, m, place);
	hash = hash_names(m, r);
	/* It has waited for its marks' place. */
	place = (unsigned)((hash + shapes_taken(ss, hash) % JSHAPE_WAYS) %
	    JSHAPES_MAX);
	return put_shape(ss, s, m, hash, place);
}

const struct jshape *
jshapes_learn(struct jshapes *ss, const struct jread *r, uint64_t hash)
{
	uint64_t *missed = &ss->missed[hash % JSHAPES_MAX];
	const char *mark = r->scan->mark + r->i;
	size_t n = r->iend - r->i;
	struct jshape_marks *m;
	struct jshape *s;
	unsigned place;

	if (!hash || *missed != hash) {
		*missed = hash;
		return NULL;
	}
	m = find_marks(ss, hash_marks(mark, n), mark, n);
	if (!m)
		return learn_marks(ss, r, hash);
	if (!find_place(ss, hash, shapes_taken(ss, hash), &place) ||
	    !(s = shape_new(r)))
		return NULL;
	return put_shape(ss, s, m, hash, place);
}
