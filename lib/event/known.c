/*
 * A short way to what peel.c does. It is taken only where all that decides
 * there is seen to be as it was; so it need not know what the long way does,
 * only what that depends on.
 */
#include "base/mem.h"
#include "event/known.h"
#include "event/sign_match.h"

enum {
	KNOWN_ASKS = 8,		/* tests of a record's values */
	KNOWN_GIVES = 64,	/* members that rules read */
	KNOWN_LEVEL = 16,	/* bytes of a level that is remembered */
	KNOWN_NONE = -1,
};

/* How the records of a shape become events; one block. */
struct known {
	struct sign sign;	/* the row, cut down to them */
	struct parts parts;	/* what is the same in all */
	int time, level, event, logger;	/* the members, or KNOWN_NONE */
	struct known_ask {
		struct sign_asked asked;
		int member;
	} ask[KNOWN_ASKS];
	size_t nasks;
	struct direct_give give[KNOWN_GIVES];	/* to the rules */
	size_t ngives;
	char last[KNOWN_LEVEL];	/* the level that came last ... */
	size_t nlast;
	int severity;		/* ... and what it is */
	const int16_t *names;	/* at[] of their records */
	size_t nsame;
	struct known_kind {	/* kinds that decide */
		unsigned short member, kind;
	} same[JSHAPE_MEMBERS_MAX];
	size_t nputs;
	struct known_put {	/* what may be written, and is read so */
		const struct fields_key *wants;
		int name;
		unsigned short member;
		bool taken;
	} put[];
};

/* ---- an event */

static inline struct value
value_at(const struct jshape *s, int m, const struct jread *r)
{
	struct jtoken t;

	jshape_value(s, (size_t)m, r, &t);
	return value_of(&t);
}

/* Whether all that decides what the record is, is as it was. */
static inline bool
is_the_same(const struct known *k, const struct signs *ss,
    const struct jshape *s, const struct jread *r)
{
	for (size_t i = 0; i < k->nsame; i++) {
		size_t at = jshape_scalar_at(&s->member[k->same[i].member], r);

		if (jshape_kind(r->p[at]) != (enum jread_kind)k->same[i].kind)
			return false;
	}
	for (size_t i = 0; i < k->nasks; i++) {
		struct value v = value_at(s, k->ask[i].member, r);

		if (!sign_match_same(ss->match, &k->ask[i].asked, &v))
			return false;
	}
	return true;
}

static inline bool
take_time(const struct known *k, struct stamp_memo *minute,
    const struct jshape *s, const struct jread *r, struct parts *p)
{
	struct value v;
	bool canonical;

	if (k->time == KNOWN_NONE)
		return true;
	v = value_at(s, k->time, r);
	if (v.kind != VALUE_STRING)
		return v.kind == VALUE_NUMBER && stamp_epoch(v.text, &p->time);
	if (!stamp_recall(minute, v.text, &p->time, &canonical))
		return false;
	if (canonical)
		p->time_text = v.text;
	return true;
}

static inline void
take_level(struct known *k, const struct jshape *s, const struct jread *r,
    struct parts *p)
{
	struct value v;

	if (k->level == KNOWN_NONE)
		return;
	v = value_at(s, k->level, r);
	p->level_text = v.text;
	if (v.text.n != k->nlast || memcmp(v.text.p, k->last, k->nlast) != 0) {
		k->severity = parts_severity(&k->sign, &v);
		/* No text is as long as that: one of none would be. */
		k->nlast = SIZE_MAX;
		if (v.text.n <= KNOWN_LEVEL) {
			k->nlast = v.text.n;
			memcpy(k->last, v.text.p, v.text.n);
		}
	}
	p->severity = k->severity;
}

/* To the rules; false: a value is not as it would be written. */
static inline bool
give_all(const struct known *k, struct direct *d, const struct jshape *s,
    const struct jread *r, const struct parts *p)
{
	direct_begin(d, p, r->plain);
	for (size_t i = 0; i < k->ngives; i++) {
		struct jtoken t;

		jshape_value(s, k->give[i].member, r, &t);
		if (t.flags & JREAD_SPACED)
			return false;
		d->reader->value[k->give[i].field] = value_of(&t);
	}
	return true;
}

/* The record, as far as it may be written; begun by record_find. */
static void
put_all(const struct known *k, struct put *pt, struct record *rec,
    const struct jread *r, const struct parts *p, struct buf *out)
{
	const struct jshape *s = rec->shape;

	record_room(rec, k->nputs);
	for (size_t i = 0; i < k->nputs; i++) {
		const struct known_put *known = &k->put[i];
		struct member *mb = &rec->member[i];

		jshape_member(s, known->member, r, &mb->key, &mb->value);
		mb->wants = known->wants;
		mb->name = known->name;
		mb->taken = known->taken;
	}
	rec->n = k->nputs;
	rec->at = k->names;
	pt->rec = rec;
	pt->layers = NULL;
	pt->repair = false;
	put_event(pt, p, (struct str){ 0 }, out);
}

bool
known_event(struct logline *ll, struct jread *r, struct buf *out)
{
	struct record *rec = &ll->layer[0].rec;
	const struct jshape *s;
	struct parts p;
	struct known *k;

	if (ll->seen)
		return false;
	s = record_find(rec, r);
	k = s ? rec->shapes->known[s->id] : NULL;
	if (!k || !is_the_same(k, &ll->signs, s, r))
		return false;
	p = k->parts;
	if (!take_time(k, &rec->minute, s, r, &p))
		return false;
	take_level(k, s, r, &p);
	if (k->event != KNOWN_NONE)
		p.event = value_at(s, k->event, r).text;
	if (k->logger != KNOWN_NONE)
		p.logger = value_at(s, k->logger, r).text;
	if (!ll->direct)
		put_all(k, &ll->put, rec, r, &p, out);
	else if (!give_all(k, ll->direct, s, r, &p))
		return false;
	rec->found = false;
	ll->given = ll->direct != NULL;
	ll->last = k->sign.dialect;
	ll->events = 1;
	return true;
}

