/*
 * The table of entities. Their texts are those of the series that they are
 * in, so one takes little room whatever its labels say.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "series/states.h"

enum {
	SLOTS_MIN = 64,
	EMPTY_MAX = 1000,	/* series without an entity before a sweep */
};

/* An entity goes some time after an event whose time nobody knows. */
#define SOME_TIME INT64_MAX

static char *
key_of(const struct states *st, struct entity *e)
{
	return (char *)(e->time + st->metric->nlabels);
}

struct str
states_key(const struct states *st, const struct entity *e)
{
	return str_of((const char *)(e->time + st->metric->nlabels), e->nkey);
}

struct states *
states_new(struct metric *m)
{
	struct states *st = mem_new(1, sizeof(*st));

	st->metric = m;
	return st;
}

void
states_destroy(struct states *st)
{
	struct entity *next;

	if (!st)
		return;
	for (struct entity *e = st->oldest; e; e = next) {
		next = e->newer;
		mem_free(e);
	}
	mem_free(st->slot);
	mem_free(st);
}

static void
enter(struct states *st, struct entity *e)
{
	struct entity **slot = &st->slot[e->hash & (st->nslots - 1)];

	e->next = *slot;
	*slot = e;
}

static void
grow(struct states *st)
{
	mem_free(st->slot);
	st->nslots = st->nslots ? st->nslots * 2 : SLOTS_MIN;
	st->slot = mem_new(st->nslots, sizeof(struct entity *));
	for (struct entity *e = st->oldest; e; e = e->newer)
		enter(st, e);
}

static void
unlink_age(struct states *st, struct entity *e)
{
	*(e->older ? &e->older->newer : &st->oldest) = e->newer;
	*(e->newer ? &e->newer->older : &st->newest) = e->older;
}

static void
link_newest(struct states *st, struct entity *e)
{
	e->older = st->newest;
	e->newer = NULL;
	*(st->newest ? &st->newest->newer : &st->oldest) = e;
	st->newest = e;
}

static void
forget(struct states *st, struct entity *e)
{
	struct entity **p = &st->slot[e->hash & (st->nslots - 1)];

	while (*p != e)
		p = &(*p)->next;
	*p = e->next;
	unlink_age(st, e);
	st->n--;
	mem_free(e);
}

static void
tally(struct states *st, struct series *s, double by)
{
	const struct obs obs = { by, { 0 }, STAMP_NONE };

	kind_of(st->metric->rule)->add(s->state, st->metric->rule, &obs);
}

/* Into another series, or out of all (NULL). */
static void
move_to(struct states *st, struct entity *e, struct series *s)
{
	if (e->series) {
		tally(st, e->series, -1);
		e->series->entities--;
	}
	e->series = s;
	if (s) {
		tally(st, s, 1);
		s->entities++;
	}
}

static double
tally_of(const struct states *st, const struct series *s)
{
	struct reading r;

	r.term[0] = 0;
	kind_of(st->metric->rule)->read(s->state, st->metric->rule, &r);
	return r.term[0];
}

static void
take_out(struct states *st, struct entity *e)
{
	move_to(st, e, NULL);
	forget(st, e);
}

/* Who takes part in no event for the longest makes room. */
static void
evict(struct states *st)
{
	metric_skip(st->metric, SKIP_EVICTED);
	take_out(st, st->oldest);
}

static void
see(struct series *s, int64_t time)
{
	if (time > s->last)
		s->last = time;
}

/* What series say beside their tallies, anew. */
static void
show(struct states *st)
{
	struct table *t = &st->metric->table;

	for (size_t i = 0; i < t->n; i++) {
		struct series *s = t->series[i];

		s->declared = false;
		/* What was kept has no entity any more to tell the time. */
		if (tally_of(st, s) <= s->entities)
			s->last = STAMP_NONE;
	}
	for (const struct entity *e = st->oldest; e; e = e->newer)
		see(e->series, e->last);
	metric_zeros(st->metric, UINT64_MAX, NULL);
	for (size_t i = 0; i < t->n; i++)
		if (!t->series[i]->declared && tally_of(st, t->series[i]) > 0)
			metric_zeros(st->metric, UINT64_MAX,
			    t->series[i]->value);
}

static bool
in_use(void *arg, const struct series *s)
{
	return s->declared || tally_of(arg, s) > 0;
}

static void
follow(void *arg)
{
	struct states *st = arg;

	for (struct entity *e = st->oldest; e; e = e->newer)
		e->series = e->series->moved;
}

/* Values that no entity has any more do not pile up. */
static void
sweep(struct states *st)
{
	struct table *t = &st->metric->table;

	if (t->n <= st->live * 2 + EMPTY_MAX)
		return;
	show(st);
	table_sweep(t, &(struct table_sweep){ st, in_use, follow });
	st->live = t->n;
}

static struct entity *
find(const struct states *st, struct str key, uint64_t hash)
{
	struct entity *e;

	if (!st->nslots)
		return NULL;
	e = st->slot[hash & (st->nslots - 1)];
	while (e && (e->hash != hash || !str_eq(states_key(st, e), key)))
		e = e->next;
	return e;
}

static struct entity *
add(struct states *st, struct str key, uint64_t hash)
{
	size_t nlabels = st->metric->nlabels;
	struct entity *e;

	if (st->n >= st->nslots)
		grow(st);
	e = mem_new(1, sizeof(*e) + nlabels * sizeof(e->time[0]) + key.n);
	e->hash = hash;
	e->nkey = (uint32_t)key.n;
	e->last = e->gone = STAMP_NONE;
	for (size_t i = 0; i < nlabels; i++)
		e->time[i] = STAMP_NONE;
	if (key.n)
		memcpy(key_of(st, e), key.p, key.n);
	enter(st, e);
	link_newest(st, e);
	st->n++;
	return e;
}

