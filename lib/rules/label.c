/*
 * Labels: the clause `by` and the lists that look like it, and the statement
 * `label` that declares one for all rules. How the two come together is in
 * family.c.
 */
#include "base/mem.h"
#include "rules/parse.h"

static bool
is_label_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || (!first && (str_is_digit(c) || c == '.'));
}

static bool
well_formed(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_label_char(name.p[i], i == 0))
			return false;
	return name.n > 0 && name.n <= RULES_NAME_MAX;
}

static bool
check_name(struct parser *ps, struct str name, struct rules_place at)
{
	struct str shown = errors_name(name);

	if (!well_formed(name)) {
		errors_add(ps->errors, at, "\"%.*s\" cannot name a label",
		    STR_ARG(shown));
		return errors_hint(ps->errors, "letters, digits, _ and dots, "
		    "no digit first; NAME = VALUE gives another name");
	}
	if (str_starts(name, STR("__")))
		return errors_add(ps->errors, at, "label \"%.*s\": names that "
		    "begin with __ are reserved", STR_ARG(shown));
	return true;
}

static struct str
joined(struct parser *ps, const struct lex_token *t)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < t->nparts; i++) {
		if (i)
			buf_putc(&b, '.');
		buf_puts(&b, t->part[i]);
	}
	s = arena_str(&ps->rules->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

bool
parse_label_name(struct parser *ps, struct str *name)
{
	if (ps->lex.token.kind != LEX_WORD && ps->lex.token.kind != LEX_PATH)
		return parse_unexpected(ps, "a label");
	*name = joined(ps, &ps->lex.token);
	check_name(ps, *name, lex_place(&ps->lex));
	lex_next(&ps->lex);
	return true;
}

/* A name and nothing else is a field; one with a dot in a part has no text
 * but this to say so, and counts as a value of the rule's own. */
static bool
bare(struct parser *ps, const struct lex_token *t, struct rule_label *l)
{
	struct expr *e = parse_node(ps, EXPR_FIELD, l->at);

	e->text = t->raw;
	e->part = t->part;
	e->nparts = t->nparts;
	for (size_t i = 0; i < t->nparts; i++)
		if (str_chr(t->part[i], '.') < t->part[i].n)
			l->own = true;
	e->quoted = l->own && t->nparts == 1;
	if (str_eq(l->name, STR("level")))
		e->op = EXPR_LEVEL;
	l->value = e;
	return true;
}

/* states: what a new entity has for the label. */
static bool
initially(struct parser *ps, struct rule_label *l)
{
	if (!lex_is(&ps->lex, "initially"))
		return true;
	lex_next(&ps->lex);
	l->has_initially = true;
	return parse_string(ps, &l->initially,
	    "a text in double quotes after \"initially\"");
}

/* Of `compute` a label is a name: the "=" behind it begins the value. */
static bool
one_label(struct parser *ps, struct rule_label *l, enum rule_kind kind)
{
	struct lex_token t = ps->lex.token;

	l->at = lex_place(&ps->lex);
	if (!parse_label_name(ps, &l->name))
		return false;
	if (kind == RULE_COMPUTE)
		return true;
	if (ps->lex.token.kind != LEX_ASSIGN && parse_is_let(ps, &t)) {
		l->own = true;
		l->value = parse_let_value(ps, &t, l->at);
		if (l->value)
			expr_check_value(l->value, &ps->rules->arena,
			    ps->errors);
		return l->value != NULL;
	}
	if (ps->lex.token.kind != LEX_ASSIGN)
		return bare(ps, &t, l);
	lex_next(&ps->lex);
	l->own = true;
	l->value = parse_value(ps);
	return l->value != NULL;
}

/* The label that the samples of a kind have anyway, or "". */
static struct str
label_of_kind(enum rule_kind kind)
{
	return kind == RULE_HISTOGRAM ? STR("le") : kind == RULE_SUMMARY ?
	    STR("quantile") : kind == RULE_FREQUENCY ? STR("bucket") :
	    STR("");
}

static void
check_twice(struct parser *ps, const struct rule_label *by, size_t n,
    const char *what)
{
	const struct rule_label *l = &by[n];

	for (size_t i = 0; i < n; i++) {
		if (str_eq(by[i].name, l->name))
			errors_add(ps->errors, l->at,
			    "%s \"%.*s\" is given twice", what,
			    STR_ARG(errors_name(l->name)));
		else if (parse_same_name(by[i].name, l->name))
			errors_add(ps->errors, l->at, "%ss \"%.*s\" and "
			    "\"%.*s\" become one name in Prometheus", what,
			    STR_ARG(errors_name(by[i].name)),
			    STR_ARG(errors_name(l->name)));
	}
}

/* Labels, fields of an exemplar, attributes: at most max of them. */
static bool
label_list(struct parser *ps, enum rule_kind kind, const char *what,
    size_t max, struct rule_label **list, size_t *n)
{
	struct rule_label by[RULES_ATTRIBUTES_MAX];

	*n = 0;
	do {
		if (*n == max)
			return errors_add(ps->errors, lex_place(&ps->lex),
			    "more than %zu %ss", max, what);
		by[*n] = (struct rule_label){ 0 };
		if (!one_label(ps, &by[*n], kind))
			return false;
		check_twice(ps, by, *n, what);
		if (kind == RULE_STATES && !initially(ps, &by[*n]))
			return false;
		++*n;
	} while (parse_skip(ps, LEX_COMMA));
	*list = arena_new(&ps->rules->arena, *n, sizeof(*by));
	memcpy(*list, by, *n * sizeof(*by));
	return true;
}

bool
parse_by(struct parser *ps, struct rule *rule)
{
	struct str own = label_of_kind(rule->kind);

	if (!label_list(ps, rule->kind, "label", RULES_LABELS_MAX, &rule->by,
	    &rule->nby))
		return false;
	for (size_t i = 0; i < rule->nby && own.n; i++)
		if (str_eq(rule->by[i].name, own))
			errors_add(ps->errors, rule->by[i].at,
			    "label \"%.*s\": %s has it already", STR_ARG(own),
			    parse_article(rule->kind));
	return true;
}

bool
parse_exemplar(struct parser *ps, struct rule *rule)
{
	return label_list(ps, RULE_NKINDS, "exemplar field",
	    RULES_EXEMPLAR_MAX, &rule->exemplar, &rule->nexemplar);
}

bool
parse_attributes(struct parser *ps, struct rule *rule)
{
	return label_list(ps, RULE_NKINDS, "attribute",
	    RULES_ATTRIBUTES_MAX, &rule->attributes, &rule->nattributes);
}

static bool
only_value(struct parser *ps, struct str *s)
{
	enum lex_kind kind = ps->lex.token.kind;

	if (kind != LEX_STRING && kind != LEX_NUMBER)
		return parse_unexpected(ps, "a text in double quotes");
	*s = ps->lex.token.text;
	return true;
}

static bool
parse_only(struct parser *ps, struct label_decl *d)
{
	struct str *v = arena_new(&ps->rules->arena, RULES_ONLY_MAX,
	    sizeof(*v));

	d->only = v;
	do {
		if (d->nonly == RULES_ONLY_MAX)
			return errors_add(ps->errors, lex_place(&ps->lex),
			    "more than %d values", RULES_ONLY_MAX);
		if (!only_value(ps, &v[d->nonly]))
			return false;
		for (size_t i = 0; i < d->nonly; i++)
			if (str_eq(v[i], v[d->nonly]))
				errors_add(ps->errors, lex_place(&ps->lex),
				    "the value is listed twice");
		d->nonly++;
		lex_next(&ps->lex);
	} while (parse_skip(ps, LEX_COMMA));
	return true;
}

static bool
parse_else(struct parser *ps, struct label_decl *d)
{
	struct rules_place at = lex_place(&ps->lex);

	d->has_other = true;
	if (!parse_string(ps, &d->other,
	    "a text in double quotes after \"else\""))
		return false;
	for (size_t i = 0; i < d->nonly; i++)
		if (str_eq(d->only[i], d->other)) {
			errors_add(ps->errors, at, "\"else\" must differ "
			    "from the values of \"only\"");
			break;
		}
	return true;
}

/* [= value] [only ...] [else ...], in this order. */
static bool
declared(struct parser *ps, struct label_decl *d)
{
	struct rules_place at;

	if (parse_skip(ps, LEX_ASSIGN)) {
		d->value = parse_value(ps);
		if (!d->value)
			return false;
	}
	if (lex_is(&ps->lex, "only")) {
		lex_next(&ps->lex);
		if (!parse_only(ps, d))
			return false;
	}
	at = lex_place(&ps->lex);
	if (lex_is(&ps->lex, "else")) {
		lex_next(&ps->lex);
		if (!parse_else(ps, d))
			return false;
		if (!d->nonly)
			errors_add(ps->errors, at,
			    "\"else\" needs \"only\" before it");
	}
	return ps->lex.token.kind == LEX_END ||
	    parse_unexpected(ps, d->has_other ? "the end of the statement" :
	    d->nonly ? "\",\", \"else\" or the end of the statement" :
	    "\"=\", \"only\" or \"else\"");
}

static void
add(struct parser *ps, struct label_decl *d)
{
	struct rules *r = ps->rules;

	for (size_t i = 0; i < r->nlabels; i++)
		if (str_eq(r->label[i]->name, d->name)) {
			errors_add(ps->errors, d->at,
			    "label \"%.*s\" is declared twice",
			    STR_ARG(errors_name(d->name)));
			errors_hint(ps->errors, "first in %.*s:%u",
			    STR_ARG(r->label[i]->at.source->name),
			    rules_place_line(r->label[i]->at));
			return;
		}
	r->label = mem_grow(r->label, r->nlabels, &r->labels_cap,
	    sizeof(*r->label));
	r->label[r->nlabels++] = d;
	parse_statement(ps)->label = d;
}

bool
parse_label(struct parser *ps)
{
	struct label_decl *d = arena_new(&ps->rules->arena, 1, sizeof(*d));
	size_t before = parse_errors(ps);

	lex_name(&ps->lex);
	d->at = lex_place(&ps->lex);
	if (ps->lex.token.kind != LEX_NAME)
		return parse_unexpected(ps, "the label's name");
	d->name = ps->lex.token.raw;
	check_name(ps, d->name, d->at);
	lex_next(&ps->lex);
	if (!declared(ps, d))
		return false;
	if (!d->value && !d->nonly)
		errors_add(ps->errors, d->at,
		    "the label is given neither a value nor \"only\"");
	if (parse_errors(ps) == before)
		add(ps, d);
	return true;
}
