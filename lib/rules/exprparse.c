/*
 * Expressions from tokens to a tree, by recursive descent: or, and, not,
 * comparison, + -, * /, unary minus, primary. What may stand where is checked
 * afterwards, in exprcheck.c.
 */
#include "rules/func.h"
#include "rules/parse.h"

void
parse_append(struct parser *ps, struct expr_list *l, struct expr *e)
{
	struct expr **v = l->v;

	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 4;
		l->v = arena_new(&ps->rules->arena, l->cap, sizeof(*l->v));
		if (l->n)
			memcpy(l->v, v, l->n * sizeof(*v));
	}
	l->v[l->n++] = e;
}

struct expr *
parse_node(struct parser *ps, enum expr_op op, struct rules_place at)
{
	struct expr *e = arena_new(&ps->rules->arena, 1, sizeof(*e));

	e->op = op;
	e->at = at;
	e->depth = 1;
	e->field = -1;
	return e;
}

static struct expr *
too_deep(struct parser *ps, struct rules_place at)
{
	errors_add(ps->errors, at,
	    "the expression is nested more than %d deep", EXPR_DEPTH_MAX);
	return NULL;
}

struct expr *
parse_args(struct parser *ps, struct expr *e, struct expr_list *l)
{
	e->arg = l->v;
	e->nargs = l->n;
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i]->depth >= e->depth)
			e->depth = l->v[i]->depth + 1;
	if (e->depth > EXPR_DEPTH_MAX)
		return too_deep(ps, e->at);
	if (e->nargs > EXPR_ARGS_MAX) {
		errors_add(ps->errors, e->at, "more than %d operands",
		    EXPR_ARGS_MAX);
		return NULL;
	}
	return e;
}

static struct expr *
make(struct parser *ps, enum expr_op op, struct rules_place at,
    struct expr *a, struct expr *b)
{
	struct expr_list l = { 0 };

	parse_append(ps, &l, a);
	if (b)
		parse_append(ps, &l, b);
	return parse_args(ps, parse_node(ps, op, at), &l);
}

