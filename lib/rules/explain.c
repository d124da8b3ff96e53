/*
 * What a sample of events is to each rule. The words are explainput.c's.
 */
#include <math.h>

#include "base/mem.h"
#include "rules/explain.h"

static void
add_test(struct explain_rule *xr, const char *word, const struct expr *cond)
{
	if (cond)
		xr->test[xr->ntests++] = (struct explain_test){
			.word = word, .cond = cond };
}

/* A pair's other conditions are of both events: they are not tested. */
static void
rule_init(struct explain_rule *xr, const struct rule *rule)
{
	xr->rule = rule;
	add_test(xr, "from", rule->pair.from);
	add_test(xr, "to", rule->pair.to);
	if (rule->pair.given)
		return;
	add_test(xr, "where", rule->where);
	add_test(xr, "up where", rule->up);
	add_test(xr, "down where", rule->down);
}

/* The values of fields that a condition compares are of interest. */
static void
watch(struct explain *x, const struct expr *e)
{
	if (e->op >= EXPR_EQ && e->op <= EXPR_CONTAINS)
		for (size_t i = 0; i < e->nargs; i++)
			if (e->arg[i]->op == EXPR_FIELD)
				x->value[e->arg[i]->field].max =
				    EXPLAIN_VALUES_MAX;
	for (size_t i = 0; i < e->nargs; i++)
		watch(x, e->arg[i]);
}

struct explain *
explain_new(struct rules *rules)
{
	struct explain *x = mem_new(1, sizeof(*x));

	x->rules = rules;
	event_reader_init(&x->reader, &rules->fields);
	eval_init(&x->eval);
	x->names.max = EXPLAIN_NAMES_MAX;
	x->level.max = EXPLAIN_VALUES_MAX;
	x->present = mem_new(rules->fields.n, sizeof(*x->present));
	x->value = mem_new(rules->fields.n, sizeof(*x->value));
	x->rule = mem_new(rules->nrules + rules->nspans, sizeof(*x->rule));
	for (size_t i = 0; i < rules->nrules; i++)
		rule_init(&x->rule[x->nrules++], rules->rule[i]);
	for (size_t i = 0; i < rules->nspans; i++)
		rule_init(&x->rule[x->nrules++], rules->span[i]);
	for (size_t i = 0; i < x->nrules; i++)
		for (size_t k = 0; k < x->rule[i].ntests; k++)
			watch(x, x->rule[i].test[k].cond);
	return x;
}

void
explain_destroy(struct explain *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->nrules; i++)
		for (size_t k = 0; k < x->rule[i].ntests; k++)
			mem_free(x->rule[i].test[k].part);
	for (size_t i = 0; i < x->rules->fields.n; i++)
		tally_free(&x->value[i]);
	mem_free(x->rule);
	mem_free(x->present);
	mem_free(x->value);
	tally_free(&x->names);
	tally_free(&x->level);
	buf_free(&x->path);
	buf_free(&x->scratch);
	eval_free(&x->eval);
	event_reader_free(&x->reader);
	mem_free(x);
}

/* The members of the object that r stands before, those within too. */
static void
note_names(struct explain *x, struct jread *r, int depth)
{
	struct jtoken key, value;
	struct jread inner;
	size_t n = x->path.n;

	if (!jread_open(r, JREAD_OBJECT))
		return;
	while (jread_member(r, &key, &value)) {
		buf_puts(&x->path, key_text(&key, &x->scratch));
		tally_add(&x->names, buf_str(&x->path));
		if (value.kind == JREAD_OBJECT && depth < EXPLAIN_DEPTH_MAX) {
			buf_putc(&x->path, '.');
			jread_enter(r, &value, &inner);
			note_names(x, &inner, depth + 1);
		}
		x->path.n = n;
	}
}

static void
note_values(struct explain *x, const struct event *e)
{
	struct str level = severity_level(e->severity);

	if (level.n)
		tally_add(&x->level, level);
	for (size_t i = 0; i < x->rules->fields.n; i++) {
		const struct value *v = &e->field[i];

		if (v->kind == VALUE_MISSING)
			continue;
		x->present[i]++;
		if (x->value[i].max)
			tally_add(&x->value[i], value_text(v, &x->scratch));
	}
}

static void
blame_part(struct explain_test *t, const struct expr *e)
{
	size_t i = 0;

	while (i < t->nparts && t->part[i].e != e)
		i++;
	if (i == t->nparts) {
		t->part = mem_grow(t->part, t->nparts, &t->parts_cap,
		    sizeof(*t->part));
		t->part[t->nparts++] = (struct explain_part){ e, 0 };
	}
	t->part[i].count++;
}

