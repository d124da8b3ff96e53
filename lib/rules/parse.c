/*
 * What all parts of the parser use: taking tokens, and saying what was
 * expected instead.
 */
#include "base/mem.h"
#include "rules/parse.h"

bool
parse_unexpected(struct parser *ps, const char *wanted)
{
	struct lex_token *t = &ps->lex.token;

	if (t->kind == LEX_ERROR)
		return false;
	if (t->kind == LEX_END)
		return errors_add(ps->errors, lex_place(&ps->lex),
		    "expected %s, found the end of the statement", wanted);
	return errors_add(ps->errors, lex_place(&ps->lex),
	    t->kind == LEX_STRING ? "expected %s, found %.*s" :
	    "expected %s, found \"%.*s\"", wanted,
	    STR_ARG(errors_name(t->raw)));
}

bool
parse_skip(struct parser *ps, enum lex_kind kind)
{
	if (ps->lex.token.kind != kind)
		return false;
	lex_next(&ps->lex);
	return true;
}

bool
parse_take(struct parser *ps, enum lex_kind kind, const char *wanted)
{
	return parse_skip(ps, kind) || parse_unexpected(ps, wanted);
}

bool
parse_string(struct parser *ps, struct str *s, const char *wanted)
{
	if (ps->lex.token.kind != LEX_STRING)
		return parse_unexpected(ps, wanted);
	*s = ps->lex.token.text;
	lex_next(&ps->lex);
	return true;
}

bool
parse_same_name(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if ((a.p[i] == '.' ? '_' : a.p[i]) !=
		    (b.p[i] == '.' ? '_' : b.p[i]))
			return false;
	return true;
}

struct rules_statement *
parse_statement(struct parser *ps)
{
	struct rules *r = ps->rules;

	r->statement = mem_grow(r->statement, r->nstatements,
	    &r->statements_cap, sizeof(*r->statement));
	r->statement[r->nstatements] = (struct rules_statement){ 0 };
	return &r->statement[r->nstatements++];
}

size_t
parse_errors(const struct parser *ps)
{
	return ps->errors->n + ps->errors->unkept;
}