/* What a value cannot begin with; as fields they stand in backquotes. */
bool
parse_reserved(const struct lex *l)
{
	static const char *const words[] = {
		"and", "or", "not", "in", "like", "has",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (lex_is(l, words[i]))
			return true;
	return false;
}

static struct expr *
field(struct parser *ps, const struct lex_token *t, struct rules_place at)
{
	struct expr *e = parse_node(ps, EXPR_FIELD, at);

	e->text = t->raw;
	e->part = t->part;
	e->nparts = t->nparts;
	e->quoted = t->nparts == 1 && t->kind == LEX_PATH;
	if (!ps->compute && e->nparts == 1 &&
	    str_eq(e->part[0], STR("level")))
		e->op = EXPR_LEVEL;
	return e;
}

/* NAME[LABEL]: the number of a param's table for the label's value, or for
 * that of a field. */
static struct expr *
parse_index(struct parser *ps, struct expr *e)
{
	struct expr *index, *key = NULL;
	struct str name;

	lex_next(&ps->lex);
	name = ps->lex.token.raw;
	if ((ps->lex.token.kind != LEX_WORD &&
	    ps->lex.token.kind != LEX_PATH) ||
	    (!ps->compute && str_chr(name, '`') < name.n)) {
		parse_unexpected(ps, ps->compute ? "a label's name" :
		    "a field, for the table of a param");
		if (!ps->compute && ps->lex.token.kind == LEX_NUMBER)
			errors_hint(ps->errors, "an element of an array is "
			    "written with a dot: spans.0");
		return NULL;
	}
	if (!ps->compute)
		key = field(ps, &ps->lex.token, lex_place(&ps->lex));
	index = make(ps, EXPR_INDEX, e->at, e, key);
	if (index)
		index->text = name;
	lex_next(&ps->lex);
	return parse_take(ps, LEX_CLOSE_SQUARE, "\"]\"") ? index : NULL;
}

static struct expr *
parse_word(struct parser *ps)
{
	struct lex_token t = ps->lex.token;
	struct rules_place at = lex_place(&ps->lex);

	if (parse_reserved(&ps->lex)) {
		errors_add(ps->errors, at, "a value is missing before \"%.*s\"",
		    STR_ARG(t.raw));
		errors_hint(ps->errors, "a field of that name stands in "
		    "backquotes: `%.*s`", STR_ARG(t.raw));
		return NULL;
	}
	lex_next(&ps->lex);
	if (t.kind == LEX_WORD && ps->lex.token.kind == LEX_OPEN)
		return parse_call(ps, t, at);
	if (t.kind == LEX_WORD && str_eq(t.raw, STR("true")))
		return parse_node(ps, EXPR_TRUE, at);
	if (t.kind == LEX_WORD && str_eq(t.raw, STR("false")))
		return parse_node(ps, EXPR_FALSE, at);
	if (ps->lex.token.kind == LEX_OPEN_SQUARE)
		return parse_index(ps, field(ps, &t, at));
	if (parse_is_let(ps, &t))
		return parse_let_value(ps, &t, at);
	return field(ps, &t, at);
}

static struct expr *
parse_constant(struct parser *ps, enum expr_op op)
{
	struct expr *e = parse_node(ps, op, lex_place(&ps->lex));

	e->text = ps->lex.token.text;
	e->num = ps->lex.token.num;
	lex_next(&ps->lex);
	return e;
}

static struct expr *
parse_parens(struct parser *ps)
{
	struct expr *e;

	lex_next(&ps->lex);
	e = parse_expr(ps);
	if (!e || !parse_take(ps, LEX_CLOSE, "\")\""))
		return NULL;
	return e;
}

static struct expr *
parse_units(struct parser *ps)
{
	struct str raw = errors_name(ps->lex.token.raw);

	errors_add(ps->errors, lex_place(&ps->lex),
	    "\"%.*s\" is no number", STR_ARG(raw));
	errors_hint(ps->errors, "write duration(\"10m\") for seconds, "
	    "bytes(\"10M\") for bytes");
	return NULL;
}

static struct expr *
parse_primary(struct parser *ps)
{
	switch (ps->lex.token.kind) {
	case LEX_WORD:
	case LEX_PATH:
		return parse_word(ps);
	case LEX_NUMBER:
		return parse_constant(ps, EXPR_NUMBER);
	case LEX_STRING:
		return parse_constant(ps, EXPR_STRING);
	case LEX_SLASH:
		return parse_pattern(ps);
	case LEX_OPEN:
		return parse_parens(ps);
	case LEX_UNITS:
		return parse_units(ps);
	default:
		parse_unexpected(ps, "a value");
		return NULL;
	}
}

/* "-5" is one constant, so that lists and JSON have it as a number. */
static struct expr *
negate(struct parser *ps, struct expr *e, struct rules_place at)
{
	char *text;

	if (e->op != EXPR_NUMBER || e->text.p[0] == '-')
		return make(ps, EXPR_NEGATE, at, e, NULL);
	text = arena_new(&ps->rules->arena, e->text.n + 1, 1);
	text[0] = '-';
	memcpy(text + 1, e->text.p, e->text.n);
	e->text = str_of(text, e->text.n + 1);
	e->num = -e->num;
	e->at = at;
	return e;
}

static struct expr *
parse_unary(struct parser *ps)
{
	struct rules_place at = lex_place(&ps->lex);
	struct expr *e;

	if (ps->lex.token.kind != LEX_MINUS)
		return parse_primary(ps);
	if (++ps->depth > EXPR_DEPTH_MAX)
		return too_deep(ps, at);
	lex_next(&ps->lex);
	e = parse_unary(ps);
	ps->depth--;
	return e ? negate(ps, e, at) : NULL;
}

static struct expr *
parse_product(struct parser *ps)
{
	struct expr *e = parse_unary(ps);

	while (e && (ps->lex.token.kind == LEX_STAR ||
	    ps->lex.token.kind == LEX_SLASH)) {
		enum expr_op op = ps->lex.token.kind == LEX_STAR ?
		    EXPR_MULTIPLY : EXPR_DIVIDE;
		struct rules_place at = lex_place(&ps->lex);
		struct expr *b;

		lex_next(&ps->lex);
		b = parse_unary(ps);
		e = b ? make(ps, op, at, e, b) : NULL;
	}
	return e;
}

static struct expr *
parse_sum(struct parser *ps)
{
	struct expr *e = parse_product(ps);

	while (e && (ps->lex.token.kind == LEX_PLUS ||
	    ps->lex.token.kind == LEX_MINUS)) {
		enum expr_op op = ps->lex.token.kind == LEX_PLUS ?
		    EXPR_ADD : EXPR_SUBTRACT;
		struct rules_place at = lex_place(&ps->lex);
		struct expr *b;

		lex_next(&ps->lex);
		b = parse_product(ps);
		e = b ? make(ps, op, at, e, b) : NULL;
	}
	return e;
}

/* The comparison that the token at hand is, or EXPR_NOPS. */
static enum expr_op
comparison(const struct lex *l)
{
	static const struct {
		const char *word;
		enum expr_op op;
	} words[] = {
		{ "in", EXPR_IN }, { "like", EXPR_LIKE },
		{ "starts", EXPR_STARTS }, { "ends", EXPR_ENDS },
		{ "contains", EXPR_CONTAINS },
	};

	if (l->token.kind >= LEX_EQ && l->token.kind <= LEX_GE)
		return EXPR_EQ + (l->token.kind - LEX_EQ);
	if (l->token.kind == LEX_MATCHES)
		return EXPR_MATCHES;
	if (l->token.kind == LEX_MATCHES_NOT)
		return EXPR_MATCHES_NOT;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (lex_is(l, words[i].word))
			return words[i].op;
	return EXPR_NOPS;
}

static struct expr *
parse_in(struct parser *ps, struct expr *a, struct rules_place at)
{
	struct expr_list l = { 0 };
	struct expr *e;

	if (!parse_take(ps, LEX_OPEN, "\"(\" after \"in\""))
		return NULL;
	parse_append(ps, &l, a);
	do {
		e = parse_sum(ps);
		if (!e)
			return NULL;
		parse_append(ps, &l, e);
	} while (parse_skip(ps, LEX_COMMA));
	if (!parse_take(ps, LEX_CLOSE, "\",\" or \")\""))
		return NULL;
	return parse_args(ps, parse_node(ps, EXPR_IN, at), &l);
}

static struct expr *
parse_has(struct parser *ps)
{
	struct rules_place at = lex_place(&ps->lex);
	struct expr *e;

	lex_next(&ps->lex);
	if (ps->lex.token.kind != LEX_WORD &&
	    ps->lex.token.kind != LEX_PATH) {
		parse_unexpected(ps, "a field after \"has\"");
		errors_hint(ps->errors, "as in has status");
		return NULL;
	}
	if (parse_is_let(ps, &ps->lex.token)) {
		errors_add(ps->errors, lex_place(&ps->lex), "\"has\" takes a "
		    "field, and \"%.*s\" is named by \"let\"",
		    STR_ARG(errors_name(ps->lex.token.raw)));
		return NULL;
	}
	e = field(ps, &ps->lex.token, lex_place(&ps->lex));
	lex_next(&ps->lex);
	return make(ps, EXPR_HAS, at, e, NULL);
}

static struct expr *
chained(struct parser *ps)
{
	errors_add(ps->errors, lex_place(&ps->lex),
	    "comparisons cannot be chained");
	errors_hint(ps->errors, "join two with \"and\"");
	return NULL;
}

static struct expr *
misplaced_not(struct parser *ps)
{
	errors_add(ps->errors, lex_place(&ps->lex), "\"not\" is misplaced");
	errors_hint(ps->errors, "it stands before the whole comparison: "
	    "not x in (...)");
	return NULL;
}

static struct expr *
parse_compare(struct parser *ps)
{
	struct rules_place at;
	enum expr_op op;
	struct expr *a, *b;

	if (lex_is(&ps->lex, "has"))
		return parse_has(ps);
	a = parse_sum(ps);
	if (a && lex_is(&ps->lex, "not"))
		return misplaced_not(ps);
	op = comparison(&ps->lex);
	if (!a || op == EXPR_NOPS)
		return a;
	at = lex_place(&ps->lex);
	lex_next(&ps->lex);
	if (op == EXPR_IN) {
		a = parse_in(ps, a, at);
	} else {
		b = parse_sum(ps);
		a = b ? make(ps, op, at, a, b) : NULL;
	}
	if (a && comparison(&ps->lex) != EXPR_NOPS)
		return chained(ps);
	return a;
}

static struct expr *
parse_not(struct parser *ps)
{
	struct rules_place at = lex_place(&ps->lex);
	struct expr *e;

	if (!lex_is(&ps->lex, "not"))
		return parse_compare(ps);
	if (++ps->depth > EXPR_DEPTH_MAX)
		return too_deep(ps, at);
	lex_next(&ps->lex);
	e = parse_not(ps);
	ps->depth--;
	return e ? make(ps, EXPR_NOT, at, e, NULL) : NULL;
}

/* Operands joined by the same word are one node, however many they are. */
static struct expr *
parse_joined(struct parser *ps, const char *word, enum expr_op op,
    struct expr *(*operand)(struct parser *ps))
{
	struct rules_place at;
	struct expr_list l = { 0 };
	struct expr *e = operand(ps);

	if (!e || !lex_is(&ps->lex, word))
		return e;
	at = lex_place(&ps->lex);
	parse_append(ps, &l, e);
	while (lex_is(&ps->lex, word)) {
		lex_next(&ps->lex);
		e = operand(ps);
		if (!e)
			return NULL;
		parse_append(ps, &l, e);
	}
	return parse_args(ps, parse_node(ps, op, at), &l);
}

static struct expr *
parse_and(struct parser *ps)
{
	return parse_joined(ps, "and", EXPR_AND, parse_not);
}

struct expr *
parse_expr(struct parser *ps)
{
	struct expr *e;

	if (++ps->depth > EXPR_DEPTH_MAX)
		return too_deep(ps, lex_place(&ps->lex));
	e = parse_joined(ps, "or", EXPR_OR, parse_and);
	ps->depth--;
	return e;
}
