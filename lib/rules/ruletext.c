/*
 * JSON to text: the statements that are no rules, whole texts, and what is
 * printed. The parser's errors are shown in the JSON.
 */
#include <string.h>

#include "base/mem.h"
#include "json/jwrite.h"
#include "rules/parse.h"
#include "rules/rulejson.h"
#include "rules/ruletext.h"
#include "rules/textmake.h"

enum {
	WIDTH = 78,		/* bytes of a statement that stays a line */
};

/* A name that the lexer takes whole (lex_name). */
bool
textmake_name(struct textmake *m, const json_t *v, struct str s,
    const char *what)
{
	bool ok = true;

	if (!s.n)
		return textmake_wrong(m, v, "\"name\" is missing: what names "
		    "%s", what);
	for (size_t i = 0; i < s.n; i++)
		ok = ok && ((s.p[i] >= 'a' && s.p[i] <= 'z') ||
		    (s.p[i] >= 'A' && s.p[i] <= 'Z') || str_is_digit(s.p[i]) ||
		    memchr("_:.", s.p[i], 3));
	if (!ok)
		return textmake_wrong(m, v, "\"%.*s\" cannot name %s",
		    STR_ARG(errors_name(s)), what);
	buf_puts(&m->text, s);
	return true;
}

/* The members of an object that is a clause must be among these. */
bool
textmake_members(struct textmake *m, const json_t *v, const char *const *names,
    size_t n)
{
	void *it = json_object_iter((json_t *)(uintptr_t)v);

	for (; it; it = json_object_iter_next((json_t *)(uintptr_t)v, it)) {
		const char *key = json_object_iter_key(it);
		size_t i = 0;

		while (i < n && strcmp(names[i], key) != 0)
			i++;
		if (i < n)
			continue;
		textmake_wrong(m, json_object_iter_value(it),
		    "unknown member \"%.60s\"", key);
		return errors_nearest(m->errors, str_c(key), names, n);
	}
	return true;
}

static bool
label(struct textmake *m, const json_t *v, const char *kind)
{
	static const char *const names[] = { "kind", "name", "value", "only",
		"else" };
	const json_t *name = json_object_get(v, "name");
	const json_t *value = json_object_get(v, "value");
	const json_t *only = json_object_get(v, "only");
	const json_t *other = json_object_get(v, "else");

	if (!textmake_members(m, v, names, 5))
		return false;
	buf_printf(&m->text, "%s ", kind);
	textmake_mark(m, name);
	if (!textmake_name(m, json_is_string(name) ? name : v,
	    textmake_str(name), "a label"))
		return false;
	if (value) {
		textmake_clause(m, value, "= ");
		if (!textmake_expr(m, value))
			return false;
	}
	if (only)
		textmake_clause(m, only, "only");
	for (size_t i = 0; i < json_array_size(only); i++) {
		buf_puts(&m->text, i ? STR(", ") : STR(" "));
		textmake_mark(m, json_array_get(only, i));
		if (!textmake_string(m, json_array_get(only, i)))
			return false;
	}
	return !other || (textmake_clause(m, other, "else ") &&
	    textmake_string(m, other));
}

static bool
table(struct textmake *m, const json_t *v)
{
	const json_t *rows = json_object_get(v, "table");
	const json_t *other = json_object_get(v, "default");
	void *it = json_object_iter((json_t *)(uintptr_t)rows);
	const char *comma = "";

	buf_lit(&m->text, " {");
	for (; it; it = json_object_iter_next((json_t *)(uintptr_t)rows, it)) {
		buf_printf(&m->text, "%s ", comma);
		textmake_mark(m, json_object_iter_value(it));
		jwrite_string(&m->text, str_c(json_object_iter_key(it)));
		buf_lit(&m->text, " = ");
		if (!textmake_number(m, json_object_iter_value(it)))
			return false;
		comma = ",";
	}
	if (other) {
		buf_printf(&m->text, "%s default = ", comma);
		textmake_mark(m, other);
		if (!textmake_number(m, other))
			return false;
	}
	buf_lit(&m->text, " }");
	return true;
}

