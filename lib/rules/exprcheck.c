/*
 * What may stand where in an expression, and what can be made ready before
 * the first event: numbers in strings, globs, sets of severities. It changes
 * no node's meaning.
 */
#include "base/num.h"
#include "rules/func.h"
#include "rules/glob.h"

struct check {
	struct arena *arena;
	struct rules_errors *errors;
	bool compute;		/* numbers only, and functions of them */
};

static void value(struct check *c, struct expr *e);
static void condition(struct check *c, struct expr *e);

const char *
expr_op_name(enum expr_op op)
{
	static const char *const names[EXPR_NOPS] = {
		[EXPR_NEGATE] = "-", [EXPR_ADD] = "+", [EXPR_SUBTRACT] = "-",
		[EXPR_MULTIPLY] = "*", [EXPR_DIVIDE] = "/",
		[EXPR_OR] = "or", [EXPR_AND] = "and", [EXPR_NOT] = "not",
		[EXPR_EQ] = "==", [EXPR_NE] = "!=", [EXPR_LT] = "<",
		[EXPR_LE] = "<=", [EXPR_GT] = ">", [EXPR_GE] = ">=",
		[EXPR_IN] = "in", [EXPR_MATCHES] = "~",
		[EXPR_MATCHES_NOT] = "!~", [EXPR_LIKE] = "like",
		[EXPR_STARTS] = "starts", [EXPR_ENDS] = "ends",
		[EXPR_CONTAINS] = "contains", [EXPR_HAS] = "has",
	};

	return names[op] ? names[op] : "";
}

/* "-" and the redacted text never reach a comparison: say so now. */
static void
check_comparable(struct check *c, const struct expr *e)
{
	if (e->op != EXPR_STRING || (!str_eq(e->text, STR("-")) &&
	    !str_eq(e->text, STR("**REDACTED**"))))
		return;
	errors_add(c->errors, e->at, "\"%.*s\" counts as missing and equals "
	    "nothing", STR_ARG(e->text));
	errors_hint(c->errors, "write \"not has FIELD\"");
}

static void
number(struct check *c, struct expr *e)
{
	value(c, e);
	if (c->compute)
		return;
	if (e->op == EXPR_TRUE || e->op == EXPR_FALSE)
		errors_add(c->errors, e->at, "%s is not a number",
		    e->op == EXPR_TRUE ? "true" : "false");
	else if (e->op == EXPR_STRING && !e->numeric)
		errors_add(c->errors, e->at, "\"%.*s\" is not a number",
		    STR_ARG(errors_name(e->text)));
}

static void
pattern(struct check *c, struct expr *e)
{
	if (e->op == EXPR_PATTERN || e->op == EXPR_WRONG)
		return;
	errors_add(c->errors, e->at, "a pattern is needed here");
	errors_hint(c->errors, "patterns stand between slashes: /^ab/");
}

static void
template(struct check *c, struct expr *e, const struct expr *pat)
{
	struct pattern_error error;

	if (e->op != EXPR_STRING)
		errors_add(c->errors, e->at,
		    "the replacement is a text in double quotes");
	else if (pat->op == EXPR_PATTERN &&
	    !pattern_template(pat->pattern, e->text, &error))
		errors_add(c->errors, e->at, "%s", error.text);
}

static void
group(struct check *c, struct expr *call, struct expr *e,
    const struct expr *pat)
{
	unsigned n;

	if (pat->op != EXPR_PATTERN)
		return;
	n = pattern_groups(pat->pattern);
	if (e->op == EXPR_NUMBER && e->num >= 0 && e->num <= n &&
	    e->num == (double)(unsigned)e->num) {
		call->group = (unsigned)e->num;
	} else if (e->op == EXPR_STRING) {
		call->group = pattern_named(pat->pattern, e->text);
		if (!call->group)
			errors_add(c->errors, e->at,
			    "the pattern has no group \"%.*s\"",
			    STR_ARG(errors_name(e->text)));
	} else {
		errors_add(c->errors, e->at, n ? "the group is a number from "
		    "0 to %u, or a name" : "the pattern has %u groups", n);
	}
}

