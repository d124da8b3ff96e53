/*
 * `let`: names for expressions, within one text. A name stands for a copy of
 * the expression, put in while the rules are read; so nothing behind the
 * parser knows of it.
 */
#include "base/mem.h"
#include "rules/parse.h"

struct rules_let {
	struct str name;
	const struct expr *value;
	struct rules_place at;
};

static const struct rules_let *
find(const struct parser *ps, struct str name)
{
	const struct rules *r = ps->rules;
	const struct rules_source *source = lex_place(&ps->lex).source;

	for (size_t i = r->nlets; i-- > 0;)
		if (r->let[i].at.source == source &&
		    str_eq(r->let[i].name, name))
			return &r->let[i];
	return NULL;
}

/* NULL when all copies together would have too many nodes. */
static struct expr *
copied(struct rules *r, const struct expr *e)
{
	struct expr *copy;

	if (r->ncopied == RULES_COPIES_MAX)
		return NULL;
	r->ncopied++;
	copy = arena_new(&r->arena, 1, sizeof(*copy));
	*copy = *e;
	if (e->nargs)
		copy->arg = arena_new(&r->arena, e->nargs, sizeof(*e->arg));
	for (size_t i = 0; i < e->nargs; i++) {
		copy->arg[i] = copied(r, e->arg[i]);
		if (!copy->arg[i])
			return NULL;
	}
	return copy;
}

bool
parse_is_let(const struct parser *ps, const struct lex_token *t)
{
	return t->kind == LEX_WORD && !ps->compute && find(ps, t->raw);
}

struct expr *
parse_let_value(struct parser *ps, const struct lex_token *t,
    struct rules_place at)
{
	struct expr *e = copied(ps->rules, find(ps, t->raw)->value);

	if (e)
		e->at = at;
	else
		errors_add(ps->errors, at, "what \"let\" names is put in too "
		    "often: more than %d operations and operands",
		    RULES_COPIES_MAX);
	return e;
}

static void
add(struct parser *ps, const struct rules_let *let)
{
	struct rules *r = ps->rules;
	const struct rules_let *old = find(ps, let->name);

	if (old) {
		errors_add(ps->errors, let->at, "\"%.*s\" is named twice",
		    STR_ARG(errors_name(let->name)));
		errors_hint(ps->errors, "first in line %u",
		    rules_place_line(old->at));
	} else if (r->nlets == RULES_STATEMENTS_MAX) {
		errors_add(ps->errors, let->at, "more than %d names by "
		    "\"let\"", RULES_STATEMENTS_MAX);
	} else {
		r->let = mem_grow(r->let, r->nlets, &r->lets_cap,
		    sizeof(*r->let));
		r->let[r->nlets++] = *let;
	}
}

bool
parse_let(struct parser *ps)
{
	size_t before = parse_errors(ps);
	struct rules_let let = { 0 };
	struct expr *e;

	lex_next(&ps->lex);
	let.at = lex_place(&ps->lex);
	if (ps->lex.token.kind != LEX_WORD || parse_reserved(&ps->lex) ||
	    lex_is(&ps->lex, "true") || lex_is(&ps->lex, "false"))
		return parse_unexpected(ps, "a name");
	let.name = ps->lex.token.raw;
	lex_next(&ps->lex);
	if (!parse_take(ps, LEX_ASSIGN, "\"=\" after the name"))
		return false;
	e = parse_either(ps);
	if (!e || (ps->lex.token.kind != LEX_END &&
	    !parse_unexpected(ps, "the end of the statement")))
		return false;
	let.value = e;
	if (parse_errors(ps) == before)
		add(ps, &let);
	return true;
}
