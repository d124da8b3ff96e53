/*
 * Parts read, to go on from them or to join them with others. A part is told
 * by its members: a window, an entity's key, a waiting event's statement; else
 * it is of one series.
 */
#include "base/mem.h"
#include "base/num.h"
#include "series/states.h"
#include "snapshot/kept.h"
#include "snapshot/snaptake.h"

/* The members of a part, as tokens; which are there is in the kind. */
enum member {
	PART_WINDOW, PART_LABELS, PART_HASHES, PART_RANKS, PART_FIRST,
	PART_LAST, PART_KEY, PART_TIMES, PART_GONE, PART_STATEMENT,
	PART_WAITS, PART_WAITED, PART_TIME, PART_SEVERITY, PART_FIELDS,
	PART_NMEMBERS
};

static const char *const member_name[PART_NMEMBERS] = {
	"window", "labels", "hashes", "ranks", "first", "last", "key",
	"times", "gone", "statement", "waits", "waited", "time", "severity",
	"fields",
};

struct part {
	struct jread r;
	struct jtoken at[PART_NMEMBERS];
	bool has[PART_NMEMBERS];
	struct arena texts;
	struct window window;	/* for kept_window */
	struct aggregate *a;
	struct metric *m;
	bool join;		/* with what is there already */
	bool ended;		/* as kept_join has it */
};

static bool
wrong(struct fault *f)
{
	return fault(f, "a part is not what its rule makes");
}

/* Steps into the member, which has to be of that kind. */
static bool
enter(const struct part *p, enum member which, enum jread_kind kind,
    struct jread *in)
{
	if (!p->has[which] || p->at[which].kind != kind)
		return false;
	jread_enter(&p->r, &p->at[which], in);
	return jread_open(in, kind);
}

static bool
time_of(const struct jtoken *t, int64_t null, int64_t *to, struct fault *f)
{
	*to = null;
	return t->kind == JREAD_NULL || take_time(t, to, f);
}

static bool
member_time(const struct part *p, enum member which, int64_t *to,
    struct fault *f)
{
	*to = STAMP_NONE;
	return !p->has[which] || time_of(&p->at[which], STAMP_NONE, to, f);
}

/* An object of times, by name: those of names[0..n); one that is not there is
 * STAMP_NONE. */
static bool
times_of(struct part *p, enum member which, const struct str *name, size_t n,
    int64_t null, int64_t *to, struct fault *f)
{
	struct jread in;
	struct jtoken key, v;
	struct str text;

	for (size_t i = 0; i < n; i++)
		to[i] = STAMP_NONE;
	if (!enter(p, which, JREAD_OBJECT, &in))
		return wrong(f);
	while (jread_member(&in, &key, &v)) {
		size_t i = 0;

		if (!take_text(&p->texts, &key, &text, f))
			return false;
		while (i < n && !str_eq(name[i], text))
			i++;
		if (i == n || !time_of(&v, null, &to[i], f))
			return wrong(f);
	}
	return true;
}

static bool
window_of(struct part *p, struct window *w, struct fault *f)
{
	static const struct str name[] = { { "start", 5 }, { "end", 3 } };
	int64_t time[2];

	if (!times_of(p, PART_WINDOW, name, 2, STAMP_NONE, time, f))
		return false;
	*w = (struct window){ time[0], time[1] };
	return (w->start != STAMP_NONE && w->end > w->start) || wrong(f);
}

static bool
take_window(struct part *p, struct fault *f)
{
	struct window w;

	if (!window_of(p, &w, f))
		return false;
	metric_reopen(p->m, &w);
	return true;
}

static bool
values_of(struct part *p, struct str *value, struct fault *f)
{
	struct snap_label label[SNAP_LABELS_MAX];
	size_t n = 0, k = 0;

	if (!p->has[PART_LABELS] || !take_labels(&p->texts, &p->r,
	    &p->at[PART_LABELS], label, &n, f))
		return wrong(f);
	for (size_t i = 0; i < p->m->nlabels; i++) {
		value[i] = STR("");
		if (k < n && str_eq(label[k].name, p->m->label[i]))
			value[i] = label[k++].value;
	}
	return k == n || wrong(f);
}