static void
check_map(struct check *c, struct expr *e)
{
	value(c, e->arg[0]);
	for (size_t i = 1; i + 1 < e->nargs; i += 2) {
		if (e->arg[i]->op != EXPR_PATTERN)
			value(c, e->arg[i]);
		check_comparable(c, e->arg[i]);
		value(c, e->arg[i + 1]);
	}
	if (e->nargs % 2 == 0)
		value(c, e->arg[e->nargs - 1]);
}

/* Whether the function is not for what the expression is for. */
static bool
refused_call(struct check *c, const struct expr *e)
{
	if (c->compute ? e->func->compute : e->func->event)
		return false;
	if (c->compute) {
		errors_add(c->errors, e->at, "%s() is not for \"compute\"",
		    e->func->name);
		errors_hint(c->errors, "it has numbers, and min, max, round, "
		    "default, if and days");
	} else {
		errors_add(c->errors, e->at, "%s() is of a metric, in "
		    "\"compute\"", e->func->name);
	}
	return true;
}

static void
check_call(struct check *c, struct expr *e)
{
	const char *args = e->func->args;

	if (refused_call(c, e))
		return;
	if (!args) {
		check_map(c, e);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++) {
		struct expr *a = e->arg[i];

		args += *args == '?';
		if (*args == 'v')
			value(c, a);
		else if (*args == 'n')
			number(c, a);
		else if (*args == 'c')
			condition(c, a);
		else if (*args == 'p')
			pattern(c, a);
		else if (*args == 't')
			template(c, a, e->arg[i - 1]);
		else if (*args == 'g')
			group(c, e, a, e->arg[i - 1]);
		if (args[1] != '*')
			args++;
	}
	/* match() without a group: the first, or the whole. */
	if (*args == '?' && args[1] == 'g' &&
	    e->arg[e->nargs - 1]->op == EXPR_PATTERN)
		e->group = pattern_groups(e->arg[e->nargs - 1]->pattern) > 0;
}

static void
value(struct check *c, struct expr *e)
{
	if (expr_is_condition(e)) {
		errors_add(c->errors, e->at, "a condition where a value is "
		    "needed");
		errors_hint(c->errors, "if(CONDITION, \"yes\", \"no\") makes a "
		    "value of it");
		return;
	}
	if (c->compute && (e->op == EXPR_STRING || e->op == EXPR_TRUE ||
	    e->op == EXPR_FALSE)) {
		errors_add(c->errors, e->at, "a compute has numbers only");
		return;
	}
	switch (e->op) {
	case EXPR_STRING:
		e->numeric = num_double(e->text, &e->num);
		break;
	case EXPR_PATTERN:
		errors_add(c->errors, e->at, "a pattern is not a value");
		errors_hint(c->errors, "FIELD ~ /.../ tests it");
		break;
	case EXPR_CALL:
		check_call(c, e);
		break;
	case EXPR_NEGATE: case EXPR_ADD: case EXPR_SUBTRACT:
	case EXPR_MULTIPLY: case EXPR_DIVIDE:
		for (size_t i = 0; i < e->nargs; i++)
			number(c, e->arg[i]);
		break;
	default:
		break;
	}
}

/* The severities s for which `s OP name` holds, without 0: unknown. */
static uint32_t
levels(enum expr_op op, int first, int last)
{
	uint32_t set = 0;

	for (int s = 1; s <= SEVERITY_MAX; s++) {
		bool in = op == EXPR_LT ? s < first : op == EXPR_LE ?
		    s <= last : op == EXPR_GT ? s > last : op == EXPR_GE ?
		    s >= first : s >= first && s <= last;

		set |= (uint32_t)in << s;
	}
	return op == EXPR_NE ? ~set : set;
}

static uint32_t
level_set(struct check *c, enum expr_op op, const struct expr *e)
{
	static const char *const names[] = {
		"trace", "debug", "info", "notice", "warn", "error",
		"critical", "alert", "emergency", "fatal",
	};
	int last, first = severity_of(e->text, &last);

	if (e->op != EXPR_STRING) {
		errors_add(c->errors, e->at,
		    "level is compared with names of levels");
		errors_hint(c->errors, "as in level >= \"warn\"; the field "
		    "severity is the number");
		return 0;
	}
	if (!first) {
		errors_add(c->errors, e->at, "unknown level \"%.*s\"",
		    STR_ARG(errors_name(e->text)));
		errors_nearest(c->errors, e->text, names,
		    sizeof(names) / sizeof(*names));
	}
	return levels(op, first, last);
}

