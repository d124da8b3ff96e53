/*
 * Calls of functions, and the patterns in them. How many arguments a function
 * takes and of what sort is in its row (func.h).
 */
#include "base/mem.h"
#include "rules/func.h"
#include "rules/parse.h"

static struct expr *
broken_pattern(struct parser *ps, struct rules_place at, struct str re,
    const struct pattern_error *error)
{
	const char *p = at.p + 1;

	at.p = p + (error->at < re.n ? error->at : re.n);
	errors_add(ps->errors, at, "pattern: %s", error->text);
	return NULL;
}

static const struct pattern *
keep(struct rules *r, struct pattern *p)
{
	r->pattern = mem_grow(r->pattern, r->npatterns, &r->patterns_cap,
	    sizeof(*r->pattern));
	r->pattern[r->npatterns++] = p;
	return p;
}

struct expr *
parse_pattern(struct parser *ps)
{
	struct rules_place at = lex_place(&ps->lex);
	struct pattern_error error;
	struct pattern *p;
	struct expr *e;

	lex_pattern(&ps->lex);
	if (ps->lex.token.kind != LEX_PATTERN)
		return NULL;
	e = parse_node(ps, EXPR_PATTERN, at);
	e->text = ps->lex.token.text;
	if (ps->rules->npatterns == RULES_PATTERNS_MAX) {
		errors_add(ps->errors, at, "more than %d patterns",
		    RULES_PATTERNS_MAX);
		return NULL;
	}
	p = pattern_new(e->text, &error);
	if (!p)
		return broken_pattern(ps, at, e->text, &error);
	e->pattern = keep(ps->rules, p);
	lex_next(&ps->lex);
	return e;
}

/* A key of map: a constant or a pattern. */
static struct expr *
map_key(struct parser *ps)
{
	struct rules_place at = lex_place(&ps->lex);
	struct expr *e = parse_expr(ps);

	if (!e || e->op == EXPR_NUMBER || e->op == EXPR_STRING ||
	    e->op == EXPR_TRUE || e->op == EXPR_FALSE ||
	    e->op == EXPR_PATTERN)
		return e;
	errors_add(ps->errors, at, "a key of map() is a constant or a pattern");
	return NULL;
}

static bool
map_pair(struct parser *ps, struct expr_list *l)
{
	struct expr *e = map_key(ps);

	if (!e || !parse_take(ps, LEX_ASSIGN, "\"=\" after the key"))
		return false;
	parse_append(ps, l, e);
	e = parse_expr(ps);
	if (!e)
		return false;
	parse_append(ps, l, e);
	return true;
}

/* map(x, key = value, ..., else value) */
static bool
map_args(struct parser *ps, struct expr_list *l)
{
	struct expr *e = parse_expr(ps);

	if (!e)
		return false;
	parse_append(ps, l, e);
	if (!parse_take(ps, LEX_COMMA, "\",\" and the pairs of map()"))
		return false;
	do {
		if (lex_is(&ps->lex, "else")) {
			lex_next(&ps->lex);
			e = parse_expr(ps);
			if (!e)
				return false;
			parse_append(ps, l, e);
			return true;
		}
		if (!map_pair(ps, l))
			return false;
	} while (parse_skip(ps, LEX_COMMA));
	return true;
}

static bool
plain_args(struct parser *ps, struct expr_list *l)
{
	struct expr *e;

	if (ps->lex.token.kind == LEX_CLOSE)
		return true;
	do {
		e = parse_expr(ps);
		if (!e)
			return false;
		parse_append(ps, l, e);
	} while (parse_skip(ps, LEX_COMMA));
	return true;
}

static struct expr *
unknown_function(struct parser *ps, struct expr *e, struct str name)
{
	const char *names[FUNC_MAX];
	size_t n = func_names(names);

	errors_add(ps->errors, e->at, "unknown function \"%.*s\"",
	    STR_ARG(errors_name(name)));
	errors_nearest(ps->errors, name, names, n);
	e->op = EXPR_WRONG;
	return e;
}

static void
check_arity(struct parser *ps, struct expr *e)
{
	size_t least, most;

	if (!e->func->args)
		return;
	func_arity(e->func, &least, &most);
	if (e->nargs >= least && e->nargs <= most)
		return;
	errors_add(ps->errors, e->at, "%s() takes %s%zu argument%s, not %zu",
	    e->func->name, least == most ? "" : e->nargs < least ?
	    "at least " : "at most ", e->nargs < least ? least : most,
	    (e->nargs < least ? least : most) == 1 ? "" : "s", e->nargs);
	e->op = EXPR_WRONG;
}

/* The token at hand is the parenthesis. */
struct expr *
parse_call(struct parser *ps, struct lex_token name, struct rules_place at)
{
	struct expr *e = parse_node(ps, EXPR_CALL, at);
	struct expr_list l = { 0 };

	e->func = func_find(name.raw);
	lex_next(&ps->lex);
	if (e->func && !e->func->args ? !map_args(ps, &l) :
	    !plain_args(ps, &l))
		return NULL;
	if (!parse_take(ps, LEX_CLOSE, "\",\" or \")\""))
		return NULL;
	if (!parse_args(ps, e, &l))
		return NULL;
	if (!e->func)
		return unknown_function(ps, e, name.raw);
	check_arity(ps, e);
	return e;
}
