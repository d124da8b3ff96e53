/*
 * Whole expressions: read by exprparse.c, then checked as what they are for.
 */
#include "rules/parse.h"

/* Where the text goes wrong right behind it, more words would only hide
 * that. */
static struct expr *
parse_whole(struct parser *ps)
{
	struct expr *e;

	ps->depth = 0;
	e = parse_expr(ps);
	return ps->lex.token.kind == LEX_ERROR ? NULL : e;
}

struct expr *
parse_value(struct parser *ps)
{
	struct expr *e = parse_whole(ps);

	if (e)
		expr_check_value(e, &ps->rules->arena, ps->errors);
	return e;
}

struct expr *
parse_condition(struct parser *ps)
{
	struct expr *e = parse_whole(ps);

	if (e)
		expr_check_condition(e, &ps->rules->arena, ps->errors);
	return e;
}

struct expr *
parse_either(struct parser *ps)
{
	struct expr *e = parse_whole(ps);

	if (e && expr_is_condition(e))
		expr_check_condition(e, &ps->rules->arena, ps->errors);
	else if (e)
		expr_check_value(e, &ps->rules->arena, ps->errors);
	return e;
}
