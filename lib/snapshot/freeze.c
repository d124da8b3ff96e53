/*
 * Reads every series once. The order is the builder's.
 */
#include "snapshot/build.h"
#include "snapshot/freeze.h"
#include "snapshot/own.h"

static const enum snap_type type_of[RULE_NKINDS] = {
	[RULE_COUNTER] = SNAP_COUNTER,
	[RULE_GAUGE] = SNAP_GAUGE,
	[RULE_HISTOGRAM] = SNAP_HISTOGRAM,
};

/* A gauge that adds up, to which nothing was added: it never changed, and
 * merging has to tell that from values that cancelled out. */
static bool
never_added(const struct rule *rule, const struct reading *r)
{
	return rule->kind == RULE_GAUGE && rule->mode == RULE_SUM &&
	    r->nterms == 1 && r->term[0] == 0;
}

static void
freeze_series(struct build *b, const struct metric *m, struct series *s)
{
	struct snap_label labels[RULES_LABELS_MAX];
	struct reading r = { 0 };
	int64_t last = s->last;

	kinds[m->rule->kind].read(s->state, m->rule, &r);
	if (r.empty)
		return;
	if (kinds[m->rule->kind].cumulative && s->start == STAMP_NONE)
		s->start = s->first == STAMP_NONE ? b->snap->time :
		    s->first - 1;
	if (last == STAMP_NONE && !never_added(m->rule, &r))
		last = b->snap->time;
	for (size_t i = 0; i < m->nlabels; i++)
		labels[i] = (struct snap_label){ m->label[i], s->value[i] };
	build_series(b, &(struct snap_series){
		.labels = labels, .nlabels = m->nlabels,
		.start = s->start,
		.time = last,
		.value = r.term[0], .rest = r.term + 1,
		.nrest = r.nterms - 1,
		.count = r.count, .min = r.min, .max = r.max,
		.counts = r.counts,
	});
}

/* How a gauge takes its values, where it does not keep the latest. */
static struct str
mode_of(const struct rule *rule)
{
	return rule->kind == RULE_GAUGE && rule->mode != RULE_LAST ?
	    str_c(rule_mode_name[rule->mode]) : (struct str){ 0 };
}

static void
freeze_metric(struct build *b, struct metric *m)
{
	build_family(b, &(struct snap_family){
		.name = m->family->name, .type = type_of[m->rule->kind],
		.kind = str_c(rule_kind_name[m->rule->kind]),
		.mode = mode_of(m->rule),
		.rule = str_c(m->family->hash), .unit = m->rule->unit,
		.help = m->family->help, .bounds = m->rule->buckets,
		.nbounds = m->rule->nbuckets,
	});
	for (size_t i = 0; i < m->table.n; i++)
		freeze_series(b, m, m->table.series[i]);
}

static void
freeze_resource(struct build *b, const struct rules *rules)
{
	struct snap_label l[SNAP_LABELS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < rules->nresource && n < SNAP_LABELS_MAX; i++) {
		const struct rules_resource *r = rules->resource[i];
		size_t k = n++;

		for (; k > 0 && str_cmp(l[k - 1].name, r->name) > 0; k--)
			l[k] = l[k - 1];
		l[k] = (struct snap_label){ r->name, r->value };
	}
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
	freeze_resource(&b, a->rules);
	for (size_t i = 0; i < a->nmetrics; i++)
		freeze_metric(&b, &a->metric[i]);
	if (pipeline)
		own_metrics(&b, a, pipeline);
	ok = build_done(&b, f);
	build_free(&b);
	return ok;
}
