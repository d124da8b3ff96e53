/*
 * What rules become: the tree that lib/series runs, computes worked out with
 * operands made by hand, and the names that a rule itself gives a meaning.
 */
#include <math.h>

#include "base/stamp.h"
#include "rules/eval.h"
#include "rules/rule.h"
#include "unit.h"

static struct rules *
load(const char *text)
{
	struct rules *r = rules_new();
	struct rules_errors errors = { 0 };
	struct buf b = { 0 };

	rules_load_text(r, STR("t"), str_c(text), &errors);
	if (!rules_finish(r, &errors)) {
		rules_errors_put(&b, &errors);
		fprintf(stderr, "%.*s", STR_ARG(buf_str(&b)));
		buf_free(&b);
		rules_destroy(r);
		r = NULL;
	}
	rules_errors_free(&errors);
	return r;
}

static void
test_tree(void)
{
	struct rules *r = load(
	    "counter a absolute of n exemplar t, u = lower(v)\n"
	    "histogram h of elapsed pair k from x == 1 to y == 1 timeout 1m30s"
	    "  exponential error 0.1%\n"
	    "summary s of x\n"
	    "histogram d of x\n"
	    "gauge g of x expire 90s window 5m\n"
	    "counter w of x window month from day tz \"Europe/Berlin\"\n"
	    "param day = 31\n"
	    "states st key k by a initially \"new\", b = c"
	    "  until a == \"end\" and z == 1 drop after 1h\n"
	    "span sp duration d parent p failed where x == 1 attributes q\n"
	    "distinct u of x window week tz \"UTC\"\n");

	if (!CHECK(r))
		return;
	CHECK_INT(r->nrules, 8);
	CHECK_INT(r->nspans, 1);
	CHECK(r->rule[0]->absolute && r->rule[0]->nexemplar == 2);
	CHECK(r->rule[1]->pair.given && r->rule[1]->exponential);
	CHECK(r->rule[1]->of->op == EXPR_ELAPSED);
	CHECK(fabs(r->rule[1]->error - 0.001) < 1e-18);
	CHECK_INT(r->rule[1]->pair.timeout, 90 * STAMP_SEC);
	CHECK(r->rule[2]->nquantiles == 3 && r->rule[2]->error > 0.0099);
	CHECK_INT(r->rule[3]->nbuckets, 11);
	CHECK_INT(r->rule[4]->expire, 90 * STAMP_SEC);
	CHECK_INT(r->rule[4]->window.length, 300 * STAMP_SEC);
	CHECK(r->rule[4]->window.unit == RULE_SPAN_OF_TIME);
	CHECK_INT(r->rule[5]->window.from, 31);
	CHECK_STR(r->rule[5]->window.tz, "Europe/Berlin");
	CHECK_INT(r->rule[6]->limit, RULES_ENTITIES_DEFAULT);
	CHECK_STR(r->rule[6]->by[0].initially, "new");
	CHECK(r->rule[6]->until.drop && !r->rule[6]->by[1].has_initially);
	CHECK_INT(r->rule[6]->until.after, 3600 * STAMP_SEC);
	CHECK(r->span[0]->failed && r->span[0]->nattributes == 1);
	CHECK(r->rule[7]->window.unit == RULE_WEEK);
	CHECK_STR(r->rule[7]->window.tz, "");
	rules_destroy(r);
}

/* A snapshot of a few numbers, for the label agent = "a1". */
struct world {
	const struct rules *rules;
};

static bool
metric(void *arg, const struct expr *e, double *d)
{
	const struct world *w = arg;
	struct str name = w->rules->family[e->index].name;

	*d = e->which == EXPR_COUNT ? 4 : e->which == EXPR_SUM ? 10 :
	    str_eq(name, STR("_cost")) ? 30 : str_eq(name, STR("zero")) ? 0 :
	    7;
	return !str_eq(name, STR("lost"));
}

static bool
days(void *arg, const struct expr *e, double *d)
{
	const struct world *w = arg;

	*d = 30;
	return str_eq(w->rules->family[e->index].name, STR("_cost"));
}

static struct str
label(void *arg, size_t index)
{
	(void)arg;
	return index == 1 ? STR("a1") : STR("other");
}

