/*
 * Series come and go here: by limits, windows and expiry. What events do to
 * them is in aggregate.c.
 */
#include "base/stamp.h"
#include "series/metric.h"
#include "series/states.h"

const char *const skip_reason_name[SKIP_NREASONS] = {
	"missing", "redacted", "not_a_number", "infinite", "negative",
	"not_allowed", "limit", "dropped", "late", "future", "no_time",
	"timeout", "evicted",
};

/* From label i on: every combination of declared values. */
static void
add_zeros_from(struct metric *m, uint64_t gives, struct str *value, size_t i)
{
	struct series *s;
	uint64_t hash;

	while (i < m->nlabels && !(m->decl[i] && gives >> i & 1))
		i++;
	if (i == m->nlabels) {
		hash = table_hash(value, m->nlabels);
		s = table_find(&m->table, value, hash);
		if (!s && m->table.n < m->rule->limit)
			s = table_add(&m->table, value, hash);
		if (s)
			s->declared = true;
		return;
	}
	for (size_t k = 0; k < m->decl[i]->nonly &&
	    m->table.n < m->rule->limit; k++) {
		value[i] = m->decl[i]->only[k];
		add_zeros_from(m, gives, value, i + 1);
	}
}

void
metric_zeros(struct metric *m, uint64_t gives, const struct str *value)
{
	struct str v[RULES_LABELS_MAX + 1] = { { 0 } };

	if (!kind_zero(m->rule))
		return;
	for (size_t i = 0; i < m->nlabels; i++) {
		if (!(gives >> i & 1))
			continue;
		if (!value && !m->decl[i])
			return;
		if (value)
			v[i] = value[i];
	}
	add_zeros_from(m, gives, v, 0);
}

/* Of each statement, where it has declared labels only. */
static void
first_zeros(struct metric *m)
{
	for (size_t i = 0; i < m->family->n; i++)
		metric_zeros(m, m->family->rule[i]->gives, NULL);
}

void
metric_init(struct metric *m, const struct rule_family *family)
{
	*m = (struct metric){ .family = family, .rule = family->rule[0],
		.window = { STAMP_NONE, STAMP_NONE }, .swept = STAMP_NONE };
	m->nlabels = family->nlabels;
	for (size_t i = 0; i < m->nlabels; i++) {
		m->label[i] = family->label[i].name;
		m->decl[i] = family->label[i].decl;
	}
	table_init(&m->table, m->rule, m->nlabels);
	if (m->rule->kind == RULE_STATES)
		m->states = states_new(m);
	first_zeros(m);
}

bool
metric_ready(struct metric *m, struct fault *f)
{
	return m->rule->window.unit == RULE_NO_WINDOW ||
	    zone_load(&m->zone, m->rule->window.tz, f) ||
	    fault_within(f, "%.*s", STR_ARG(m->family->name));
}

void
metric_free(struct metric *m)
{
	states_destroy(m->states);
	table_free(&m->table);
	zone_free(&m->zone);
}

bool
metric_skip(struct metric *m, enum skip_reason reason)
{
	m->skipped[reason]++;
	return false;
}

static bool
has_room(struct metric *m, const struct rule *rule, int64_t clock)
{
	if (rule->kind == RULE_STATES)
		return m->table.n < RULES_LIMIT_MAX;
	if (m->table.n < rule->limit)
		return true;
	/* Looking for the expired takes as long as there are series. */
	if (!rule->expire || clock == STAMP_NONE || (m->swept != STAMP_NONE &&
	    clock - m->swept < rule->expire / 16))
		return false;
	metric_expire(m, clock);
	return m->table.n < rule->limit;
}

struct series *
metric_series_new(struct metric *m, const struct rule *rule,
    const struct str *value, uint64_t hash, int64_t clock, struct fault *f,
    bool *failed)
{
	struct series *s;

	if (has_room(m, rule, clock)) {
		s = table_add(&m->table, value, hash);
		metric_zeros(m, rule->gives, value);
		return s;
	}
	switch (rule->action) {
	case RULE_FAIL:
		*failed = true;
		fault(f, "%.*s: more than %u series (limit %u fail)",
		    STR_ARG(rule->name), rule->limit, rule->limit);
		return NULL;
	case RULE_DROP:
		metric_skip(m, SKIP_DROPPED);
		return NULL;
	default:
		m->table.folded++;
		return table_other(&m->table);
	}
}

struct series *
metric_restore(struct metric *m, const struct str *value,
    const struct reading *r, int64_t start)
{
	uint64_t hash = table_hash(value, m->nlabels);
	struct series *s = table_find(&m->table, value, hash);

	if (!s)
		s = table_add(&m->table, value, hash);
	s->start = start;
	s->first = s->last = r->time;
	return kind_of(m->rule)->restore(s->state, m->rule, r) ? s : NULL;
}

void
metric_reopen(struct metric *m, const struct window *w)
{
	if (m->rule->window.unit != RULE_NO_WINDOW)
		m->window = *w;
}

static void
begin_window(struct metric *m, int64_t time)
{
	uint64_t folded = m->table.folded, swept = m->table.swept;

	m->window = window_at(&m->rule->window, &m->zone, time);
	table_free(&m->table);
	table_init(&m->table, m->rule, m->nlabels);
	m->table.folded = folded;
	m->table.swept = swept + 1;
	first_zeros(m);
}

bool
metric_window(struct metric *m, int64_t time, int64_t latest)
{
	if (time >= m->window.start && time < m->window.end &&
	    m->window.start != STAMP_NONE)
		return true;
	if (time == STAMP_NONE)
		return metric_skip(m, SKIP_NO_TIME);
	if (m->window.start != STAMP_NONE && time < m->window.start)
		return metric_skip(m, SKIP_LATE);
	if (time > latest)
		return metric_skip(m, SKIP_FUTURE);
	begin_window(m, time);
	return true;
}

void
metric_roll(struct metric *m, int64_t now)
{
	if (m->rule->window.unit != RULE_NO_WINDOW &&
	    (m->window.start == STAMP_NONE || now >= m->window.end))
		begin_window(m, now);
}

bool
metric_expired(const struct metric *m, const struct series *s, int64_t now)
{
	return m->rule->expire && s->last != STAMP_NONE && now > s->last &&
	    now - s->last > m->rule->expire;
}

void
metric_renew(struct metric *m, struct series *s)
{
	const struct kind *kind = kind_of(m->rule);

	kind->free(s->state);
	memset(s->state, 0, kind->size(m->rule));
	s->first = s->last = STAMP_NONE;
	s->untimed = false;
}

struct expiry {
	struct metric *m;
	int64_t now;
};

static bool
keeps(void *arg, const struct series *s)
{
	const struct expiry *e = arg;

	return !metric_expired(e->m, s, e->now);
}

void
metric_expire(struct metric *m, int64_t now)
{
	struct expiry e = { m, now };
	size_t i = 0;

	if (!m->rule->expire || m->states)
		return;
	m->swept = now;
	while (i < m->table.n && keeps(&e, m->table.series[i]))
		i++;
	if (i < m->table.n)
		table_sweep(&m->table, &(struct table_sweep){ &e, keeps,
		    NULL });
}

bool
metric_cumulative(const struct metric *m)
{
	const struct rule *rule = m->rule;

	return kind_of(rule)->cumulative && (rule->kind == RULE_HISTOGRAM ||
	    rule->kind == RULE_SUMMARY || !rule->window.unit);
}