/* Of `and` the first that does not hold is the reason, of `or` all are. */
static void
blame(struct explain *x, struct explain_test *t, const struct expr *e)
{
	if (e->op != EXPR_AND && e->op != EXPR_OR) {
		blame_part(t, e);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++) {
		if (e->op == EXPR_AND && eval_condition(&x->eval, e->arg[i]))
			continue;
		blame(x, t, e->arg[i]);
		if (e->op == EXPR_AND)
			return;
	}
}

static bool
any_holds(struct explain *x, struct explain_rule *xr)
{
	bool any = xr->ntests == 0, all = true;

	for (size_t i = 0; i < xr->ntests; i++) {
		struct explain_test *t = &xr->test[i];
		bool holds;

		/* What begins a pair is not asked whether it ends one. */
		if (t->cond == xr->rule->pair.to && any)
			continue;
		holds = eval_condition(&x->eval, t->cond);
		t->holds += holds;
		if (!holds)
			blame(x, t, t->cond);
		/* An updown's `where` must hold beside one of the others. */
		if (strcmp(t->word, "where") == 0)
			all = holds;
		any |= holds && (xr->ntests == 1 ||
		    strcmp(t->word, "where") != 0);
	}
	return any && all;
}

static bool
skip(struct explain_rule *xr, enum explain_reason reason)
{
	xr->skipped[reason]++;
	return false;
}

/* Whether the value can be used; counts why not. */
static bool
usable(struct explain *x, struct explain_rule *xr, const struct expr *e,
    bool number)
{
	struct expr_value v;
	double d = 0;

	eval_value(&x->eval, e, &v);
	if (!number && !eval_none(&v))
		return true;
	switch (eval_number(&v, &d)) {
	case EVAL_NUMBER:
		break;
	case EVAL_MISSING:
		return skip(xr, EXPLAIN_MISSING);
	case EVAL_REDACTED:
		return skip(xr, EXPLAIN_REDACTED);
	case EVAL_LIMIT:
		return skip(xr, EXPLAIN_LIMIT);
	default:
		return skip(xr, EXPLAIN_NOT_NUMBER);
	}
	if (!isfinite(d))
		return skip(xr, EXPLAIN_INFINITE);
	return d >= 0 || xr->rule->kind != RULE_COUNTER ||
	    skip(xr, EXPLAIN_NEGATIVE);
}

static bool
allowed(struct explain_rule *xr, const struct label_decl *d, struct str value)
{
	if (!d || !d->nonly || d->has_other)
		return true;
	for (size_t i = 0; i < d->nonly; i++)
		if (str_eq(value, d->only[i]))
			return true;
	return skip(xr, EXPLAIN_NOT_ALLOWED);
}

static bool
labels(struct explain *x, struct explain_rule *xr)
{
	const struct rule *rule = xr->rule;
	struct expr_value v;

	for (size_t i = 0; i < rule->nby; i++) {
		eval_value(&x->eval, rule->by[i].value, &v);
		if (!allowed(xr, rule->by[i].decl, eval_text(&x->eval, &v)))
			return false;
	}
	for (size_t i = 0; i < rule->nby; i++) {
		eval_value(&x->eval, rule->by[i].value, &v);
		xr->empty[i] += eval_none(&v);
	}
	return true;
}

static void
apply(struct explain *x, struct explain_rule *xr)
{
	const struct rule *rule = xr->rule;
	bool number = rule->kind != RULE_FREQUENCY &&
	    rule->kind != RULE_DISTINCT;

	xr->matches++;
	/* The rest of a pair is of both events. */
	if (rule->pair.given) {
		usable(x, xr, rule->pair.key, false);
		return;
	}
	if ((rule->of && !usable(x, xr, rule->of, number)) ||
	    (rule->key && !usable(x, xr, rule->key, false)) ||
	    (rule->duration && !usable(x, xr, rule->duration, true)))
		return;
	xr->used += labels(x, xr);
}

bool
explain_event(struct explain *x, struct jread *r)
{
	struct jread copy = *r;
	struct event e;

	if (!event_read(&x->reader, r, &e))
		return false;
	x->events++;
	buf_reset(&x->path);
	note_names(x, &copy, 1);
	note_values(x, &e);
	eval_begin(&x->eval, &e);
	for (size_t i = 0; i < x->nrules; i++)
		if (x->rule[i].rule->kind != RULE_COMPUTE &&
		    any_holds(x, &x->rule[i]))
			apply(x, &x->rule[i]);
	return true;
}
