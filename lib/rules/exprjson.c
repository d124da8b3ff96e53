/*
 * Prints expressions as JSON, in one spelling only. What surrounds them is
 * rulejson.c's.
 */
#include <math.h>

#include "base/num.h"
#include "json/jwrite.h"
#include "rules/func.h"
#include "rules/rulejson.h"

void
rulejson_strings(struct buf *b, const struct str *s, size_t n)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		jwrite_string(b, s[i]);
	}
	buf_putc(b, ']');
}

static void
put_joined(struct buf *b, const struct expr *e)
{
	struct buf name = { 0 };

	for (size_t i = 0; i < e->nparts; i++) {
		if (i)
			buf_putc(&name, '.');
		buf_puts(&name, e->part[i]);
	}
	jwrite_string(b, buf_str(&name));
	buf_free(&name);
}

/* Whether it stands in backquotes although it need not: then it is a field,
 * whatever the name means in the rule. */
static bool
is_meant(const struct expr *e)
{
	struct str s = e->part[0];

	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') &&
		    !(s.p[i] >= 'A' && s.p[i] <= 'Z') && s.p[i] != '_' &&
		    !(i && str_is_digit(s.p[i])))
			return false;
	return e->quoted;
}

/* A list of parts only where dots would not tell them, or for backquotes. */
static void
put_field(struct buf *b, const struct expr *e)
{
	bool plain = !is_meant(e);

	for (size_t i = 0; i < e->nparts; i++)
		plain = plain && e->part[i].n &&
		    str_chr(e->part[i], '.') == e->part[i].n;
	buf_lit(b, "[\"field\",");
	if (plain)
		put_joined(b, e);
	else
		rulejson_strings(b, e->part, e->nparts);
	buf_putc(b, ']');
}

static void
put_list(struct buf *b, const char *name, const struct expr *e)
{
	buf_putc(b, '[');
	jwrite_string(b, str_c(name));
	for (size_t i = 0; i < e->nargs; i++) {
		buf_putc(b, ',');
		expr_put_json(b, e->arg[i]);
	}
	buf_putc(b, ']');
}

/* ["map",x,[key,value],...,{"else":value}] */
static void
put_map(struct buf *b, const struct expr *e)
{
	buf_lit(b, "[\"map\",");
	expr_put_json(b, e->arg[0]);
	for (size_t i = 1; i + 1 < e->nargs; i += 2) {
		buf_lit(b, ",[");
		expr_put_json(b, e->arg[i]);
		buf_putc(b, ',');
		expr_put_json(b, e->arg[i + 1]);
		buf_putc(b, ']');
	}
	if (e->nargs % 2 == 0) {
		buf_lit(b, ",{\"else\":");
		expr_put_json(b, e->arg[e->nargs - 1]);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

/* Ids over 2^53 are compared exactly, and so they are printed; those that do
 * not fit 64 bits as a text, since no reader of JSON would keep them. */
static void
put_number(struct buf *b, const struct expr *e)
{
	bool minus;
	struct str digits = num_digits(e->text, &minus);
	int64_t v;

	if (fabs(e->num) < 0x1p53 || !digits.n)
		num_put_json(b, e->num);
	else if (num_int64(e->text, &v))
		num_put_int64(b, v);
	else
		buf_printf(b, "[\"integer\",\"%s%.*s\"]", minus ? "-" : "",
		    STR_ARG(digits));
}

void
expr_put_json(struct buf *b, const struct expr *e)
{
	switch (e->op) {
	case EXPR_NUMBER:
		put_number(b, e);
		break;
	case EXPR_STRING:
		jwrite_string(b, e->text);
		break;
	case EXPR_TRUE:
		buf_lit(b, "true");
		break;
	case EXPR_FALSE:
		buf_lit(b, "false");
		break;
	case EXPR_FIELD: case EXPR_LEVEL: case EXPR_ELAPSED: case EXPR_OWN:
	case EXPR_METRIC:
		put_field(b, e);
		break;
	case EXPR_PARAM:
		if (!e->nargs) {
			put_field(b, e);
			break;
		}
		buf_lit(b, "[\"index\",");
		put_field(b, e->arg[0]);
		buf_putc(b, ',');
		jwrite_string(b, e->text);
		buf_putc(b, ']');
		break;
	case EXPR_PATTERN:
		buf_lit(b, "[\"pattern\",");
		jwrite_string(b, e->text);
		buf_putc(b, ']');
		break;
	case EXPR_CALL:
		if (e->func->args)
			put_list(b, e->func->name, e);
		else
			put_map(b, e);
		break;
	default:
		put_list(b, expr_op_name(e->op), e);
	}
}

