/*
 * Signatures as bits, and the row for a set of them. What a record was found
 * to be is remembered by sign_seen.c.
 */
#include "base/mem.h"
#include "base/num.h"
#include "event/sign_shape.h"

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

static struct sign_slot *
slot_of(struct sign_match *m, int name)
{
	while (m->nslots <= (size_t)name) {
		m->slot = mem_grow(m->slot, m->nslots, &m->cap,
		    sizeof(*m->slot));
		m->slot[m->nslots++] = (struct sign_slot){ .test = -1 };
	}
	return &m->slot[name];
}

static void
set(struct sign_bits *b, size_t bit)
{
	b->w[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* Word by word, so that the set stays in registers. */
static inline void
unite(struct sign_bits *to, const struct sign_bits *b)
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
add_test(struct sign_match *m, struct sign_slot *slot, struct str cond,
    size_t bit)
{
	struct sign_test *t = &m->test[m->ntests];
	uint64_t digits;

	if (m->ntests == SIGN_TESTS_MAX)
		return;
	*t = (struct sign_test){ .op = *cond.p == ':' ? 'u' : *cond.p,
	    .text = str_from(cond, 1), .next = slot->test };
	/* "1e11": what has more than eleven digits is as much. */
	if (t->op == '>' && num_double(t->text, &t->least) &&
	    num_uint64(str_from(t->text, 2), &digits))
		t->digits = (size_t)digits;
	set(&t->bit, bit);
	if (slot->test < 0)
		m->tested[m->ntested++] = (int)(slot - m->slot);
	slot->test = m->ntests++;
}

/* What sets the bit of a condition: see struct dialect. */
static void
add_condition(struct sign_match *m, struct str atom, size_t bit,
    struct fields *names)
{
	static const char kinds[SIGN_NKINDS] = { [JREAD_NUMBER] = 'n',
	    [JREAD_STRING] = 's', [JREAD_OBJECT] = 'o', [JREAD_ARRAY] = 'a' };
	struct sign_slot *slot;
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
	for (size_t k = 0; k < SIGN_NKINDS; k++)
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
add_signature(struct sign_match *m, struct sign_row *row, const char *sign,
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
		struct sign_slot *slot = slot_of(m, s->at[i].name);

		if (slot->source || m->nsources == MATCH_NAMES_MAX)
			continue;
		slot->source = true;
		for (size_t k = 0; k < SIGN_NKINDS; k++)
			set(&slot->kind[k], MATCH_CONDITIONS_MAX +
			    m->nsources);
		m->nsources++;
	}
	if (!s->detected || !s->dialect->sign || m->nrows == SIGN_ROWS_MAX)
		return;
	m->row[m->nrows].sign = s;
	add_signature(m, &m->row[m->nrows], s->dialect->sign, names);
	m->nrows++;
}

bool
sign_passes(const struct sign_test *t, enum value_kind kind, struct str text)
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
add_value(const struct sign_match *m, const struct sign_slot *slot,
    enum value_kind kind, struct str text, struct sign_bits *key)
{
	unite(key, &slot->kind[kind - VALUE_NULL]);
	for (int t = slot->test; t >= 0; t = m->test[t].next)
		if (sign_passes(&m->test[t], kind, text))
			unite(key, &m->test[t].bit);
}

static inline void
add_member(const struct sign_match *m, const struct record *rec, size_t i,
    struct sign_bits *key)
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

struct sign_bits
sign_bits_of(const struct sign_match *m, const struct record *rec)
{
	struct sign_bits key = { { 0 } };

	if (rec->n < MATCH_COUNTS)
		unite(&key, &m->count[rec->n]);
	for (size_t i = 0; i < rec->n; i++)
		if (rec->member[i].wants)
			add_member(m, rec, i, &key);
	return key;
}

static bool
any(const struct sign_bits *b, const struct sign_bits *key)
{
	uint64_t w = 0;

	for (size_t i = 0; i < MATCH_COND_WORDS; i++)
		w |= b->w[i] & key->w[i];
	return w != 0;
}

static bool
fits(const struct sign_row *row, const struct sign_bits *key)
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
hash(const struct sign_bits *key)
{
	uint64_t h = 0;

	for (size_t i = 0; i < MATCH_WORDS; i++) {
		h = (h ^ key->w[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	return (size_t)(h >> 32);
}

/* The place of a key: its own, a free one, or one to be given up. */
static struct sign_shape **
place_of(struct sign_shape **shapes, const struct sign_bits *key)
{
	size_t h = hash(key);

	for (size_t i = 0; i < MATCH_PROBES; i++) {
		struct sign_shape **at = &shapes[(h + i) % MATCH_SHAPES];

		if (!*at || sign_same(&(*at)->key, key))
			return at;
	}
	return &shapes[h % MATCH_SHAPES];
}

const struct sign_shape *
sign_shape_of(struct sign_match *m, const struct sign *only,
    const struct record *rec, const struct sign_bits *key)
{
	struct sign_shape **at = place_of(m->shape[only != NULL], key);
	size_t i = 0;

	if (*at && sign_same(&(*at)->key, key))
		return *at;
	if (!*at)
		*at = mem_new(1, sizeof(**at));
	(*at)->key = *key;
	while (!only && i + 1 < m->nrows && !fits(&m->row[i], key))
		i++;
	cut_down(&(*at)->sign, only ? only : m->row[i].sign, rec);
	return *at;
}
