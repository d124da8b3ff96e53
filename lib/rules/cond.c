/*
 * A condition with all that it needs to be run: its own rules, for memory and
 * patterns, and its own evaluator.
 */
#include "base/mem.h"
#include "json/utf8.h"
#include "rules/cond.h"
#include "rules/eval.h"
#include "rules/parse.h"

struct cond {
	struct rules *rules;
	struct expr *expr;
	struct eval eval;
	bool begun;		/* eval is to be freed */
};

/* The first error; there is no file and no line to name. */
static bool
first_error(const struct rules_errors *e, struct fault *f)
{
	const struct rules_error *first = e->error;

	if (!e->n)
		return fault(f, "no condition");
	return fault(f, "column %u: %.*s%s%.*s%s", first->column,
	    STR_ARG(first->message), first->hint.n ? " (" : "",
	    STR_ARG(first->hint), first->hint.n ? ")" : "");
}

static struct expr *
parse(struct rules *r, struct str text, struct rules_errors *errors)
{
	struct rules_source *s = arena_new(&r->arena, 1, sizeof(*s));
	struct parser ps = { .rules = r, .errors = errors };
	struct expr *e = NULL;

	s->text = arena_str(&r->arena, text);
	ps.lex = (struct lex){ .source = s, .arena = &r->arena,
	    .errors = errors, .end = s->text.p };
	if (lex_statement(&ps.lex))
		e = parse_expr(&ps);
	if (e && ps.lex.token.kind != LEX_END) {
		parse_unexpected(&ps, "\"and\", \"or\" or the end");
		e = NULL;
	}
	if (e) {
		expr_check_condition(e, &r->arena, errors);
		param_link(r, e, errors);
	}
	buf_free(&ps.lex.words);
	return e;
}

static bool
one_line(struct str text, struct fault *f)
{
	size_t n;

	for (size_t i = 0; i < text.n; i += n) {
		if (text.p[i] == '\n' || text.p[i] == '\r')
			return fault(f, "a condition is one line");
		if (!(n = utf8_span(text.p + i, text.n - i)))
			return fault(f, "the condition is not UTF-8");
	}
	return true;
}

struct cond *
cond_new(struct str text, struct fault *f)
{
	struct rules_errors errors = { 0 };
	struct cond *c = mem_new(1, sizeof(*c));
	bool ok;

	text = str_trim(text);
	c->rules = rules_new();
	ok = one_line(text, f);
	if (ok) {
		c->expr = parse(c->rules, text, &errors);
		ok = (c->expr && !errors.n) || first_error(&errors, f);
	}
	if (ok)
		ok = expr_resolve(c->expr, &c->rules->fields) ||
		    fault(f, "the condition reads too many fields");
	rules_errors_free(&errors);
	if (ok) {
		eval_init(&c->eval);
		c->begun = true;
		return c;
	}
	cond_destroy(c);
	return NULL;
}

void
cond_destroy(struct cond *c)
{
	if (!c)
		return;
	if (c->begun)
		eval_free(&c->eval);
	rules_destroy(c->rules);
	mem_free(c);
}

const struct fields *
cond_fields(const struct cond *c)
{
	return &c->rules->fields;
}

bool
cond_holds(struct cond *c, const struct value *value, int severity)
{
	const struct event event = { .time = STAMP_NONE, .severity = severity,
	    .field = value };
	uint64_t limits = c->eval.limits;
	bool yes;

	eval_begin(&c->eval, &event);
	yes = eval_condition(&c->eval, c->expr);
	return yes && c->eval.limits == limits;
}