/* ---- how it is known */

static int
member_of(const struct record *rec, const struct parts *p,
    enum dialect_part part)
{
	return p->source[part] == RECORD_ABSENT ? KNOWN_NONE :
	    rec->at[p->source[part]];
}

static size_t
length(const struct sign *s, int list)
{
	size_t n;

	(void)sign_list(s, list, &n);
	return n;
}

/* Whether the first name of a list for the time is the one that was taken. */
static bool
time_is_first(const struct sign *s, const struct parts *p)
{
	const struct sign_source *from;
	bool leveled = p->severity || p->has_level;
	size_t n;

	from = sign_list(s, PART_TIME, &n);
	if (n)
		return from[0].nanos == SIGN_ALONE &&
		    p->source[PART_TIME] == from[0].name;
	return leveled || !length(s, SIGN_ELSE_TIME);
}

static bool
is_listed(const struct sign *s, enum dialect_part part, const struct parts *p)
{
	const struct sign_source *from;
	size_t n;

	from = sign_list(s, (int)part, &n);
	for (size_t i = 0; i < n; i++)
		if (from[i].name == p->source[part])
			return true;
	return false;
}

/*
 * Whether the row itself found a level or an event: else the parts are of the
 * one that it gave way to, whose lists and scale are others.
 */
static bool
row_has_parts(const struct sign *s, const struct parts *p)
{
	return !s->generic || s->dialect->severity ||
	    is_listed(s, PART_LEVEL, p) || is_listed(s, PART_EVENT, p);
}

/* Whether the parts are of such members as the next record's will be. */
static bool
parts_stay(const struct logline *ll, const struct parts *p)
{
	const struct record *rec = &ll->layer[0].rec;
	const struct sign *s = ll->layer[0].sign;

	return !s->own && !s->dialect->event && !sign_holds(s, rec) &&
	    !length(s, SIGN_RANK) && !length(s, SIGN_FAILED) &&
	    !length(s, PART_TRACE_ID) && !length(s, PART_SPAN_ID) &&
	    !length(s, PART_TRACE_FLAGS) && (p->has_level || p->event.p) &&
	    row_has_parts(s, p) && time_is_first(s, p) &&
	    signs_no_event(&ll->signs, rec, p->source[PART_TIME]);
}

/* Whether a member's text is to be written. */
static bool
is_put(const struct put *pt, const struct member *mb)
{
	return !mb->taken && (!pt->keep_only ||
	    (mb->name >= PUT_NOWN && pt->kept[mb->name]));
}

/*
 * Which members are read, and which of them decide by their kind. The first
 * and the last are read too: between them is all that can be written.
 */
static void
list_members(struct known *k, const struct put *pt, const struct record *rec)
{
	bool renamed = false;

	for (size_t m = 0; m < rec->n; m++)
		renamed |= !rec->member[m].taken && rec->member[m].name >= 0 &&
		    rec->member[m].name < PUT_NOWN;
	for (size_t m = 0; m < rec->n; m++) {
		const struct member *mb = &rec->member[m];

		if (renamed || is_put(pt, mb) || m == 0 || m + 1 == rec->n)
			k->put[k->nputs++] = (struct known_put){ mb->wants,
				mb->name, (unsigned short)m, mb->taken };
		if (mb->wants && mb->value.kind < JREAD_STRING)
			k->same[k->nsame++] = (struct known_kind){
				(unsigned short)m,
				(unsigned short)mb->value.kind };
	}
}

static bool
list_asks(struct known *k, const struct sign_match *match,
    const struct record *rec)
{
	struct sign_asked asked[KNOWN_ASKS];

	if (!sign_match_asked(match, rec, asked, KNOWN_ASKS, &k->nasks))
		return false;
	for (size_t i = 0; i < k->nasks; i++) {
		k->ask[i] = (struct known_ask){ asked[i],
			rec->at[asked[i].name] };
		if (k->ask[i].member < 0)
			return false;
	}
	return true;
}

void
known_learn(struct logline *ll, const struct parts *p)
{
	struct record *rec = &ll->layer[0].rec;
	struct record_shapes *rs = rec->shapes;
	struct known *k;

	if (!rec->shape || rs->tried[rec->shape->id])
		return;
	rs->tried[rec->shape->id] = true;
	if (!record_names(rec) || !parts_stay(ll, p))
		return;
	k = mem_new(1, sizeof(*k) + rec->n * sizeof(*k->put));
	k->names = record_names(rec);
	k->sign = *ll->layer[0].sign;
	k->parts = *p;
	k->parts.time = STAMP_NONE;
	k->parts.time_text = (struct str){ 0 };
	k->time = member_of(rec, p, PART_TIME);
	k->level = member_of(rec, p, PART_LEVEL);
	k->event = member_of(rec, p, PART_EVENT);
	k->logger = member_of(rec, p, PART_LOGGER);
	list_members(k, &ll->put, rec);
	if (!list_asks(k, ll->signs.match, rec) || (ll->direct &&
	    !direct_plan(ll->direct, rec, k->give, KNOWN_GIVES, &k->ngives))) {
		mem_free(k);
		return;
	}
	rs->known[rec->shape->id] = k;
}
