/*
 * Reads every series once. The order is the builder's; what is kept beside
 * the series is in kept.c.
 */
#include "rules/excerpt.h"
#include "snapshot/freeze.h"
#include "snapshot/kept.h"
#include "snapshot/own.h"

enum snap_type
freeze_type(const struct metric *m)
{
	switch (m->rule->kind) {
	case RULE_COUNTER: case RULE_FREQUENCY:
		return metric_cumulative(m) ? SNAP_COUNTER : SNAP_GAUGE;
	case RULE_HISTOGRAM:
		return m->rule->exponential ? SNAP_EXPHISTOGRAM :
		    SNAP_HISTOGRAM;
	case RULE_SUMMARY:
		return SNAP_SUMMARY;
	default:
		return SNAP_GAUGE;
	}
}

static struct snap_side
side_of(const struct exphist_side *s)
{
	struct snap_side side = { 0 };

	side.n = exphist_side(s, &side.counts);
	side.offset = side.n ? s->first : 0;
	return side;
}

static size_t
exemplars_of(const struct rule *rule, const struct exemplars *from,
    struct snap_exemplar *to, struct snap_label *label)
{
	size_t n = 0;

	for (size_t i = 0; from && i < from->n; i++) {
		const struct exemplar *e = &from->of[i];
		struct snap_exemplar x = { label, 0, e->value, e->time };
		size_t at = 0;

		if (!e->set)
			continue;
		for (size_t k = 0; k < rule->nexemplar; k++) {
			const struct str v = { e->text.p + at, e->n[k] };

			at += e->n[k];
			label[x.nlabels++] = (struct snap_label){
				rule->exemplar[k].name, v };
		}
		snap_labels_sort(label, x.nlabels);
		label += x.nlabels;
		to[n++] = x;
	}
	return n;
}

/* What the series has beside numbers; *e is NULL when nothing. */
static void
extra_of(struct build *b, const struct metric *m, const struct series *s,
    const struct reading *r, const struct snap_extra **e)
{
	struct arena *a = &b->snap->arena;
	size_t n = s->exemplars ? s->exemplars->n : 0;
	struct snap_extra *x;

	*e = NULL;
	if (!r->exphist && !n)
		return;
	*e = x = arena_new(a, 1, sizeof(*x));
	if (n) {
		struct snap_exemplar *to = arena_new(a, n, sizeof(*to));
		struct snap_label *l = arena_new(a, n * m->rule->nexemplar,
		    sizeof(*l));

		x->nexemplars = exemplars_of(m->rule, s->exemplars, to, l);
		x->exemplars = to;
	}
	if (r->exphist) {
		const struct exphist_form form = kind_form(m->rule);
		struct snap_sketch *sk = arena_new(a, 1, sizeof(*sk));
		struct snap_quantile *q = arena_new(a, m->rule->nquantiles,
		    sizeof(*q));

		*sk = (struct snap_sketch){ exphist_scale(r->exphist, &form),
			r->exphist->zero, 0, side_of(&r->exphist->positive),
			side_of(&r->exphist->negative) };
		for (size_t i = 0; i < m->rule->nquantiles; i++)
			q[i] = (struct snap_quantile){ m->rule->quantiles[i],
				exphist_quantile(r->exphist, &form,
				m->rule->quantiles[i], r->min, r->max) };
		x->sketch = sk;
		x->quantiles = q;
		x->nquantiles = m->rule->nquantiles;
	}
}

/* Of states only combinations that some entity is in are shown. */
static bool
shown(const struct metric *m, const struct series *s, const struct reading *r)
{
	return !r->empty && (!m->states || r->term[0] != 0 || s->declared);
}

static void
freeze_start(struct build *b, const struct metric *m, struct series *s)
{
	if (!metric_cumulative(m))
		return;
	if (m->rule->window.unit)
		s->start = m->window.start;
	else if (s->start == STAMP_NONE)
		s->start = s->first == STAMP_NONE ? b->snap->time :
		    s->first - 1;
}

/* A gauge that adds up, to which nothing was added: it never changed, and
 * merging has to tell that from values that cancelled out. */
static bool
never_added(const struct metric *m, const struct reading *r)
{
	const struct rule *rule = m->rule;
	bool adds = rule->mode == RULE_SUM || rule->kind == RULE_UPDOWN ||
	    (rule->window.unit && freeze_type(m) == SNAP_GAUGE);

	return m->states || (adds && r->nterms == 1 && r->term[0] == 0 &&
	    rule->kind != RULE_DISTINCT);
}

/* When it last changed. What it cannot tell by events is by now, and it
 * expires from then on. */
static int64_t
freeze_time(const struct build *b, const struct metric *m, struct series *s,
    const struct reading *r)
{
	if (s->last != STAMP_NONE || (never_added(m, r) && !s->untimed))
		return s->last;
	if (m->rule->expire) {
		s->last = b->snap->time;
		s->untimed = true;
	}
	return b->snap->time;
}