/* "warn" <= level says what level >= "warn" says. */
static enum expr_op
mirrored(enum expr_op op)
{
	return op == EXPR_LT ? EXPR_GT : op == EXPR_LE ? EXPR_GE :
	    op == EXPR_GT ? EXPR_LT : op == EXPR_GE ? EXPR_LE : op;
}

static bool
check_levels(struct check *c, struct expr *e)
{
	if (e->arg[0]->op == EXPR_LEVEL) {
		for (size_t i = 1; i < e->nargs; i++)
			e->levels |= level_set(c, e->op, e->arg[i]);
	} else if (e->op != EXPR_IN && e->arg[1]->op == EXPR_LEVEL) {
		e->levels = level_set(c, mirrored(e->op), e->arg[0]);
	} else {
		return false;
	}
	e->fast = EXPR_LEVELS;
	return true;
}

static bool
all_strings(const struct expr *e)
{
	for (size_t i = 1; i < e->nargs; i++)
		if (e->arg[i]->op != EXPR_STRING)
			return false;
	return true;
}

static void
check_comparison(struct check *c, struct expr *e)
{
	for (size_t i = 0; i < e->nargs; i++) {
		value(c, e->arg[i]);
		check_comparable(c, e->arg[i]);
	}
	if (check_levels(c, e))
		return;
	if ((e->op == EXPR_EQ || e->op == EXPR_NE || e->op == EXPR_IN) &&
	    e->arg[0]->op == EXPR_FIELD && all_strings(e))
		e->fast = EXPR_FIELD_TEXT;
}

static void
check_like(struct check *c, struct expr *e)
{
	value(c, e->arg[0]);
	if (e->arg[1]->op != EXPR_STRING) {
		errors_add(c->errors, e->arg[1]->at,
		    "\"like\" takes a text in double quotes");
		errors_hint(c->errors, "as in event like \"task.*\"");
		return;
	}
	if (e->arg[1]->text.n > GLOB_MAX) {
		errors_add(c->errors, e->arg[1]->at,
		    "the text of \"like\" is over %d bytes", GLOB_MAX);
		return;
	}
	e->glob = glob_new(c->arena, e->arg[1]->text);
}

static void
condition(struct check *c, struct expr *e)
{
	switch (e->op) {
	case EXPR_WRONG: case EXPR_TRUE: case EXPR_FALSE: case EXPR_HAS:
		return;
	case EXPR_OR: case EXPR_AND: case EXPR_NOT:
		for (size_t i = 0; i < e->nargs; i++)
			condition(c, e->arg[i]);
		return;
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT:
	case EXPR_GE: case EXPR_IN:
		check_comparison(c, e);
		return;
	case EXPR_MATCHES: case EXPR_MATCHES_NOT:
		if (c->compute)
			errors_add(c->errors, e->at, "a compute has numbers "
			    "only");
		value(c, e->arg[0]);
		pattern(c, e->arg[1]);
		return;
	case EXPR_LIKE:
		check_like(c, e);
		return;
	case EXPR_STARTS: case EXPR_ENDS: case EXPR_CONTAINS:
		value(c, e->arg[0]);
		value(c, e->arg[1]);
		return;
	default:
		errors_add(c->errors, e->at,
		    "a value where a condition is needed");
		errors_hint(c->errors, "compare it, as in FIELD == \"text\", "
		    "or write has FIELD");
	}
}

void
expr_check_condition(struct expr *e, struct arena *a,
    struct rules_errors *errors)
{
	condition(&(struct check){ a, errors, false }, e);
}

void
expr_check_value(struct expr *e, struct arena *a, struct rules_errors *errors)
{
	value(&(struct check){ a, errors, false }, e);
}

void
expr_check_compute(struct expr *e, struct arena *a,
    struct rules_errors *errors)
{
	number(&(struct check){ a, errors, true }, e);
}

bool
expr_resolve(struct expr *e, struct fields *fields)
{
	if (e->op == EXPR_FIELD) {
		e->field = fields_add(fields, e->part, e->nparts, e->quoted);
		return e->field >= 0;
	}
	for (size_t i = 0; i < e->nargs; i++)
		if (!expr_resolve(e->arg[i], fields))
			return false;
	return true;
}
