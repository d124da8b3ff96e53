/*
 * Matching of signatures (sign_match.h). The bits of a record are a function
 * of the record, and so is the row: what is remembered saves only time.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/sign_match.h"

enum { NKINDS = JREAD_ARRAY + 1, TESTS_MAX = 32, ROWS_MAX = 64 };

/* Conditions that hold, and behind them the sources that are there. */
struct bits {
	uint64_t w[MATCH_WORDS];
};

/* A condition on a value beyond its kind. */
struct test {
	char op;		/* 'u', '=', '^', '>' */
	struct str text;
	double least;		/* of '>', a power of ten ... */
	size_t digits;		/* ... and its exponent */
	struct bits bit;
	int next;		/* of the same name, or -1 */
};

/* What a name in a record sets. */
struct slot {
	struct bits kind[NKINDS];	/* by the value's kind */
	bool source;
	int test;			/* the first, or -1 */
};

struct row {
	const struct sign *sign;
	struct bits term[DIALECT_TERMS_MAX], none;
	size_t nterms;
};

/* A set of bits that was met, and the row for it. */
struct shape {
	struct bits key;
	struct sign sign;
};

/* The shape for a trail, when these of its tests pass. */
struct outcome {
	unsigned passed;	/* a bit a test */
	struct bits key;
	const struct shape *shape;	/* good while its key is this one */
};

/*
 * A trail that was met: what makes the bits of a record is its trail, the
 * number of its members, and the tests of its names.
 */
struct seen {
	uint64_t trail[RECORD_TRAIL_MAX];
	size_t ntrail, members, nasks;
	struct ask {
		int name, test;
	} ask[MATCH_ASKS];
	struct outcome outcome[MATCH_OUTCOMES];
};

struct sign_match {
	struct slot *slot;	/* by name */
	size_t nslots, cap;
	struct test test[TESTS_MAX];
	int ntests;
	struct bits count[MATCH_COUNTS];	/* by members of a record */
	struct {
		struct str text;
		size_t bit;
	} atom[MATCH_CONDITIONS_MAX];
	size_t natoms, nsources;
	struct row row[ROWS_MAX];
	size_t nrows;
	/* Detected ones, and those of the one row for all. */
	struct shape *shape[2][MATCH_SHAPES];
	struct seen *seen[2][MATCH_SEEN];
};

struct sign_match *
sign_match_new(void)
{
	return mem_new(1, sizeof(struct sign_match));
}

void
sign_match_destroy(struct sign_match *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < MATCH_SHAPES; i++) {
		mem_free(m->shape[0][i]);
		mem_free(m->shape[1][i]);
	}
	for (size_t i = 0; i < MATCH_SEEN; i++) {
		mem_free(m->seen[0][i]);
		mem_free(m->seen[1][i]);
	}
	mem_free(m->slot);
	mem_free(m);
}

size_t
sign_match_conditions(const struct sign_match *m)
{
	return m->natoms;
}

size_t
sign_match_names(const struct sign_match *m)
{
	return m->nsources;
}

static struct slot *
slot_of(struct sign_match *m, int name)
{
	while (m->nslots <= (size_t)name) {
		m->slot = mem_grow(m->slot, m->nslots, &m->cap,
		    sizeof(*m->slot));
		m->slot[m->nslots++] = (struct slot){ .test = -1 };
	}
	return &m->slot[name];
}

