/*
 * A text of rules, statement by statement, and the statement `resource`.
 * Rules are in metric.c, labels in label.c, params in paramparse.c; what
 * statements mean to each other is in family.c.
 */
#include "base/mem.h"
#include "json/utf8.h"
#include "rules/parse.h"
#include "rules/ruletext.h"

static bool parse_resource(struct parser *ps);

/* What begins a statement, beside the kinds of rules. */
static const struct {
	const char *word;
	bool (*parse)(struct parser *ps);
} others[] = {
	{ "label", parse_label },
	{ "let", parse_let },
	{ "param", parse_param },
	{ "resource", parse_resource },
	{ "include", parse_include },
};

enum { NOTHERS = sizeof(others) / sizeof(*others) };

static bool
resource_pair(struct parser *ps, struct rules_resource *s)
{
	s->at = lex_place(&ps->lex);
	if (ps->lex.token.kind != LEX_NAME)
		return parse_unexpected(ps, "the attribute's name");
	s->name = ps->lex.token.raw;
	lex_next(&ps->lex);
	return parse_take(ps, LEX_ASSIGN, "\"=\" after the attribute's name") &&
	    parse_string(ps, &s->value, "a text in double quotes");
}

static bool
add_resource(struct parser *ps, const struct rules_resource *s)
{
	struct rules *r = ps->rules;
	struct rules_resource *copy;

	for (size_t i = 0; i < r->nresource; i++)
		if (str_eq(r->resource[i]->name, s->name))
			return errors_add(ps->errors, s->at,
			    "the resource has \"%.*s\" already",
			    STR_ARG(errors_name(s->name)));
	copy = arena_new(&r->arena, 1, sizeof(*copy));
	*copy = *s;
	r->resource = mem_grow(r->resource, r->nresource, &r->resource_cap,
	    sizeof(*r->resource));
	r->resource[r->nresource++] = copy;
	return true;
}

static bool
parse_resource(struct parser *ps)
{
	struct rules_resource pair[RULES_LABELS_MAX], *copy;
	struct rules_statement *st;
	size_t n = 0;

	do {
		if (n == RULES_LABELS_MAX)
			return errors_add(ps->errors, lex_place(&ps->lex),
			    "more than %d attributes", RULES_LABELS_MAX);
		pair[n] = (struct rules_resource){ 0 };
		lex_name(&ps->lex);
		if (!resource_pair(ps, &pair[n]))
			return false;
		add_resource(ps, &pair[n++]);
	} while (ps->lex.token.kind == LEX_COMMA);
	copy = arena_new(&ps->rules->arena, n, sizeof(*copy));
	memcpy(copy, pair, n * sizeof(*copy));
	st = parse_statement(ps);
	st->resource = copy;
	st->nresource = n;
	return ps->lex.token.kind == LEX_END ||
	    parse_unexpected(ps, "\",\" or the end of the statement");
}

static void
unknown_statement(struct parser *ps)
{
	const char *names[RULE_NKINDS + NOTHERS];
	struct str word = ps->lex.token.raw;

	if (ps->lex.token.kind != LEX_WORD) {
		parse_unexpected(ps, "a statement");
		return;
	}
	memcpy(names, rule_kind_name, sizeof(rule_kind_name));
	for (size_t i = 0; i < NOTHERS; i++)
		names[RULE_NKINDS + i] = others[i].word;
	errors_add(ps->errors, lex_place(&ps->lex),
	    "unknown statement \"%.*s\"", STR_ARG(errors_name(word)));
	errors_nearest(ps->errors, word, names,
	    sizeof(names) / sizeof(*names));
}

static void
statement(struct parser *ps)
{
	for (enum rule_kind k = 0; k < RULE_NKINDS; k++)
		if (lex_is(&ps->lex, rule_kind_name[k])) {
			parse_rule(ps, k);
			return;
		}
	for (size_t i = 0; i < NOTHERS; i++)
		if (lex_is(&ps->lex, others[i].word)) {
			others[i].parse(ps);
			return;
		}
	unknown_statement(ps);
}

static bool
check_text(const struct rules_source *s, struct rules_errors *errors)
{
	struct str text = s->text;
	size_t n;

	for (size_t i = 0; i < text.n; i += n) {
		n = utf8_span(text.p + i, text.n - i);
		if (!n)
			return errors_add(errors, (struct rules_place){ s,
			    text.p + i }, "the rules are not UTF-8 here");
	}
	return true;
}

static bool
is_json(struct str text)
{
	text = str_trim(text);
	return text.n && text.p[0] == '{';
}

void
parse_source(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors)
{
	struct parser ps = { .rules = r, .errors = errors };

	ps.lex = (struct lex){ .source = s, .arena = &r->arena,
	    .errors = errors };
	ps.lex.end = s->text.p;
	while (lex_statement(&ps.lex)) {
		if (r->nstatements == RULES_STATEMENTS_MAX) {
			errors_add(errors, lex_place(&ps.lex),
			    "more than %d statements", RULES_STATEMENTS_MAX);
			break;
		}
		statement(&ps);
	}
	buf_free(&ps.lex.words);
}

bool
rules_load_text(struct rules *r, struct str name, struct str text,
    struct rules_errors *errors)
{
	struct rules_source *s = arena_new(&r->arena, 1, sizeof(*s));
	size_t before = errors->n + errors->unkept;

	s->name = arena_str(&r->arena, name);
	s->order = r->nsources++;
	if (text.n > RULES_FILE_MAX)
		return errors_add(errors, (struct rules_place){ s, NULL },
		    "the rules are over %d KiB", RULES_FILE_MAX / 1024);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	s->text = arena_str(&r->arena, text);
	if (!check_text(s, errors))
		return false;
	if (is_json(s->text))
		ruletext_load(r, s, errors);
	else
		parse_source(r, s, errors);
	return errors->n + errors->unkept == before;
}
