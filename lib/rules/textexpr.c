/*
 * Expressions from JSON to text, with no more parentheses than they need.
 * Whether they are right is for the parser to say.
 */
#include <inttypes.h>

#include "base/num.h"
#include "json/jwrite.h"
#include "rules/textmake.h"

/* How tightly something binds, as in exprparse.c. */
enum binds {
	BINDS_OR, BINDS_AND, BINDS_NOT, BINDS_COMPARE, BINDS_SUM,
	BINDS_PRODUCT, BINDS_UNARY,
};

/* Operators between two operands, or between all. */
static const struct operator {
	const char *name;
	enum binds binds, left, right;
	bool many;
} operators[] = {
	{ "or", BINDS_OR, BINDS_AND, BINDS_AND, true },
	{ "and", BINDS_AND, BINDS_NOT, BINDS_NOT, true },
	{ "==", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "!=", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "<", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "<=", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ ">", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ ">=", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "~", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "!~", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "like", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "starts", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "ends", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "contains", BINDS_COMPARE, BINDS_SUM, BINDS_SUM, false },
	{ "+", BINDS_SUM, BINDS_SUM, BINDS_PRODUCT, false },
	{ "-", BINDS_SUM, BINDS_SUM, BINDS_PRODUCT, false },
	{ "*", BINDS_PRODUCT, BINDS_PRODUCT, BINDS_UNARY, false },
	{ "/", BINDS_PRODUCT, BINDS_PRODUCT, BINDS_UNARY, false },
};

static bool expr(struct textmake *m, const json_t *v, enum binds least);

static const struct operator *
find_operator(struct str name)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (str_eq(name, str_c(operators[i].name)))
			return &operators[i];
	return NULL;
}

static bool
is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') &&
		    !(s.p[i] >= 'A' && s.p[i] <= 'Z') && s.p[i] != '_' &&
		    !(i && str_is_digit(s.p[i])))
			return false;
	return s.n > 0;
}

/* Only behind another part may one begin with a digit. */
static bool
is_part(struct str s, bool first)
{
	return is_word(s) || (!first && s.n && str_is_digit(s.p[0]) &&
	    (str_digits(s) == s.n || is_word(str_from(s, str_digits(s)))));
}

static void
put_part(struct textmake *m, struct str part, bool first, bool quote)
{
	struct buf b = { 0 };

	if (!first)
		buf_putc(&m->text, '.');
	if (!quote && is_part(part, first)) {
		buf_puts(&m->text, part);
		return;
	}
	jwrite_string(&b, part);
	buf_putc(&m->text, '`');
	for (size_t i = 1; i + 1 < b.n; i++) {
		if (b.p[i] == '`')
			buf_putc(&m->text, '\\');
		buf_putc(&m->text, b.p[i]);
	}
	buf_putc(&m->text, '`');
	buf_free(&b);
}

void
textmake_path(struct textmake *m, struct str name)
{
	struct str part;
	bool first = true;

	if (!name.n)
		put_part(m, name, true, true);
	while (name.n && str_cut(&name, '.', &part)) {
		put_part(m, part, first, false);
		first = false;
		if (name.p && !name.n) {
			put_part(m, name, false, true);
			break;
		}
	}
}

/* As a field they stand in backquotes. */
static bool
is_reserved(struct str name)
{
	static const char *const words[] = {
		"and", "or", "not", "in", "like", "has", "true", "false",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq(name, str_c(words[i])))
			return true;
	return false;
}

/* ["field", "a.b"] or ["field", ["a.b"]] */
bool
textmake_field(struct textmake *m, const json_t *v)
{
	const json_t *name = json_array_get(v, 1);
	size_t n = json_array_size(name);

	if (!json_is_array(v) || json_array_size(v) != 2 ||
	    !json_is_string(json_array_get(v, 0)) ||
	    strcmp(json_string_value(json_array_get(v, 0)), "field") != 0 ||
	    (!json_is_string(name) && !n))
		return textmake_wrong(m, v,
		    "a field is written [\"field\",\"name\"]");
	if (json_is_string(name) && is_reserved(textmake_str(name)))
		put_part(m, textmake_str(name), true, true);
	else if (json_is_string(name))
		textmake_path(m, textmake_str(name));
	for (size_t i = 0; i < n; i++) {
		const json_t *part = json_array_get(name, i);

		if (!json_is_string(part))
			return textmake_wrong(m, name,
			    "the parts of a field are texts");
		put_part(m, textmake_str(part), i == 0, n == 1);
	}
	return true;
}

bool
textmake_string(struct textmake *m, const json_t *v)
{
	if (!json_is_string(v))
		return textmake_wrong(m, v, "a text is needed here");
	jwrite_string(&m->text, textmake_str(v));
	return true;
}

