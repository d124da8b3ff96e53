/*
 * What a record is, by what records like it were. The bits of a record are a
 * function of the record, and so is the row: what is remembered saves only
 * time.
 */
#include "base/mem.h"
#include "event/sign_shape.h"

/* The number of members, as far as it is asked for. */
static inline size_t
members(const struct record *rec)
{
	return rec->n < MATCH_COUNTS ? rec->n : MATCH_COUNTS;
}

static inline size_t
hash_trail(const struct record *rec)
{
	uint64_t h = (rec->hash ^ members(rec)) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 32) % MATCH_SEEN;
}

/* Whether a record is like the ones that were seen, but for its tests. */
static inline bool
is_like(const struct sign_seen *s, const struct record *rec)
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
passed(const struct sign_match *m, const struct sign_seen *s,
    const struct record *rec)
{
	unsigned bits = 0;

	for (size_t i = 0; i < s->nasks; i++) {
		struct value v = record_value(rec, s->ask[i].name);

		bits |= (unsigned)sign_passes(&m->test[s->ask[i].test], v.kind,
		    v.text) << i;
	}
	return bits;
}

/* Notes the tests of a name; false when there are too many. */
static bool
note_tests(const struct sign_match *m, struct sign_seen *s, int name)
{
	for (int t = m->slot[name].test; t >= 0; t = m->test[t].next) {
		if (s->nasks == MATCH_ASKS)
			return false;
		s->ask[s->nasks++] = (struct sign_ask){ name, t };
	}
	return true;
}

/* Begins with a trail; one that cannot be remembered is never seen again. */
static void
begin_seen(const struct sign_match *m, struct sign_seen *s,
    const struct record *rec)
{
	*s = (struct sign_seen){ .ntrail = rec->ntrail, .members = members(rec) };
	memcpy(s->trail, rec->trail, rec->ntrail * sizeof(*s->trail));
	for (size_t i = 0; i < m->ntested; i++)
		if (rec->at[m->tested[i]] != RECORD_ABSENT &&
		    !note_tests(m, s, m->tested[i]))
			s->ntrail = SIZE_MAX;
}

const struct sign *
sign_match_find(struct sign_match *m, const struct sign *only,
    const struct record *rec)
{
	struct sign_seen **at;
	struct sign_outcome *o;
	struct sign_bits key;
	unsigned tests;

	if (rec->ntrail > RECORD_TRAIL_MAX) {
		key = sign_bits_of(m, rec);
		return &sign_shape_of(m, only, rec, &key)->sign;
	}
	at = &m->seen[only != NULL][hash_trail(rec)];
	if (!*at)
		*at = mem_new(1, sizeof(**at));
	if (!is_like(*at, rec))
		begin_seen(m, *at, rec);
	tests = passed(m, *at, rec);
	o = &(*at)->outcome[tests % MATCH_OUTCOMES];
	if (o->shape && o->passed == tests && sign_same(&o->key, &o->shape->key))
		return &o->shape->sign;
	o->passed = tests;
	o->key = sign_bits_of(m, rec);
	o->shape = sign_shape_of(m, only, rec, &o->key);
	if ((*at)->ntrail == SIZE_MAX)
		(*at)->members = SIZE_MAX;
	return &o->shape->sign;
}

bool
sign_match_asked(const struct sign_match *m, const struct record *rec,
    struct sign_asked *to, size_t max, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < m->ntested; i++) {
		int name = m->tested[i];
		struct value v = record_value(rec, name);

		if (rec->at[name] == RECORD_ABSENT)
			continue;
		for (int t = m->slot[name].test; t >= 0; t = m->test[t].next) {
			if (*n == max)
				return false;
			to[(*n)++] = (struct sign_asked){ name, t,
			    sign_passes(&m->test[t], v.kind, v.text) };
		}
	}
	return true;
}

bool
sign_match_same(const struct sign_match *m, const struct sign_asked *a,
    const struct value *v)
{
	return sign_passes(&m->test[a->test], v->kind, v->text) == a->passes;
}
