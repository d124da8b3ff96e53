/*
 * What the names in a `compute` are: metrics and params of all statements;
 * and the order in which computes can be worked out. What they give is worked
 * out by eval.c.
 */
#include "rules/func.h"
#include "rules/parse.h"

enum {
	CHAIN_MAX = 64,		/* computes that one is computed of */
};

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct linking {
	struct rules *rules;
	struct rules_errors *errors;
	const struct rule *rule;	/* the compute at hand */
	bool has[RULES_LABELS_MAX];	/* labels that some operand has */
	bool has_all;			/* one has all of them */
	enum mark *mark;		/* by family */
	unsigned *level;		/* the same: computes in a row */
	unsigned depth;			/* of the one being ordered */
};

static struct str
name_of(struct linking *l, const struct expr *e)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < e->nparts; i++) {
		if (i)
			buf_putc(&b, '.');
		buf_puts(&b, e->part[i]);
	}
	s = arena_str(&l->rules->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

static const struct rule_family *
find_family(const struct rules *r, struct str name)
{
	for (size_t i = 0; i < r->nfamilies; i++)
		if (str_eq(r->family[i].name, name))
			return &r->family[i];
	return NULL;
}

static bool
has_parts(const struct rule_family *f)
{
	return f->rule[0]->kind == RULE_HISTOGRAM ||
	    f->rule[0]->kind == RULE_SUMMARY;
}

/* NAME_count or NAME_sum of a histogram. */
static const struct rule_family *
find_part(const struct rules *r, struct str name, enum expr_which *which)
{
	const struct str tail[] = { STR("_count"), STR("_sum") };
	const struct rule_family *f;

	for (size_t i = 0; i < 2; i++) {
		if (!str_ends(name, tail[i]))
			continue;
		f = find_family(r, str_of(name.p, name.n - tail[i].n));
		*which = i ? EXPR_SUM : EXPR_COUNT;
		if (f && has_parts(f))
			return f;
	}
	return NULL;
}

static void
unknown(struct linking *l, const struct expr *e, struct str name)
{
	struct rules *r = l->rules;
	size_t n = 0;
	const char **names = arena_new(&r->arena, r->nfamilies + r->nparams +
	    1, sizeof(*names));

	for (size_t i = 0; i < r->nfamilies; i++)
		names[n++] = arena_str(&r->arena, r->family[i].name).p;
	for (size_t i = 0; i < r->nparams; i++)
		names[n++] = arena_str(&r->arena, r->param[i]->name).p;
	errors_add(l->errors, e->at, "\"%.*s\" is neither a metric nor a param",
	    STR_ARG(errors_name(name)));
	errors_nearest(l->errors, name, names, n);
}

static void
note_labels(struct linking *l, const struct rule_family *f)
{
	size_t n = 0;

	for (size_t i = 0; i < l->rule->nby; i++)
		for (size_t k = 0; k < f->nlabels; k++)
			if (str_eq(f->label[k].name, l->rule->by[i].name)) {
				l->has[i] = true;
				n++;
			}
	l->has_all |= n == l->rule->nby;
}

static void
link_metric(struct linking *l, struct expr *e, const struct rule_family *f)
{
	e->op = EXPR_METRIC;
	e->index = (size_t)(f - l->rules->family);
	note_labels(l, f);
	if (has_parts(f) && e->which == EXPR_VALUE) {
		errors_add(l->errors, e->at, "%s has no single value",
		    parse_article(f->rule[0]->kind));
		errors_hint(l->errors, "%.*s_count and %.*s_sum are its parts",
		    STR_ARG(errors_name(f->name)),
		    STR_ARG(errors_name(f->name)));
	}
}

/* A name alone. */
static void
link_name(struct linking *l, struct expr *e)
{
	struct str name = name_of(l, e);
	const struct rules_param *p = param_find(l->rules, name);
	const struct rule_family *f = find_family(l->rules, name);

	if (!p && !f)
		f = find_part(l->rules, name, &e->which);
	if (f) {
		link_metric(l, e, f);
	} else if (p) {
		e->op = EXPR_PARAM;
		e->param = p;
		if (!p->by.n)
			return;
		errors_add(l->errors, e->at, "param \"%.*s\" is a table",
		    STR_ARG(name));
		errors_hint(l->errors, "write %.*s[%.*s]", STR_ARG(name),
		    STR_ARG(p->by));
	} else {
		unknown(l, e, name);
		e->op = EXPR_WRONG;
	}
}

/* The place of a label in the rule's `by`, or nby. */
static size_t
label_index(const struct rule *rule, struct str name)
{
	size_t i = 0;

	while (i < rule->nby && !str_eq(rule->by[i].name, name))
		i++;
	return i;
}

/* NAME[LABEL] */
static void
link_index(struct linking *l, struct expr *e)
{
	const struct expr *arg = e->arg[0];
	struct str name = name_of(l, arg);
	const struct rules_param *p = param_find(l->rules, name);

	e->op = EXPR_WRONG;
	e->index = label_index(l->rule, e->text);
	if (!p) {
		if (find_family(l->rules, name))
			errors_add(l->errors, arg->at,
			    "\"%.*s\" is a metric: \"by\" matches its labels",
			    STR_ARG(errors_name(name)));
		else
			unknown(l, arg, name);
	} else if (!p->by.n) {
		errors_add(l->errors, arg->at, "param \"%.*s\" is one number, "
		    "not a table", STR_ARG(name));
	} else if (e->index == l->rule->nby) {
		errors_add(l->errors, e->at, "\"by\" has no label \"%.*s\"",
		    STR_ARG(errors_name(e->text)));
	} else {
		e->op = EXPR_PARAM;
		e->param = p;
	}
}

static void
check_days(struct linking *l, const struct expr *e)
{
	const struct expr *arg = e->arg[0];

	if (arg->op == EXPR_WRONG || (arg->op == EXPR_METRIC && l->rules->
	    family[arg->index].rule[0]->window.unit != RULE_NO_WINDOW))
		return;
	errors_add(l->errors, arg->at, "days() takes a metric that has a "
	    "window");
}

static void
link_expr(struct linking *l, struct expr *e)
{
	if (e->op == EXPR_FIELD) {
		link_name(l, e);
		return;
	}
	if (e->op == EXPR_INDEX) {
		link_index(l, e);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++)
		link_expr(l, e->arg[i]);
	if (e->op == EXPR_CALL && e->func->args &&
	    strcmp(e->func->args, "m") == 0)
		check_days(l, e);
}

/* The combinations of labels are those of a metric that has them all. */
static void
check_labels(const struct linking *l)
{
	bool some = l->rule->nby > 0;

	for (size_t i = 0; i < l->rule->nby; i++) {
		some = some && l->has[i];
		if (!l->has[i])
			errors_add(l->errors, l->rule->by[i].at,
			    "no metric of the expression has the label "
			    "\"%.*s\"",
			    STR_ARG(errors_name(l->rule->by[i].name)));
	}
	if (some && !l->has_all)
		errors_add(l->errors, l->rule->by[0].at, "no metric of the "
		    "expression has all the labels of \"by\"");
}

static void
link_rule(struct linking *l, struct rule *rule)
{
	l->rule = rule;
	memset(l->has, 0, sizeof(l->has));
	l->has_all = false;
	link_expr(l, rule->compute);
	check_labels(l);
	expr_check_compute(rule->compute, &l->rules->arena, l->errors);
}

static void order_family(struct linking *l, size_t family);

/* The levels of what e reads, the highest. */
static unsigned
order_operands(struct linking *l, const struct expr *e)
{
	unsigned most = 0, n;

	if (e->op == EXPR_METRIC) {
		order_family(l, e->index);
		return l->level[e->index];
	}
	for (size_t i = 0; i < e->nargs; i++) {
		n = order_operands(l, e->arg[i]);
		if (n > most)
			most = n;
	}
	return most;
}

/* Depth first, so that what a compute reads comes before it. */
static void
order_family(struct linking *l, size_t family)
{
	struct rules *r = l->rules;
	struct rule *rule = r->family[family].rule[0];

	if (rule->kind != RULE_COMPUTE || l->mark[family] == MARK_DONE)
		return;
	if (l->mark[family] == MARK_OPEN) {
		errors_add(l->errors, rule->at,
		    "\"%.*s\" is computed of itself",
		    STR_ARG(errors_name(rule->name)));
		return;
	}
	l->mark[family] = MARK_OPEN;
	if (l->depth++ <= CHAIN_MAX)
		l->level[family] = 1 + order_operands(l, rule->compute);
	if (l->depth-- > CHAIN_MAX || l->level[family] > CHAIN_MAX)
		errors_add(l->errors, rule->at,
		    "computes are of computes more than %d deep", CHAIN_MAX);
	l->mark[family] = MARK_DONE;
	r->compute[r->ncomputes++] = rule;
}

void
compute_finish(struct rules *r, struct rules_errors *errors)
{
	struct linking l = { .rules = r, .errors = errors };

	l.mark = arena_new(&r->arena, r->nfamilies, sizeof(*l.mark));
	l.level = arena_new(&r->arena, r->nfamilies, sizeof(*l.level));
	r->compute = arena_new(&r->arena, r->nfamilies, sizeof(*r->compute));
	for (size_t i = 0; i < r->nrules; i++)
		if (r->rule[i]->kind == RULE_COMPUTE)
			link_rule(&l, r->rule[i]);
	for (size_t i = 0; i < r->nparams; i++)
		if (find_family(r, r->param[i]->name))
			errors_add(errors, r->param[i]->at, "\"%.*s\" is a "
			    "metric too", STR_ARG(r->param[i]->name));
	for (size_t i = 0; i < r->nfamilies; i++)
		order_family(&l, i);
}