bool
textmake_number(struct textmake *m, const json_t *v)
{
	if (json_is_integer(v))
		num_put_int64(&m->text, json_integer_value(v));
	else if (json_is_real(v))
		num_put_json(&m->text, json_real_value(v));
	else
		return textmake_wrong(m, v, "a number is needed here");
	return true;
}

/* Behind the "[" of a set at s[i]; as lexers know sets, see lextext.c. */
static size_t
set_start(struct str s, size_t i)
{
	i += i < s.n && s.p[i] == '^';
	return i + (i < s.n && s.p[i] == ']');
}

/* A slash outside of a set has a backslash before it. */
static void
put_pattern(struct buf *b, struct str s)
{
	bool set = false;
	size_t free_from = 0;	/* "]" before it is a member */

	buf_putc(b, '/');
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\' && i + 1 < s.n && s.p[i + 1] != '\n') {
			buf_putc(b, c);
			c = s.p[++i];
		} else if (c == '/' && !set) {
			buf_putc(b, '\\');
		} else if (c == '[' && !set) {
			set = true;
			free_from = set_start(s, i + 1);
		} else if (c == '[' && set && i + 1 < s.n &&
		    s.p[i + 1] == ':') {
			size_t k = i + 2;

			while (k < s.n && s.p[k] >= '^' && s.p[k] <= 'z')
				k++;
			if (k + 1 < s.n && s.p[k] == ':' &&
			    s.p[k + 1] == ']') {
				buf_puts(b, str_of(s.p + i, k + 1 - i));
				i = k + 1;
				c = ']';
			}
		} else if (c == ']' && i >= free_from) {
			set = false;
		}
		if (c == '\n')
			buf_lit(b, "\\n");
		else
			buf_putc(b, c);
	}
	buf_putc(b, '/');
}

static bool
pattern(struct textmake *m, const json_t *v)
{
	const json_t *re = json_array_get(v, 1);

	if (json_array_size(v) != 2 || !json_is_string(re))
		return textmake_wrong(m, v,
		    "a pattern is written [\"pattern\",\"^ab\"]");
	textmake_mark(m, re);
	put_pattern(&m->text, textmake_str(re));
	return true;
}

/* ["index", ["field", "param"], "label"] */
static bool
index_of(struct textmake *m, const json_t *v)
{
	const json_t *label = json_array_get(v, 2);

	if (json_array_size(v) != 3 || !json_is_string(label))
		return textmake_wrong(m, v, "a param's value is written "
		    "[\"index\",[\"field\",\"param\"],\"label\"]");
	if (!textmake_field(m, json_array_get(v, 1)))
		return false;
	buf_putc(&m->text, '[');
	textmake_mark(m, label);
	textmake_path(m, textmake_str(label));
	buf_putc(&m->text, ']');
	return true;
}

static bool
list(struct textmake *m, const json_t *v, size_t from, enum binds least)
{
	for (size_t i = from; i < json_array_size(v); i++) {
		if (i > from)
			buf_lit(&m->text, ", ");
		if (!expr(m, json_array_get(v, i), least))
			return false;
	}
	return true;
}

/* A pair of map, or {"else":value}. */
static bool
map_row(struct textmake *m, const json_t *row)
{
	if (json_is_object(row) && json_object_size(row) == 1 &&
	    json_object_get(row, "else")) {
		buf_lit(&m->text, "else ");
		return expr(m, json_object_get(row, "else"), BINDS_OR);
	}
	if (!json_is_array(row) || json_array_size(row) != 2)
		return textmake_wrong(m, row, "map has pairs, [key,value], "
		    "and {\"else\":value}");
	if (!expr(m, json_array_get(row, 0), BINDS_OR))
		return false;
	buf_lit(&m->text, " = ");
	return expr(m, json_array_get(row, 1), BINDS_OR);
}

static bool
map(struct textmake *m, const json_t *v)
{
	buf_lit(&m->text, "map(");
	if (!expr(m, json_array_get(v, 1), BINDS_OR))
		return false;
	for (size_t i = 2; i < json_array_size(v); i++) {
		buf_lit(&m->text, ", ");
		if (!map_row(m, json_array_get(v, i)))
			return false;
	}
	buf_putc(&m->text, ')');
	return true;
}

static bool
call(struct textmake *m, const json_t *v, struct str name)
{
	if (!is_word(name) || is_reserved(name))
		return textmake_wrong(m, v, "unknown operator \"%.*s\"",
		    STR_ARG(errors_name(name)));
	buf_puts(&m->text, name);
	buf_putc(&m->text, '(');
	if (!list(m, v, 1, BINDS_OR))
		return false;
	buf_putc(&m->text, ')');
	return true;
}