static bool
hex_of(struct str s, uint64_t *v)
{
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!str_is_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
		*v = *v << 4 | (uint64_t)(str_is_digit(c) ? c - '0' :
		    c - 'a' + 10);
	}
	return s.n == 16;
}

static bool
take_hashes(struct part *p, struct distinct *d)
{
	struct jread in;
	struct jtoken t;
	uint64_t hash;

	if (!enter(p, PART_HASHES, JREAD_ARRAY, &in))
		return false;
	while (jread_element(&in, &t)) {
		if (!hex_of(t.text, &hash) || !hash)
			return false;
		distinct_add_hash(d, hash);
	}
	return true;
}

static bool
take_ranks(struct distinct *d, struct str s)
{
	if (s.n != DISTINCT_REGISTERS)
		return false;
	for (unsigned i = 0; i < s.n; i++) {
		unsigned rank = kept_rank(s.p[i]);

		if (rank > DISTINCT_RANK_MAX)
			return false;
		distinct_raise(d, i, rank);
	}
	return true;
}

static bool
take_reading(struct part *p, enum member which, double *value, int64_t *time,
    struct fault *f)
{
	struct jread in;
	struct jtoken key, v;
	bool ok = true;

	if (!enter(p, which, JREAD_OBJECT, &in))
		return wrong(f);
	while (ok && jread_member(&in, &key, &v))
		ok = str_eq(key.text, STR("value")) ?
		    take_double(&v, value, f) : time_of(&v, STAMP_NONE, time, f);
	return ok;
}

static bool
take_readings(struct part *p, struct absolute *to, struct fault *f)
{
	struct absolute a = { .any = true };

	if (!take_reading(p, PART_FIRST, &a.first, &a.first_time, f) ||
	    !take_reading(p, PART_LAST, &a.last, &a.last_time, f))
		return false;
	absolute_join(to, &a);
	return true;
}

static bool
take_series(struct part *p, struct fault *f)
{
	struct str value[RULES_LABELS_MAX + 1];
	struct series *s;

	if (!values_of(p, value, f))
		return false;
	s = table_find(&p->m->table, value, table_hash(value, p->m->nlabels));
	if (!s)
		return wrong(f);
	if (p->m->rule->absolute)
		return take_readings(p, s->state, f);
	if (p->m->rule->kind != RULE_DISTINCT)
		return wrong(f);
	if (p->has[PART_HASHES])
		return take_hashes(p, s->state) || wrong(f);
	return (p->has[PART_RANKS] && take_ranks(s->state,
	    p->at[PART_RANKS].text)) || wrong(f);
}

static bool
take_entity(struct part *p, struct fault *f)
{
	struct str value[RULES_LABELS_MAX + 1], key;
	int64_t time[RULES_LABELS_MAX + 1], last, gone;

	if (!p->m->states || !values_of(p, value, f) ||
	    !take_text(&p->texts, &p->at[PART_KEY], &key, f) ||
	    !times_of(p, PART_TIMES, p->m->label, p->m->nlabels,
	    STATES_UNTIMED, time, f) ||
	    !member_time(p, PART_LAST, &last, f) ||
	    !member_time(p, PART_GONE, &gone, f))
		return wrong(f);
	return (p->join ? states_join : states_restore)(p->m->states, key,
	    value, time, last, gone) || wrong(f);
}

static bool
take_fields(struct part *p, const struct aggregate_rule *plan,
    struct value *value, struct fault *f)
{
	struct jread in;
	struct jtoken key, v;
	struct value field;
	struct str name;

	if (!enter(p, PART_FIELDS, JREAD_OBJECT, &in))
		return wrong(f);
	while (jread_member(&in, &key, &v)) {
		if (!take_text(&p->texts, &key, &name, f))
			return false;
		field = value_of(&v);
		pairs_set(&plan->pairs, &p->a->rules->fields, name, value,
		    &field);
	}
	return true;
}

static struct aggregate_rule *
plan_of(const struct part *p, uint64_t statement)
{
	struct aggregate *a = p->a;

	if (statement >= p->m->family->n)
		return NULL;
	for (size_t i = 0; i < a->rules->nrules; i++)
		if (a->rules->rule[i] == p->m->family->rule[statement])
			return a->plan[i].rule->pair.given ? &a->plan[i] :
			    NULL;
	return NULL;
}

