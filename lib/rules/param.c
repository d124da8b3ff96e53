/*
 * Params: the statement, what the command line gives them (-D), and what
 * takes their values when all are known. Expressions find them in compute.c.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "rules/parse.h"

/* One -D, as a text of its own, so that messages show it. */
struct rules_given {
	struct rules_source *source;
};

bool
param_value(const struct rules_param *p, struct str key, double *d)
{
	size_t lo = 0, hi = p->nentries;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = str_cmp(key, p->sorted[mid]->key);

		if (order == 0) {
			*d = p->sorted[mid]->value;
			return true;
		}
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	*d = p->value;
	return !p->by.n || p->has_default;
}

static struct rules_param *
named(const struct rules *r, struct str name)
{
	for (size_t i = 0; i < r->nparams; i++)
		if (str_eq(r->param[i]->name, name))
			return r->param[i];
	return NULL;
}

const struct rules_param *
param_find(const struct rules *r, struct str name)
{
	return named(r, name);
}

static bool
entry_key(struct parser *ps, struct rules_param *p, struct param_entry *e)
{
	struct lex_token t = ps->lex.token;

	if (t.kind != LEX_STRING && t.kind != LEX_NUMBER)
		return parse_unexpected(ps,
		    "a text in double quotes, or \"default\"");
	e->key = t.text;
	for (size_t i = 0; i < p->nentries; i++)
		if (str_eq(p->entry[i].key, e->key))
			errors_add(ps->errors, lex_place(&ps->lex),
			    "the value is listed twice");
	lex_next(&ps->lex);
	return true;
}

static bool
table_row(struct parser *ps, struct rules_param *p, size_t *cap)
{
	struct param_entry e = { { NULL, 0 }, 0 }, *v = p->entry;
	bool other = lex_is(&ps->lex, "default");

	if (other && p->has_default)
		errors_add(ps->errors, lex_place(&ps->lex),
		    "\"default\" is given twice");
	if (other)
		lex_next(&ps->lex);
	else if (!entry_key(ps, p, &e))
		return false;
	if (!parse_take(ps, LEX_ASSIGN, "\"=\"") ||
	    !parse_number(ps, other ? &p->value : &e.value))
		return false;
	p->has_default |= other;
	if (other)
		return true;
	if (p->nentries == RULES_ENTRIES_MAX)
		return errors_add(ps->errors, p->at, "more than %d values",
		    RULES_ENTRIES_MAX);
	if (p->nentries == *cap) {
		*cap = *cap ? *cap * 2 : 8;
		p->entry = arena_new(&ps->rules->arena, *cap, sizeof(*v));
		if (p->nentries)
			memcpy(p->entry, v, p->nentries * sizeof(*v));
	}
	p->entry[p->nentries++] = e;
	return true;
}

/* by LABEL { "value" = number, ..., default = number } */
static bool
parse_table(struct parser *ps, struct rules_param *p)
{
	size_t cap = 0;

	if (!parse_label_name(ps, &p->by) ||
	    !parse_take(ps, LEX_OPEN_CURLY, "\"{\" and the table"))
		return false;
	do
		if (!table_row(ps, p, &cap))
			return false;
	while (parse_skip(ps, LEX_COMMA));
	return parse_take(ps, LEX_CLOSE_CURLY, "\",\" or \"}\"");
}

static void
add(struct parser *ps, struct rules_param *p)
{
	struct rules *r = ps->rules;
	const struct rules_param *old = param_find(r, p->name);

	if (old) {
		errors_add(ps->errors, p->at, "param \"%.*s\" is given twice",
		    STR_ARG(errors_name(p->name)));
		errors_hint(ps->errors, "first in %.*s:%u",
		    STR_ARG(old->at.source->name),
		    rules_place_line(old->at));
		return;
	}
	r->param = mem_grow(r->param, r->nparams, &r->params_cap,
	    sizeof(*r->param));
	r->param[r->nparams++] = p;
	parse_statement(ps)->param = p;
}

bool
parse_param(struct parser *ps)
{
	struct rules_param *p = arena_new(&ps->rules->arena, 1, sizeof(*p));
	size_t before = parse_errors(ps);
	bool ok;

	lex_next(&ps->lex);
	p->at = lex_place(&ps->lex);
	if (ps->lex.token.kind != LEX_WORD)
		return parse_unexpected(ps, "the param's name");
	p->name = ps->lex.token.raw;
	lex_next(&ps->lex);
	if (lex_is(&ps->lex, "by")) {
		lex_next(&ps->lex);
		ok = parse_table(ps, p);
	} else {
		ok = parse_take(ps, LEX_ASSIGN, "\"=\" or \"by\"") &&
		    parse_number(ps, &p->value);
	}
	if (!ok || (ps->lex.token.kind != LEX_END &&
	    !parse_unexpected(ps, "the end of the statement")))
		return false;
	if (parse_errors(ps) == before)
		add(ps, p);
	return true;
}

void
rules_define(struct rules *r, struct str text)
{
	struct rules_source *s = arena_new(&r->arena, 1, sizeof(*s));

	s->name = STR("-D");
	s->text = arena_str(&r->arena, text);
	s->order = r->nsources++;
	r->given = mem_grow(r->given, r->ngiven, &r->given_cap,
	    sizeof(*r->given));
	r->given[r->ngiven++].source = s;
}

static void
unknown(struct rules *r, struct rules_place at, struct str name,
    struct rules_errors *errors)
{
	const char **names = arena_new(&r->arena, r->nparams + 1,
	    sizeof(*names));