static const struct {
	const char *text;
	enum eval_kind kind;
	double value;
} computes[] = {
	{ "_cost * 2 + 1", EVAL_NUMBER, 61 },
	{ "min(100, 100 * _cost / (budget / days(_cost)))", EVAL_NUMBER,
	    100 },
	{ "max(1, -_cost, round(2.5))", EVAL_NUMBER, 3 },
	{ "_cost / zero", EVAL_NOT_NUMBER, 0 },
	{ "default(_cost / zero, -1)", EVAL_NUMBER, -1 },
	{ "lost + 1", EVAL_MISSING, 0 },
	{ "default(lost, 5)", EVAL_NUMBER, 5 },
	{ "if(_cost > budget, 1, 0)", EVAL_NUMBER, 0 },
	{ "if(has lost or zero == 0, 1, 2)", EVAL_NUMBER, 1 },
	{ "limits[agent] + limits[team]", EVAL_NUMBER, 15 },
	{ "few[agent]", EVAL_NUMBER, 5 },
	{ "few[team]", EVAL_MISSING, 0 },
	{ "h_sum / h_count", EVAL_NUMBER, 2.5 },
	{ "zero / zero", EVAL_NOT_NUMBER, 0 },
	{ "dotted.name", EVAL_NUMBER, 7 },
	{ "`with:colon` + level", EVAL_NUMBER, 14 },
};

static void
test_compute(size_t row)
{
	struct buf b = { 0 };
	struct world w = { 0 };
	struct eval_operands o = { &w, metric, days, label };
	struct expr_value v;
	struct rules *r;
	struct eval ev;

	buf_printf(&b, "compute c by team, agent = %s + 0 * _cost\n"
	    "counter _cost of x by team, agent window day\ncounter zero\n"
	    "counter lost\nhistogram h of x\ncounter dotted.name\n"
	    "counter with:colon\nparam budget = 900\ncounter level\n"
	    "param limits by agent { \"a1\" = 5, default = 10 }\n"
	    "param few by agent { \"a1\" = 5 }\n", computes[row].text);
	buf_putc(&b, '\0');
	r = load(b.p);
	buf_free(&b);
	if (!CHECK_ROW(row, r != NULL))
		return;
	w.rules = r;
	eval_init(&ev);
	ev.operands = &o;
	eval_value(&ev, r->compute[0]->compute, &v);
	CHECK_ROW(row, v.kind == computes[row].kind);
	if (v.kind == EVAL_NUMBER)
		CHECK_ROW(row, fabs(v.num - computes[row].value) < 1e-9);
	eval_free(&ev);
	rules_destroy(r);
}

/* Each comes behind what it reads, whatever the order of the text. */
static void
test_order(void)
{
	struct rules *r = load("compute a = b + c\ncompute b = c * 2\n"
	    "compute c = n\ncounter n\ncompute d = 1 * n\n");

	if (!CHECK(r && r->ncomputes == 4))
		return;
	CHECK_STR(r->compute[0]->name, "c");
	CHECK_STR(r->compute[1]->name, "b");
	CHECK_STR(r->compute[2]->name, "a");
	CHECK_STR(r->compute[3]->name, "d");
	rules_destroy(r);
}

static void
test_own(void)
{
	struct rules *r = load("states t key k by status, level "
	    "until status == \"done\" and level in (\"x\", \"5\") and "
	    "not has `status`\n");
	/* By the family's labels: level, status. */
	struct str own[] = { { NULL, 0 }, STR("done") };
	struct value none[8] = { { 0 } };
	struct event event = { .time = STAMP_NONE, .field = none };
	struct eval ev;

	if (!CHECK(r))
		return;
	eval_init(&ev);
	eval_begin(&ev, &event);
	ev.own = own;
	CHECK(!eval_condition(&ev, r->rule[0]->until.cond));
	own[0] = STR("5");
	CHECK(eval_condition(&ev, r->rule[0]->until.cond));
	own[1] = STR("open");
	CHECK(!eval_condition(&ev, r->rule[0]->until.cond));
	eval_free(&ev);
	rules_destroy(r);
}

static void
test_elapsed(void)
{
	struct rules *r = load("gauge g of elapsed * 2 where elapsed > 1 "
	    "pair k from x == 1 to y == 1\ngauge f of elapsed\n");
	struct value none[8] = { { 0 } };
	struct event event = { .time = STAMP_NONE, .field = none };
	struct expr_value v;
	struct eval ev;

	if (!CHECK(r))
		return;
	eval_init(&ev);
	eval_begin(&ev, &event);
	eval_value(&ev, r->rule[0]->of, &v);
	CHECK(v.kind == EVAL_MISSING);
	CHECK(!eval_condition(&ev, r->rule[0]->where));
	ev.elapsed = 1.5;
	eval_value(&ev, r->rule[0]->of, &v);
	CHECK(v.kind == EVAL_NUMBER && fabs(v.num - 3) < 1e-9);
	CHECK(eval_condition(&ev, r->rule[0]->where));
	eval_value(&ev, r->rule[1]->of, &v);
	CHECK(v.kind == EVAL_MISSING);
	eval_free(&ev);
	rules_destroy(r);
}

int
main(void)
{
	test_tree();
	for (size_t i = 0; i < sizeof(computes) / sizeof(*computes); i++)
		test_compute(i);
	test_order();
	test_own();
	test_elapsed();
	UNIT_END;
}