static void
set(struct bits *b, size_t bit)
{
	b->w[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* Word by word, so that the set stays in registers. */
static inline void
unite(struct bits *to, const struct bits *b)
{
	_Static_assert(MATCH_WORDS == 6, "these are all words");
	to->w[0] |= b->w[0];
	to->w[1] |= b->w[1];
	to->w[2] |= b->w[2];
	to->w[3] |= b->w[3];
	to->w[4] |= b->w[4];
	to->w[5] |= b->w[5];
}

static void
add_test(struct sign_match *m, struct slot *slot, struct str cond,
    size_t bit)
{
	struct test *t = &m->test[m->ntests];

	if (m->ntests == TESTS_MAX)
		return;
	*t = (struct test){ .op = *cond.p == ':' ? 'u' : *cond.p,
	    .text = str_from(cond, 1), .next = slot->test };
	if (t->op == '>' && num_double(t->text, &t->least))
		for (double d = t->least; d >= 10; d /= 10)
			t->digits++;
	set(&t->bit, bit);
	slot->test = m->ntests++;
}

/* What sets the bit of a condition: see struct dialect. */
static void
add_condition(struct sign_match *m, struct str atom, size_t bit,
    struct fields *names)
{
	static const char kinds[NKINDS] = { [JREAD_NUMBER] = 'n',
	    [JREAD_STRING] = 's', [JREAD_OBJECT] = 'o', [JREAD_ARRAY] = 'a' };
	struct slot *slot;
	struct str cond;
	size_t n = 1;

	if (*atom.p == '#') {
		set(&m->count[(atom.p[1] - '0') % MATCH_COUNTS], bit);
		return;
	}
	while (n < atom.n && !strchr(":=^>", atom.p[n]))
		n++;
	slot = slot_of(m, fields_add_path(names, str_of(atom.p, n)));
	cond = str_from(atom, n);
	if (cond.n && (*cond.p != ':' || cond.p[1] == 'u')) {
		add_test(m, slot, cond, bit);
		return;
	}
	for (size_t k = 0; k < NKINDS; k++)
		if (!cond.n || kinds[k] == cond.p[1])
			set(&slot->kind[k], bit);
}

/* The bit of a condition; one that two rows ask for is one. */
static size_t
condition(struct sign_match *m, struct str atom, struct fields *names)
{
	size_t i = 0;

	while (i < m->natoms && !str_eq(m->atom[i].text, atom))
		i++;
	if (i < m->natoms)
		return m->atom[i].bit;
	if (i == MATCH_CONDITIONS_MAX)
		return i - 1;
	m->atom[i].text = atom;
	m->atom[i].bit = i;
	m->natoms++;
	add_condition(m, atom, i, names);
	return i;
}

static void
add_signature(struct sign_match *m, struct row *row, const char *sign,
    struct fields *names)
{
	struct str rest = str_c(sign), term, atom;

	while (str_cut(&rest, ' ', &term)) {
		if (!term.n || row->nterms == DIALECT_TERMS_MAX)
			continue;
		if (*term.p == '!') {
			set(&row->none, condition(m, str_from(term, 1),
			    names));
			continue;
		}
		while (str_cut(&term, '|', &atom))
			set(&row->term[row->nterms], condition(m, atom,
			    names));
		row->nterms++;
	}
}

void
sign_match_add(struct sign_match *m, const struct sign *s,
    struct fields *names)
{
	size_t n = s->end[SIGN_NLISTS - 1];

	for (size_t i = 0; i < n; i++) {
		struct slot *slot = slot_of(m, s->at[i].name);

		if (slot->source || m->nsources == MATCH_NAMES_MAX)
			continue;
		slot->source = true;
		for (size_t k = 0; k < NKINDS; k++)
			set(&slot->kind[k], MATCH_CONDITIONS_MAX +
			    m->nsources);
		m->nsources++;
	}
	if (!s->detected || !s->dialect->sign || m->nrows == ROWS_MAX)
		return;
	m->row[m->nrows].sign = s;
	add_signature(m, &m->row[m->nrows], s->dialect->sign, names);
	m->nrows++;
}

static bool
passes(const struct test *t, enum value_kind kind, struct str text)
{
	double d;

	switch (t->op) {
	case 'u':
		return kind == VALUE_STRING && text.n && text.p[0] >= 'A' &&
		    text.p[0] <= 'Z' && (text.n == 1 ||
		    text.p[1] < 'a' || text.p[1] > 'z');
	case '=':
		return (kind == VALUE_STRING || kind == VALUE_NUMBER) &&
		    str_eq(text, t->text);
	case '^':
		return kind == VALUE_STRING && str_starts(text, t->text);
	default:
		if (kind != VALUE_NUMBER)
			return false;
		if (str_chr(text, 'e') < text.n || str_chr(text, 'E') < text.n)
			return num_double(text, &d) && d >= t->least;
		return str_digits(text) > t->digits;
	}
}

/* Adds what a value of a name sets to the key. */
static inline void
add_value(const struct sign_match *m, const struct slot *slot,
    enum value_kind kind, struct str text, struct bits *key)
{
	unite(key, &slot->kind[kind - VALUE_NULL]);
	for (int t = slot->test; t >= 0; t = m->test[t].next)
		if (passes(&m->test[t], kind, text))
			unite(key, &m->test[t].bit);
}

static inline void
add_member(const struct sign_match *m, const struct record *rec, size_t i,
    struct bits *key)
{
	const struct member *mb = &rec->member[i];
	const struct fields_want *w = mb->wants->want;

	for (size_t n = mb->wants->nwants; n > 0; n--, w++) {
		size_t name = (size_t)w->field;

		if (name >= m->nslots)
			continue;
		if (w->whole) {
			/* Of members of one name only the last counts. */
			if (rec->at[name] == (int)i)
				add_value(m, &m->slot[name],
				    (enum value_kind)(mb->value.kind +
				    VALUE_NULL), mb->value.text, key);
		} else if (rec->at[name] == RECORD_INSIDE &&
		    rec->inside_of[name] == i) {
			add_value(m, &m->slot[name], rec->inside[name].kind,
			    rec->inside[name].text, key);
		}
	}
}

static inline struct bits
key_of(const struct sign_match *m, const struct record *rec)
{
	struct bits key = { { 0 } };

	if (rec->n < MATCH_COUNTS)
		unite(&key, &m->count[rec->n]);
	for (size_t i = 0; i < rec->n; i++)
		if (rec->member[i].wants)
			add_member(m, rec, i, &key);
	return key;
}

static bool
any(const struct bits *b, const struct bits *key)
{
	uint64_t w = 0;

	for (size_t i = 0; i < MATCH_COND_WORDS; i++)
		w |= b->w[i] & key->w[i];
	return w != 0;
}

static bool
fits(const struct row *row, const struct bits *key)
{
	for (size_t i = 0; i < row->nterms; i++)
		if (!any(&row->term[i], key))
			return false;
	return !any(&row->none, key);
}

/* The row without the sources that the record lacks. */
static void
cut_down(struct sign *to, const struct sign *row, const struct record *rec)
{
	const struct sign_source *from;
	size_t n, end = 0;

	*to = *row;
	for (int list = 0; list < SIGN_NLISTS; list++) {
		from = sign_list(row, list, &n);
		for (size_t i = 0; i < n; i++)
			if (rec->at[from[i].name] != RECORD_ABSENT)
				to->at[end++] = from[i];
		to->end[list] = (unsigned char)end;
	}
}

static inline size_t
hash(const struct bits *key)
{
	uint64_t h = 0;

	for (size_t i = 0; i < MATCH_WORDS; i++)
		h = (h ^ key->w[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32);
}

static inline bool
same(const struct bits *a, const struct bits *b)
{
	uint64_t differs = 0;

	for (size_t i = 0; i < MATCH_WORDS; i++)
		differs |= a->w[i] ^ b->w[i];
	return differs == 0;
}

/* The place of a key: its own, a free one, or one to be given up. */
static struct shape **
place_of(struct shape **shapes, const struct bits *key)
{
	size_t h = hash(key);

	for (size_t i = 0; i < MATCH_PROBES; i++) {
		struct shape **at = &shapes[(h + i) % MATCH_SHAPES];

		if (!*at || same(&(*at)->key, key))
			return at;
	}
	return &shapes[h % MATCH_SHAPES];
}

static const struct shape *
find_shape(struct sign_match *m, const struct sign *only,
    const struct record *rec, const struct bits *key)
{
	struct shape **at = place_of(m->shape[only != NULL], key);
	size_t i = 0;

	if (*at && same(&(*at)->key, key))
		return *at;
	if (!*at)
		*at = mem_new(1, sizeof(**at));
	(*at)->key = *key;
	while (!only && i + 1 < m->nrows && !fits(&m->row[i], key))
		i++;
	cut_down(&(*at)->sign, only ? only : m->row[i].sign, rec);
	return *at;
}

/* The number of members, as far as it is asked for. */
static inline size_t
members(const struct record *rec)
{
	return rec->n < MATCH_COUNTS ? rec->n : MATCH_COUNTS;
}

static inline size_t
hash_trail(const struct record *rec)
{
	uint64_t h = members(rec);

	for (size_t i = 0; i < rec->ntrail; i++)
		h = (h ^ rec->trail[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32) % MATCH_SEEN;
}

/* Whether a record is like the ones that were seen, but for its tests. */
static inline bool
is_like(const struct seen *s, const struct record *rec)
{
	uint64_t differs = 0;

	if (s->ntrail != rec->ntrail || s->members != members(rec))
		return false;
	for (size_t i = 0; i < rec->ntrail; i++)
		differs |= s->trail[i] ^ rec->trail[i];
	return differs == 0;
}

/* Which of the tests the record passes. */
static inline unsigned
passed(const struct sign_match *m, const struct seen *s,
    const struct record *rec)
{
	unsigned bits = 0;

	for (size_t i = 0; i < s->nasks; i++) {
		struct value v = record_value(rec, s->ask[i].name);

		bits |= (unsigned)passes(&m->test[s->ask[i].test], v.kind,
		    v.text) << i;
	}
	return bits;
}

/* Notes the tests of a name; false when there are too many. */
static bool
note_tests(const struct sign_match *m, struct seen *s, int name)
{
	for (int t = m->slot[name].test; t >= 0; t = m->test[t].next) {
		if (s->nasks == MATCH_ASKS)
			return false;
		s->ask[s->nasks++] = (struct ask){ name, t };
	}
	return true;
}

/* Begins with a trail; one that cannot be remembered is never seen again. */
static void
begin_seen(const struct sign_match *m, struct seen *s,
    const struct record *rec)
{
	*s = (struct seen){ .ntrail = rec->ntrail, .members = members(rec) };
	memcpy(s->trail, rec->trail, rec->ntrail * sizeof(*s->trail));
	for (size_t name = 0; name < m->nslots; name++)
		if (m->slot[name].test >= 0 &&
		    rec->at[name] != RECORD_ABSENT &&
		    !note_tests(m, s, (int)name))
			s->ntrail = SIZE_MAX;
}

const struct sign *
sign_match_find(struct sign_match *m, const struct sign *only,
    const struct record *rec)
{
	struct seen **at;
	struct outcome *o;
	struct bits key;
	unsigned tests;

	if (rec->ntrail > RECORD_TRAIL_MAX) {
		key = key_of(m, rec);
		return &find_shape(m, only, rec, &key)->sign;
	}
	at = &m->seen[only != NULL][hash_trail(rec)];
	if (!*at)
		*at = mem_new(1, sizeof(**at));
	if (!is_like(*at, rec))
		begin_seen(m, *at, rec);
	tests = passed(m, *at, rec);
	o = &(*at)->outcome[tests % MATCH_OUTCOMES];
	if (o->shape && o->passed == tests && same(&o->key, &o->shape->key))
		return &o->shape->sign;
	o->passed = tests;
	o->key = key_of(m, rec);
	o->shape = find_shape(m, only, rec, &o->key);
	if ((*at)->ntrail == SIZE_MAX)
		(*at)->members = SIZE_MAX;
	return &o->shape->sign;
}
