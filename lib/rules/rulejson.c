/*
 * Prints rules as JSON, by hand: the order of members is fixed and each value
 * has one spelling, since hashes are taken of the text. Reading JSON is not
 * done here.
 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "json/jwrite.h"
#include "rules/func.h"
#include "rules/rulejson.h"

static void
put_member(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, ",\"%s\":", name);
	jwrite_string(b, value);
}

static void
put_strings(struct buf *b, const struct str *s, size_t n)
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

/* A list of parts only where dots would not tell them. */
static void
put_field(struct buf *b, const struct expr *e)
{
	bool plain = true;

	for (size_t i = 0; i < e->nparts; i++)
		plain = plain && e->part[i].n &&
		    str_chr(e->part[i], '.') == e->part[i].n;
	buf_lit(b, "[\"field\",");
	if (plain)
		put_joined(b, e);
	else
		put_strings(b, e->part, e->nparts);
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

/* Ids over 2^53 are compared exactly, and so they are printed. */
static void
put_number(struct buf *b, const struct expr *e)
{
	int64_t v;

	if (fabs(e->num) >= 0x1p53 && num_int64(e->text, &v))
		num_put_int64(b, v);
	else
		num_put_json(b, e->num);
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
	case EXPR_FIELD: case EXPR_LEVEL:
		put_field(b, e);
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

static void
put_by(struct buf *b, const struct rule *rule)
{
	buf_lit(b, ",\"by\":[");
	for (size_t i = 0; i < rule->nby; i++) {
		const struct rule_label *l = &rule->by[i];

		if (i)
			buf_putc(b, ',');
		if (!l->own) {
			jwrite_string(b, l->name);
			continue;
		}
		buf_lit(b, "{\"name\":");
		jwrite_string(b, l->name);
		buf_lit(b, ",\"value\":");
		expr_put_json(b, l->value);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void
put_buckets(struct buf *b, const struct rule *rule)
{
	buf_lit(b, ",\"buckets\":[");
	for (size_t i = 0; i < rule->nbuckets; i++) {
		if (i)
			buf_putc(b, ',');
		num_put_json(b, rule->buckets[i]);
	}
	buf_putc(b, ']');
}

static void
put_limit(struct buf *b, const struct rule *rule)
{
	if (rule->limit != RULES_LIMIT_DEFAULT ||
	    rule->action != RULE_FOLD)
		buf_printf(b, ",\"limit\":%u", rule->limit);
	if (rule->action != RULE_FOLD)
		put_member(b, "over", str_c(rule_action_name[rule->action]));
}

void
rule_put_json(struct buf *b, const struct rule *rule, bool help)
{
	buf_printf(b, "{\"kind\":\"%s\"", rule_kind_name[rule->kind]);
	put_member(b, "name", rule->name);
	if (rule->mode != RULE_LAST)
		put_member(b, "mode", str_c(rule_mode_name[rule->mode]));
	if (rule->of) {
		buf_lit(b, ",\"of\":");
		expr_put_json(b, rule->of);
	}
	if (rule->nby)
		put_by(b, rule);
	if (rule->where) {
		buf_lit(b, ",\"where\":");
		expr_put_json(b, rule->where);
	}
	if (rule->nbuckets)
		put_buckets(b, rule);
	if (help && rule->has_help)
		put_member(b, "help", rule->help);
	if (rule->unit.n)
		put_member(b, "unit", rule->unit);
	put_limit(b, rule);
	buf_putc(b, '}');
}

void
label_put_json(struct buf *b, const struct label_decl *d)
{
	buf_lit(b, "{\"kind\":\"label\"");
	put_member(b, "name", d->name);
	if (d->value) {
		buf_lit(b, ",\"value\":");
		expr_put_json(b, d->value);
	}
	if (d->nonly) {
		buf_lit(b, ",\"only\":");
		put_strings(b, d->only, d->nonly);
	}
	if (d->has_other)
		put_member(b, "else", d->other);
	buf_putc(b, '}');
}

static void
put_resource(struct buf *b, const struct rules_statement *s)
{
	buf_lit(b, "{\"kind\":\"resource\",\"attributes\":{");
	for (size_t i = 0; i < s->nresource; i++) {
		if (i)
			buf_putc(b, ',');
		jwrite_string(b, s->resource[i].name);
		buf_putc(b, ':');
		jwrite_string(b, s->resource[i].value);
	}
	buf_lit(b, "}}");
}

void
rules_print_json(struct buf *b, const struct rules *r)
{
	buf_lit(b, "{\"rules\":[\n");
	for (size_t i = 0; i < r->nstatements; i++) {
		const struct rules_statement *s = &r->statement[i];

		if (s->rule)
			rule_put_json(b, s->rule, true);
		else if (s->label)
			label_put_json(b, s->label);
		else
			put_resource(b, s);
		if (i + 1 < r->nstatements)
			buf_putc(b, ',');
		buf_putc(b, '\n');
	}
	buf_lit(b, "]}\n");
}

static int
by_text(const void *pa, const void *pb)
{
	return str_cmp(*(const struct str *)pa, *(const struct str *)pb);
}

/* Each statement on a line of its own, and the declarations behind it. */
static struct str
printed(struct arena *a, const struct rule *rule)
{
	struct buf b = { 0 };
	struct str s;

	rule_put_json(&b, rule, false);
	for (size_t i = 0; i < rule->nby; i++)
		if (rule->by[i].decl)
			label_put_json(&b, rule->by[i].decl);
	buf_putc(&b, '\n');
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

void
rules_hash(const struct rule_family *f, char hash[17])
{
	static const char digits[] = "0123456789abcdef";
	struct arena a = { 0 };
	struct str *text = arena_new(&a, f->n, sizeof(*text));
	struct buf b = { 0 };
	uint64_t h;

	for (size_t i = 0; i < f->n; i++)
		text[i] = printed(&a, f->rule[i]);
	qsort(text, f->n, sizeof(*text), by_text);
	for (size_t i = 0; i < f->n; i++)
		buf_puts(&b, text[i]);
	h = hash_fixed(buf_str(&b));
	for (int i = 0; i < 16; i++)
		hash[i] = digits[h >> (60 - 4 * i) & 15];
	hash[16] = '\0';
	buf_free(&b);
	arena_free(&a);
}