static bool
between(struct textmake *m, const json_t *v, const struct operator *op)
{
	size_t n = json_array_size(v) - 1;

	if (n < 2 || (n > 2 && !op->many))
		return textmake_wrong(m, v, op->many ? "\"%s\" has two "
		    "operands or more" : "\"%s\" has two operands", op->name);
	for (size_t i = 1; i <= n; i++) {
		if (i > 1)
			buf_printf(&m->text, " %s ", op->name);
		if (!expr(m, json_array_get(v, i), i > 1 ? op->right :
		    op->left))
			return false;
	}
	return true;
}

/* "not x", "has x", "-x" */
static bool
prefixed(struct textmake *m, const json_t *v, struct str name)
{
	const json_t *arg = json_array_get(v, 1);

	if (json_array_size(v) != 2)
		return textmake_wrong(m, v, "\"%.*s\" has one operand",
		    STR_ARG(name));
	buf_puts(&m->text, name);
	if (name.p[0] != '-')
		buf_putc(&m->text, ' ');
	if (str_eq(name, STR("has"))) {
		textmake_mark(m, arg);
		return textmake_field(m, arg);
	}
	return expr(m, arg, name.p[0] == '-' ? BINDS_UNARY : BINDS_NOT);
}

static bool
in_list(struct textmake *m, const json_t *v)
{
	if (json_array_size(v) < 3)
		return textmake_wrong(m, v, "\"in\" has two operands or more");
	if (!expr(m, json_array_get(v, 1), BINDS_SUM))
		return false;
	buf_lit(&m->text, " in (");
	if (!list(m, v, 2, BINDS_SUM))
		return false;
	buf_putc(&m->text, ')');
	return true;
}

/* ["integer","18446744073709551615"] */
static bool
integer(struct textmake *m, const json_t *v)
{
	struct str s = textmake_str(json_array_get(v, 1)), digits;
	bool minus;

	digits = num_digits(s, &minus);
	if (json_array_size(v) != 2 || !digits.n)
		return textmake_wrong(m, v, "\"integer\" has digits in a "
		    "text");
	if (minus)
		buf_putc(&m->text, '-');
	buf_puts(&m->text, digits);
	return true;
}

/* How tightly the text of v will bind. */
static enum binds
binding(const json_t *v)
{
	struct str name = textmake_str(json_array_get(v, 0));
	const struct operator *op = find_operator(name);

	if (!json_is_array(v) || !name.n)
		return BINDS_UNARY;
	if (str_eq(name, STR("not")))
		return BINDS_NOT;
	if (str_eq(name, STR("in")) || str_eq(name, STR("has")))
		return BINDS_COMPARE;
	if (!op || (name.p[0] == '-' && json_array_size(v) == 2))
		return BINDS_UNARY;
	return op->binds;
}

static bool
operation(struct textmake *m, const json_t *v)
{
	struct str name = textmake_str(json_array_get(v, 0));
	const struct operator *op = find_operator(name);

	if (!name.n)
		return textmake_wrong(m, v, "an operation begins with its "
		    "operator or function: [\"+\",1,2]");
	if (str_eq(name, STR("field")))
		return textmake_field(m, v);
	if (str_eq(name, STR("pattern")))
		return pattern(m, v);
	if (str_eq(name, STR("index")))
		return index_of(m, v);
	if (str_eq(name, STR("integer")))
		return integer(m, v);
	if (str_eq(name, STR("in")))
		return in_list(m, v);
	if (str_eq(name, STR("not")) || str_eq(name, STR("has")) ||
	    (str_eq(name, STR("-")) && json_array_size(v) == 2))
		return prefixed(m, v, name);
	if (op)
		return between(m, v, op);
	return str_eq(name, STR("map")) && json_array_size(v) > 1 ?
	    map(m, v) : call(m, v, name);
}

static bool
expr(struct textmake *m, const json_t *v, enum binds least)
{
	bool parens = binding(v) < least, ok;

	textmake_mark(m, v);
	if (json_is_string(v))
		return textmake_string(m, v);
	if (json_is_number(v))
		return textmake_number(m, v);
	if (json_is_boolean(v)) {
		buf_puts(&m->text, json_is_true(v) ? STR("true") :
		    STR("false"));
		return true;
	}
	if (!json_is_array(v))
		return textmake_wrong(m, v, "a constant or an operation is "
		    "needed here");
	if (parens)
		buf_putc(&m->text, '(');
	ok = operation(m, v);
	if (parens)
		buf_putc(&m->text, ')');
	return ok;
}

bool
textmake_expr(struct textmake *m, const json_t *v)
{
	return expr(m, v, BINDS_OR);
}