static void
freeze_one(struct build *b, const struct metric *m, struct series *s)
{
	struct snap_label labels[RULES_LABELS_MAX + 1];
	const struct snap_extra *extra;
	struct reading r = { 0 };
	int64_t last;

	kind_of(m->rule)->read(s->state, m->rule, &r);
	if (!shown(m, s, &r))
		return;
	freeze_start(b, m, s);
	last = freeze_time(b, m, s, &r);
	for (size_t i = 0; i < m->nlabels; i++)
		labels[i] = (struct snap_label){ m->label[i], s->value[i] };
	extra_of(b, m, s, &r, &extra);
	build_series(b, &(struct snap_series){
		.labels = labels, .nlabels = m->nlabels,
		.start = s->start,
		.time = last,
		.value = r.term[0], .rest = r.term + 1,
		.nrest = r.nterms - 1,
		.count = r.count, .min = r.min, .max = r.max,
		.counts = r.counts, .extra = extra,
	});
}

/* How a gauge takes its values, where it does not keep the latest. */
struct str
freeze_mode(const struct rule *rule)
{
	return rule->kind == RULE_GAUGE && rule->mode != RULE_LAST ?
	    str_c(rule_mode_name[rule->mode]) : (struct str){ 0 };
}

/* What numbers alone cannot be merged of. */
static bool
needs_rules(const struct rule *rule)
{
	return rule->paired || rule->absolute || rule->window.unit ||
	    rule->kind == RULE_DISTINCT || rule->kind == RULE_STATES ||
	    rule->kind == RULE_COMPUTE;
}

void
freeze_series(struct build *b, const struct aggregate *a, struct metric *m)
{
	for (size_t i = 0; i < m->table.n; i++)
		freeze_one(b, m, m->table.series[i]);
	kept_put(b, a, m);
}

static void
freeze_metric(struct build *b, const struct aggregate *a, struct metric *m)
{
	struct buf statements = { 0 };

	if (needs_rules(m->rule))
		excerpt_put(&statements, a->rules, m->family);
	build_family(b, &(struct snap_family){
		.name = m->family->name, .type = freeze_type(m),
		.kind = str_c(rule_kind_name[m->rule->kind]),
		.mode = freeze_mode(m->rule),
		.rule = str_c(m->family->hash), .unit = m->rule->unit,
		.help = m->family->help, .bounds = m->rule->buckets,
		.nbounds = m->rule->nbuckets,
		.statements = buf_str(&statements),
	});
	buf_free(&statements);
	freeze_series(b, a, m);
}

static void
put_limit(struct build *b, const char *level, double value)
{
	const struct snap_label l = { STR("level"), str_c(level) };

	build_series(b, &(struct snap_series){ .labels = &l, .nlabels = 1,
		.start = STAMP_NONE, .time = b->snap->time, .value = value });
}

/* NAME_limit{level}, of a compute that has limits and is exported. */
void
freeze_limits(struct build *b, const struct metric *m)
{
	const struct rule *rule = m->rule;
	struct buf name = { 0 }, help = { 0 };

	if (!rule->has_warn && !rule->has_crit)
		return;
	buf_printf(&name, "%.*s_limit", STR_ARG(m->family->name));
	buf_printf(&help, "Limits of %.*s", STR_ARG(m->family->name));
	build_family(b, &(struct snap_family){
		.name = buf_str(&name), .type = SNAP_GAUGE,
		.kind = STR("compute"), .rule = str_c(m->family->hash),
		.unit = rule->unit, .help = buf_str(&help),
	});
	if (rule->has_crit)
		put_limit(b, "crit", rule->crit);
	if (rule->has_warn)
		put_limit(b, "warn", rule->warn);
	buf_free(&name);
	buf_free(&help);
}

static void
freeze_resource(struct build *b, const struct rules *rules)
{
	struct snap_label l[SNAP_LABELS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < rules->nresource && n < SNAP_LABELS_MAX; i++)
		l[n++] = (struct snap_label){ rules->resource[i]->name,
			rules->resource[i]->value };
	snap_labels_sort(l, n);
	build_resource(b, l, n);
}

bool
freeze(struct snap *s, struct aggregate *a, int64_t now, const char *pipeline,
    struct fault *f)
{
	struct build b;
	bool ok;

	build_init(&b, s);
	s->time = now != STAMP_NONE ? now : a->latest != STAMP_NONE ?
	    a->latest : stamp_now();
	if (a->start == STAMP_NONE)
		a->start = a->first == STAMP_NONE ? s->time : a->first - 1;
	aggregate_settle(a, s->time);
	freeze_resource(&b, a->rules);
	for (size_t i = 0; i < a->nmetrics; i++) {
		freeze_metric(&b, a, &a->metric[i]);
		freeze_limits(&b, &a->metric[i]);
	}
	if (pipeline)
		own_metrics(&b, a, pipeline);
	ok = build_done(&b, f);
	build_free(&b);
	return ok;
}