/* The values after the event; whether they are other ones than before. */
static bool
values_after(const struct states *st, struct entity *e,
    const struct states_event *ev, struct str *value)
{
	int64_t time = ev->time == STAMP_NONE ? STATES_UNTIMED : ev->time;
	bool other = !e->series;

	for (size_t i = 0; i < st->metric->nlabels; i++) {
		value[i] = e->series ? e->series->value[i] :
		    ev->initially[i];
		if (ev->says[i] == STATE_SILENT || time < e->time[i])
			continue;
		e->time[i] = time;
		other = other || !str_eq(value[i], ev->value[i]);
		value[i] = ev->value[i];
	}
	return other;
}

static void
touch(struct states *st, struct entity *e, int64_t time)
{
	e->gone = STAMP_NONE;
	if (time > e->last || time == STAMP_NONE)
		e->last = time;
	if (e == st->newest)
		return;
	unlink_age(st, e);
	link_newest(st, e);
}

/* Whether an entity has ended, or expired, before an event of this time. */
static bool
is_over(const struct entity *e, const struct rule *rule, int64_t time)
{
	return (e->gone != STAMP_NONE && time >= e->gone) ||
	    (rule->expire && e->last != STAMP_NONE && time > e->last &&
	    time - e->last > rule->expire);
}

struct entity *
states_take(struct states *st, const struct states_event *ev,
    struct fault *f, bool *failed)
{
	struct str value[RULES_LABELS_MAX + 1];
	uint64_t hash = hash_seeded(ev->key);
	struct entity *e = find(st, ev->key, hash);
	struct series *s;

	if (e && is_over(e, ev->rule, ev->time)) {
		take_out(st, e);
		e = NULL;
	}
	if (!e && st->n >= ev->rule->limit)
		evict(st);
	if (!e)
		e = add(st, ev->key, hash);
	touch(st, e, ev->time);
	if (!values_after(st, e, ev, value))
		return e;
	s = metric_series(st->metric, ev->rule, value, ev->time, f, failed);
	if (!s) {
		take_out(st, e);
		return NULL;
	}
	move_to(st, e, s);
	sweep(st);
	return e;
}

bool
states_restore(struct states *st, struct str key, const struct str *value,
    const int64_t *time, int64_t last, int64_t gone)
{
	const struct metric *m = st->metric;
	struct series *s = table_find(&m->table, value,
	    table_hash(value, m->nlabels));
	uint64_t hash = hash_seeded(key);
	struct entity *e;

	if (!s || find(st, key, hash) || st->n >= RULES_LIMIT_MAX)
		return false;
	e = add(st, key, hash);
	memcpy(e->time, time, m->nlabels * sizeof(*time));
	e->series = s;
	s->entities++;
	e->last = last;
	e->gone = gone;
	return true;
}

bool
states_restored(struct states *st)
{
	bool enough = true;

	for (struct entity *e = st->oldest; e; e = e->newer)
		tally(st, e->series, -1);
	for (struct entity *e = st->oldest; e; e = e->newer)
		enough &= tally_of(st, e->series) >= 0;
	for (struct entity *e = st->oldest; e; e = e->newer)
		tally(st, e->series, 1);
	return enough;
}

bool
states_join(struct states *st, struct str key, const struct str *value,
    const int64_t *time, int64_t last, int64_t gone)
{
	struct metric *m = st->metric;
	struct entity *e = find(st, key, hash_seeded(key));
	struct str both[RULES_LABELS_MAX + 1];
	struct series *s = table_find(&m->table, value,
	    table_hash(value, m->nlabels));
	struct fault unused;
	bool failed = false;

	if (!e && st->n >= m->rule->limit)
		evict(st);
	if (!e || !s)
		return states_restore(st, key, value, time, last, gone);
	for (size_t i = 0; i < m->nlabels; i++) {
		bool new = time[i] != STAMP_NONE && time[i] >= e->time[i];

		both[i] = new ? value[i] : e->series->value[i];
		e->time[i] = new ? time[i] : e->time[i];
	}
	/* It was counted in the series that each snapshot had it in. */
	tally(st, s, -1);
	touch(st, e, last == STAMP_NONE ? e->last : last);
	e->gone = gone;
	s = metric_series(m, m->rule, both, last, &unused, &failed);
	if (!s) {
		take_out(st, e);
		return true;
	}
	move_to(st, e, s);
	return true;
}

void
states_keep(struct states *st, struct entity *e)
{
	see(e->series, e->last);
	e->series->entities--;
	forget(st, e);
}

void
states_drop(struct states *st, struct entity *e, int64_t time)
{
	int64_t after = st->metric->rule->until.after;

	if (!after || (time != STAMP_NONE && e->last != STAMP_NONE &&
	    time + after <= e->last))
		take_out(st, e);
	else
		e->gone = time == STAMP_NONE ? SOME_TIME : time + after;
}

/* What events without a time did was done by now. */
static void
give_time(struct states *st, struct entity *e, int64_t now)
{
	const struct rule *rule = st->metric->rule;

	if (e->gone == SOME_TIME)
		e->gone = now + rule->until.after;
	if (rule->expire && e->last == STAMP_NONE)
		e->last = now;
}

void
states_settle(struct states *st, int64_t now)
{
	const struct rule *rule = st->metric->rule;
	struct entity *next;

	for (struct entity *e = st->oldest; e; e = next) {
		next = e->newer;
		give_time(st, e, now);
		if (is_over(e, rule, now))
			take_out(st, e);
	}
	show(st);
}