/* An end that waited meets its start in what was there before. */
static bool
wait(struct part *p, struct aggregate_rule *plan, struct str key,
    const struct event *e, struct fault *f)
{
	bool end = str_eq(p->at[PART_WAITS].text, STR("end"));

	if (p->join && end)
		return aggregate_end(p->a, plan, key, e, f);
	pairs_restore(&plan->pairs, key, e->time, e, end);
	return true;
}

static bool
take_waiting(struct part *p, struct fault *f)
{
	struct aggregate_rule *plan;
	struct event e = { .time = STAMP_NONE };
	struct value *value;
	struct str key;
	uint64_t statement;
	int32_t severity = 0;
	bool ok;

	if (!take_uint(&p->at[PART_STATEMENT], &statement, f) ||
	    !(plan = plan_of(p, statement)) ||
	    !p->has[PART_WAITS] || !p->has[PART_KEY] ||
	    !take_text(&p->texts, &p->at[PART_KEY], &key, f) ||
	    !member_time(p, PART_TIME, &e.time, f) ||
	    (p->has[PART_SEVERITY] && !take_int(&p->at[PART_SEVERITY], 0,
	    SEVERITY_MAX, &severity, f)))
		return wrong(f);
	value = mem_new(p->a->rules->fields.n, sizeof(*value));
	ok = take_fields(p, plan, value, f);
	e.severity = severity;
	e.field = value;
	if (ok)
		ok = wait(p, plan, key, &e, f);
	mem_free(value);
	return ok;
}

static bool
take_members(struct part *p)
{
	struct jtoken key, v;
	bool ok = jread_open(&p->r, JREAD_OBJECT);

	for (size_t i = 0; i < PART_NMEMBERS; i++)
		p->has[i] = false;
	while (ok && jread_member(&p->r, &key, &v)) {
		for (size_t i = 0; i < PART_NMEMBERS; i++) {
			if (!str_eq(key.text, str_c(member_name[i])))
				continue;
			p->at[i] = v;
			p->has[i] = true;
		}
	}
	return ok && !p->r.error;
}

static bool
take_part(struct part *p, struct fault *f)
{
	if (p->has[PART_WINDOW])
		return p->ended || take_window(p, f);
	if (p->has[PART_STATEMENT] && p->has[PART_WAITED])
		return true;
	if (p->has[PART_STATEMENT])
		return take_waiting(p, f);
	if (p->has[PART_KEY])
		return take_entity(p, f);
	return p->ended || take_series(p, f);
}

static bool
read_part(struct part *p, struct str members,
    bool (*take)(struct part *p, struct fault *f), struct fault *f)
{
	struct scan scan = { 0 };
	struct buf text = { 0 };
	bool ok;

	buf_putc(&text, '{');
	buf_puts(&text, members);
	buf_putc(&text, '}');
	scan_index(&scan, text.p, text.n);
	jread_init(&p->r, &scan, text.p, text.n);
	ok = take_members(p) ? take(p, f) : wrong(f);
	arena_free(&p->texts);
	scan_free(&scan);
	buf_free(&text);
	return ok;
}

static bool
take_all(struct part *p, const struct snap_family *family, struct fault *f)
{
	for (size_t i = 0; i < family->nparts; i++)
		if (!read_part(p, family->parts[i], take_part, f))
			return false;
	return true;
}

bool
kept_restore(struct aggregate *a, struct metric *m,
    const struct snap_family *family, struct fault *f)
{
	struct part p = { .a = a, .m = m };

	return take_all(&p, family, f) &&
	    (!m->states || states_restored(m->states) ||
	    fault(f, "a tally has fewer than its entities"));
}

bool
kept_join(struct aggregate *a, struct metric *m,
    const struct snap_family *family, bool ended, struct fault *f)
{
	struct part p = { .a = a, .m = m, .join = true, .ended = ended };

	return take_all(&p, family, f);
}

static bool
only_window(struct part *p, struct fault *f)
{
	return !p->has[PART_WINDOW] || window_of(p, &p->window, f);
}

bool
kept_window(const struct snap_family *family, struct window *w,
    struct fault *f)
{
	struct part p = { .window = { STAMP_NONE, STAMP_NONE } };
	bool ok = !family->nparts || read_part(&p, family->parts[0],
	    only_window, f);

	*w = p.window;
	return ok;
}