	for (size_t i = 0; i < r->nparams; i++)
		names[i] = arena_str(&r->arena, r->param[i]->name).p;
	errors_add(errors, at, "unknown param \"%.*s\"",
	    STR_ARG(errors_name(name)));
	errors_nearest(errors, name, names, r->nparams);
}

/* The number of a row that is there or becomes one. */
static double *
row_of(struct rules *r, struct rules_param *p, struct str key)
{
	struct param_entry *e;

	for (size_t i = 0; i < p->nentries; i++)
		if (str_eq(p->entry[i].key, key))
			return &p->entry[i].value;
	e = arena_new(&r->arena, p->nentries + 1, sizeof(*e));
	if (p->nentries)
		memcpy(e, p->entry, p->nentries * sizeof(*e));
	e[p->nentries].key = key;
	p->entry = e;
	return &e[p->nentries++].value;
}

/* KEY as it stands between the brackets; a text in quotes is one always. */
static double *
entry_of(struct rules *r, struct rules_param *p, struct str key)
{
	if (str_eq(key, STR("default"))) {
		p->has_default = true;
		return &p->value;
	}
	if (key.n > 1 && str_starts(key, STR("\"")) &&
	    str_ends(key, STR("\"")))
		key = str_of(key.p + 1, key.n - 2);
	return row_of(r, p, key);
}

/* What NAME, or NAME[KEY], of a -D means; NULL after an error. */
static double *
target(struct rules *r, const struct rules_source *s, struct str name,
    struct rules_errors *errors)
{
	size_t open = str_chr(name, '[');
	struct rules_place at = { s, s->text.p };
	struct str key = str_from(name, open);
	struct rules_param *p;

	name.n = open;
	p = named(r, name);
	if (!p) {
		unknown(r, at, name, errors);
		return NULL;
	}
	if (key.n && (!str_ends(key, STR("]")) || !p->by.n)) {
		errors_add(errors, at, p->by.n ? "\"]\" is missing" :
		    "param \"%.*s\" is one number, not a table",
		    STR_ARG(p->name));
		return NULL;
	}
	if (!key.n && p->by.n) {
		errors_add(errors, at, "param \"%.*s\" is a table",
		    STR_ARG(p->name));
		errors_hint(errors, "write %.*s[%.*s]=NUMBER",
		    STR_ARG(p->name), STR_ARG(p->by));
		return NULL;
	}
	return key.n ? entry_of(r, p, str_of(key.p + 1, key.n - 2)) :
	    &p->value;
}

/* Where the "=" before the number is: a key may have others. */
static size_t
find_equals(struct str s)
{
	size_t first = str_chr(s, '='), i = first;

	if (str_chr(s, '[') > first)
		return first;
	while (i < s.n && !str_ends(str_trim(str_of(s.p, i)), STR("]")))
		i += 1 + str_chr(str_from(s, i + 1), '=');
	return i < s.n ? i : first;
}

static void
define(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors)
{
	size_t equals = find_equals(s->text);
	struct str value = str_from(s->text, equals);
	double *to, d;

	if (!value.n) {
		errors_add(errors, (struct rules_place){ s, s->text.p },
		    "-D takes NAME=NUMBER");
		return;
	}
	value = str_trim(str_from(value, 1));
	to = target(r, s, str_trim(str_of(s->text.p, equals)), errors);
	if (!to)
		return;
	if (num_double(value, &d) && d - d >= 0)
		*to = d;
	else
		errors_add(errors, (struct rules_place){ s, value.n ?
		    value.p : s->text.p + s->text.n },
		    "a param is a number, \"%.*s\" is none",
		    STR_ARG(errors_name(value)));
}

/* The day that a month's window begins on, where a param says it. */
static void
settle_window(struct rules *r, struct rule_window *w,
    struct rules_errors *errors)
{
	const struct rules_param *p = param_find(r, w->from_param);

	if (!p)
		unknown(r, w->from_at, w->from_param, errors);
	else if (p->by.n)
		errors_add(errors, w->from_at, "param \"%.*s\" is a table",
		    STR_ARG(p->name));
	else if (!(p->value >= 1 && p->value <= 31) ||
	    p->value != (double)(unsigned)p->value)
		errors_add(errors, w->from_at, "a month begins on day 1 to "
		    "31: param \"%.*s\" says %g", STR_ARG(p->name), p->value);
	else
		w->from = (unsigned)p->value;
}

static int
by_key(const void *pa, const void *pb)
{
	const struct param_entry *const *a = pa, *const *b = pb;

	return str_cmp((*a)->key, (*b)->key);
}

static void
sort_entries(struct rules *r, struct rules_param *p)
{
	if (!p->nentries)
		return;
	p->sorted = arena_new(&r->arena, p->nentries, sizeof(*p->sorted));
	for (size_t i = 0; i < p->nentries; i++)
		p->sorted[i] = &p->entry[i];
	qsort(p->sorted, p->nentries, sizeof(*p->sorted), by_key);
}

void
param_finish(struct rules *r, struct rules_errors *errors)
{
	for (size_t i = 0; i < r->ngiven; i++)
		define(r, r->given[i].source, errors);
	for (size_t i = 0; i < r->nparams; i++)
		sort_entries(r, r->param[i]);
	for (size_t i = 0; i < r->nrules; i++)
		if (r->rule[i]->window.from_param.n)
			settle_window(r, &r->rule[i]->window, errors);
}