static bool
param(struct textmake *m, const json_t *v, const char *kind)
{
	static const char *const names[] = { "kind", "name", "value", "by",
		"table", "default" };
	const json_t *name = json_object_get(v, "name");
	const json_t *value = json_object_get(v, "value");
	const json_t *by = json_object_get(v, "by");

	if (!textmake_members(m, v, names, 6))
		return false;
	buf_printf(&m->text, "%s ", kind);
	textmake_mark(m, name);
	if (!textmake_name(m, json_is_string(name) ? name : v,
	    textmake_str(name), "a param"))
		return false;
	if (!by != !json_object_get(v, "table") || !by == !value)
		return textmake_wrong(m, v, "a param has \"value\", or \"by\" "
		    "and \"table\"");
	if (value)
		return textmake_clause(m, value, "= ") &&
		    textmake_number(m, value);
	textmake_clause(m, by, "by ");
	textmake_path(m, textmake_str(by));
	return table(m, v);
}

static bool
resource(struct textmake *m, const json_t *v, const char *kind)
{
	static const char *const names[] = { "kind", "attributes" };
	const json_t *all = json_object_get(v, "attributes");
	void *it = json_object_iter((json_t *)(uintptr_t)all);

	if (!textmake_members(m, v, names, 2))
		return false;
	if (!it)
		return textmake_wrong(m, v, "a resource has \"attributes\"");
	buf_puts(&m->text, str_c(kind));
	for (const char *comma = ""; it; comma = ",") {
		const json_t *value = json_object_iter_value(it);

		buf_printf(&m->text, "%s ", comma);
		textmake_mark(m, value);
		if (!textmake_name(m, value, str_c(json_object_iter_key(it)),
		    "an attribute"))
			return false;
		buf_lit(&m->text, " = ");
		if (!textmake_string(m, value))
			return false;
		it = json_object_iter_next((json_t *)(uintptr_t)all, it);
	}
	return true;
}

static bool
include(struct textmake *m, const json_t *v, const char *kind)
{
	static const char *const names[] = { "kind", "file" };

	if (!textmake_members(m, v, names, 2))
		return false;
	buf_printf(&m->text, "%s ", kind);
	textmake_mark(m, json_object_get(v, "file"));
	return json_object_get(v, "file") ?
	    textmake_string(m, json_object_get(v, "file")) :
	    textmake_wrong(m, v, "an include has \"file\"");
}

static bool
dispatch(struct textmake *m, const json_t *v)
{
	static const struct {
		const char *kind;
		bool (*put)(struct textmake *m, const json_t *v,
		    const char *kind);
	} others[] = {
		{ "label", label }, { "param", param },
		{ "resource", resource }, { "include", include },
	};
	const char *kind = json_string_value(json_object_get(v, "kind"));
	const char *names[RULE_NKINDS + 4];

	if (!kind)
		return textmake_wrong(m, v, "a statement has \"kind\"");
	for (size_t i = 0; i < 4; i++) {
		names[RULE_NKINDS + i] = others[i].kind;
		if (strcmp(kind, others[i].kind) == 0)
			return others[i].put(m, v, kind);
	}
	for (size_t i = 0; i < RULE_NKINDS; i++) {
		names[i] = rule_kind_name[i];
		if (strcmp(kind, names[i]) == 0)
			return textmake_rule(m, v, kind);
	}
	textmake_wrong(m, json_object_get(v, "kind"),
	    "unknown statement \"%.60s\"", kind);
	return errors_nearest(m->errors, str_c(kind), names, RULE_NKINDS + 4);
}

