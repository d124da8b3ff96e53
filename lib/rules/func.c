/*
 * The table of functions, and those that choose among values or compute with
 * numbers.
 */
#include <math.h>

#include "rules/func.h"

/* The number that a text spells, spaces around it allowed; true is 1. */
static void
func_number(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	double d;
	enum eval_kind kind;

	eval_value(ev, e->arg[0], v);
	if (v->kind == EVAL_BOOL) {
		eval_set_number(v, v->num);
		return;
	}
	if (v->kind == EVAL_STRING)
		v->text = str_trim(v->text);
	kind = eval_number(v, &d);
	if (kind == EVAL_NUMBER)
		eval_set_number(v, d);
	else
		*v = (struct expr_value){ .kind = kind };
}

static void
extreme(struct eval *ev, const struct expr *e, struct expr_value *v,
    bool largest)
{
	double best, d;

	if (!eval_arg_number(ev, e->arg[0], &best, v))
		return;
	for (size_t i = 1; i < e->nargs; i++) {
		if (!eval_arg_number(ev, e->arg[i], &d, v))
			return;
		if (largest ? d > best : d < best)
			best = d;
	}
	eval_set_number(v, best);
}

static void
func_min(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	extreme(ev, e, v, false);
}

static void
func_max(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	extreme(ev, e, v, true);
}

/* To the nearest whole number, halves away from zero; "-0" is 0. */
static void
func_round(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	double d;

	if (eval_arg_number(ev, e->arg[0], &d, v))
		eval_set_number(v, round(d) + 0.0);
}

static void
func_default(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	eval_value(ev, e->arg[0], v);
	if (eval_none(v))
		eval_value(ev, e->arg[1], v);
}

static void
func_if(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	eval_value(ev, e->arg[eval_condition(ev, e->arg[0]) ? 1 : 2], v);
}

static bool
key_fits(struct eval *ev, const struct expr *key, const struct expr_value *v)
{
	struct expr_value k;
	enum pattern_result found;

	if (key->op != EXPR_PATTERN) {
		eval_value(ev, key, &k);
		return eval_same(v, &k);
	}
	found = pattern_match(key->pattern, ev->matcher, eval_text(ev, v));
	ev->limits += found == PATTERN_LIMIT;
	return found == PATTERN_YES;
}

/*
 * else takes what no key fits, a missing value too, as in SQL's CASE; one that
 * is there but cannot be used keeps its reason.
 */
static void
func_map(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	eval_value(ev, e->arg[0], v);
	if (eval_none(v) && v->kind != EVAL_MISSING)
		return;
	for (size_t i = 1; v->kind != EVAL_MISSING && i + 1 < e->nargs;
	    i += 2)
		if (key_fits(ev, e->arg[i], v)) {
			eval_value(ev, e->arg[i + 1], v);
			return;
		}
	if (e->nargs % 2 == 0)
		eval_value(ev, e->arg[e->nargs - 1], v);
	else
		*v = (struct expr_value){ .kind = EVAL_MISSING };
}

/* How many days the window of a metric has; only in `compute`. */
static void
func_days(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	const struct eval_operands *o = ev->operands;
	double d;

	if (o && o->days(o->arg, e->arg[0], &d))
		eval_set_number(v, d);
	else
		*v = (struct expr_value){ .kind = EVAL_MISSING };
}

static const struct expr_func funcs[] = {
	{ "number", "v", true, false, func_number },
	{ "duration", "v", true, false, func_duration },
	{ "bytes", "v", true, false, func_bytes },
	{ "lower", "v", true, false, func_lower },
	{ "upper", "v", true, false, func_upper },
	{ "len", "v", true, false, func_len },
	{ "replace", "vpt", true, false, func_replace },
	{ "match", "vp?g", true, false, func_match },
	{ "map", NULL, true, false, func_map },
	{ "min", "n*", true, true, func_min },
	{ "max", "n*", true, true, func_max },
	{ "round", "n", true, true, func_round },
	{ "default", "vv", true, true, func_default },
	{ "if", "cvv", true, true, func_if },
	{ "days", "m", false, true, func_days },
};

enum { NFUNCS = sizeof(funcs) / sizeof(*funcs) };

_Static_assert(sizeof(funcs) / sizeof(*funcs) <= FUNC_MAX,
    "func_names has no room");

const struct expr_func *
func_find(struct str name)
{
	for (size_t i = 0; i < NFUNCS; i++)
		if (str_eq(name, str_c(funcs[i].name)))
			return &funcs[i];
	return NULL;
}

size_t
func_names(const char *names[FUNC_MAX])
{
	size_t n = NFUNCS;

	for (size_t i = 0; i < n; i++)
		names[i] = funcs[i].name;
	return n;
}

void
func_arity(const struct expr_func *f, size_t *least, size_t *most)
{
	bool optional = false;

	*least = *most = 0;
	for (const char *a = f->args; *a; a++) {
		if (*a == '?') {
			optional = true;
		} else if (*a == '*') {
			*most = EXPR_ARGS_MAX;
		} else {
			*least += !optional;
			++*most;
		}
	}
}