/* On one line where there is room, else a clause a line. */
static bool
statement(struct textmake *m, const json_t *v)
{
	size_t n = m->text.n, norigins = m->norigins;
	bool ok;

	m->separator = " ";
	textmake_mark(m, v);
	ok = dispatch(m, v);
	if (ok && m->text.n - n > WIDTH) {
		m->text.n = n;
		m->norigins = norigins;
		m->separator = "\n\t";
		textmake_mark(m, v);
		ok = dispatch(m, v);
	}
	if (ok) {
		buf_putc(&m->text, '\n');
	} else {
		m->text.n = n;
		m->norigins = norigins;
	}
	return ok;
}

/* False when the JSON is not what rules are. */
static bool
make(struct textmake *m, const json_t *root)
{
	const json_t *all = json_object_get(root, "rules");

	textmake_index(m, root);
	if (!json_is_array(all) || json_object_size(root) != 1)
		return textmake_wrong(m, root,
		    "rules as JSON are {\"rules\":[...]}");
	for (size_t i = 0; i < json_array_size(all); i++)
		statement(m, json_array_get(all, i));
	return true;
}

static void
make_free(struct textmake *m)
{
	buf_free(&m->text);
	mem_free(m->place);
	mem_free(m->origin);
}

static json_t *
parsed(struct str text, const struct rules_source *s,
    struct rules_errors *errors)
{
	json_error_t e;
	json_t *root = json_loadb(text.p, text.n,
	    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &e);
	size_t at = e.position > 0 ? (size_t)e.position - 1 : 0;

	if (!root)
		errors_add(errors, (struct rules_place){ s, s->text.p +
		    (at < s->text.n ? at : s->text.n) }, "JSON: %s", e.text);
	if (!root && strstr(e.text, "big integer"))
		errors_hint(errors, "write [\"integer\",\"...\"]");
	return root;
}

/* What was made becomes a text of its own, whose places lead to the JSON. */
static const struct rules_source *
made_source(struct rules *r, const struct textmake *m)
{
	struct rules_source *s = arena_new(&r->arena, 1, sizeof(*s));
	struct rules_origin *origin = arena_new(&r->arena, m->norigins,
	    sizeof(*origin));

	memcpy(origin, m->origin, m->norigins * sizeof(*origin));
	*s = *m->source;
	s->text = arena_str(&r->arena, buf_str(&m->text));
	s->json = m->source;
	s->origin = origin;
	s->norigins = m->norigins;
	return s;
}

void
ruletext_load(struct rules *r, const struct rules_source *s,
    struct rules_errors *errors)
{
	struct textmake m = { .source = s, .errors = errors };
	json_t *root = parsed(s->text, s, errors);

	if (root && make(&m, root) && m.text.n)
		parse_source(r, made_source(r, &m), errors);
	make_free(&m);
	json_decref(root);
}

void
rules_print_text(struct buf *b, const struct rules *r)
{
	struct rules_errors errors = { 0 };
	struct rules_source s = { .name = STR("json") };
	struct textmake m = { .source = &s, .errors = &errors };
	struct buf json = { 0 };
	json_t *root;

	rules_print_json(&json, r);
	s.text = buf_str(&json);
	root = parsed(s.text, &s, &errors);
	if (root && make(&m, root))
		buf_puts(b, buf_str(&m.text));
	make_free(&m);
	json_decref(root);
	buf_free(&json);
	rules_errors_free(&errors);
}

void
expr_print_text(struct buf *b, const struct expr *e)
{
	struct rules_errors errors = { 0 };
	struct rules_source s = { .name = STR("json") };
	struct textmake m = { .source = &s, .errors = &errors };
	struct buf json = { 0 };
	json_t *root;

	buf_putc(&json, '[');
	expr_put_json(&json, e);
	buf_putc(&json, ']');
	s.text = buf_str(&json);
	root = parsed(s.text, &s, &errors);
	if (root && textmake_expr(&m, json_array_get(root, 0)))
		buf_puts(b, buf_str(&m.text));
	make_free(&m);
	json_decref(root);
	buf_free(&json);
	rules_errors_free(&errors);
}
