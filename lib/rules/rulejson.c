/*
 * Prints rules as JSON, by hand: the order of members is fixed and each value
 * has one spelling, since hashes are taken of the text. Reading JSON is not
 * done here.
 */
#include <inttypes.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/stamp.h"
#include "json/jwrite.h"
#include "rules/rulejson.h"

static void
put_member(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, ",\"%s\":", name);
	jwrite_string(b, value);
}

static void
put_expr(struct buf *b, const char *name, const struct expr *e)
{
	if (!e)
		return;
	buf_printf(b, ",\"%s\":", name);
	expr_put_json(b, e);
}

/* A span of time as it is written: the units that are not 0. */
static void
put_span(struct buf *b, const char *name, int64_t ns)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = {
		{ "d", 86400 * STAMP_SEC }, { "h", 3600 * STAMP_SEC },
		{ "m", 60 * STAMP_SEC }, { "s", STAMP_SEC },
		{ "ms", 1000000 }, { "us", 1000 }, { "ns", 1 },
	};

	if (!ns)
		return;
	buf_printf(b, ",\"%s\":\"", name);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (ns >= units[i].ns)
			buf_printf(b, "%" PRId64 "%s", ns / units[i].ns,
			    units[i].name);
		ns %= units[i].ns;
	}
	buf_putc(b, '"');
}

static void
put_label(struct buf *b, const struct rule_label *l)
{
	if (!l->own && !l->has_initially) {
		jwrite_string(b, l->name);
		return;
	}
	buf_lit(b, "{\"name\":");
	jwrite_string(b, l->name);
	if (l->own)
		put_expr(b, "value", l->value);
	if (l->has_initially)
		put_member(b, "initially", l->initially);
	buf_putc(b, '}');
}

static void
put_labels(struct buf *b, const char *name, const struct rule_label *l,
    size_t n)
{
	if (!n)
		return;
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		put_label(b, &l[i]);
	}
	buf_putc(b, ']');
}

static void
put_numbers(struct buf *b, const char *name, const double *v, size_t n)
{
	if (!n)
		return;
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		num_put_json(b, v[i]);
	}
	buf_putc(b, ']');
}

static void
put_number(struct buf *b, const char *name, double d)
{
	buf_printf(b, ",\"%s\":", name);
	num_put_json(b, d);
}

static void
put_limit(struct buf *b, const struct rule *rule)
{
	if (rule->limit != (rule->kind == RULE_STATES ?
	    RULES_ENTITIES_DEFAULT : RULES_LIMIT_DEFAULT) ||
	    rule->action != RULE_FOLD)
		buf_printf(b, ",\"limit\":%u", rule->limit);
	if (rule->action != RULE_FOLD)
		put_member(b, "over", str_c(rule_action_name[rule->action]));
}

/* A span has the parts of its pair as clauses of its own. */
static void
put_pair(struct buf *b, const struct rule *rule)
{
	const struct rule_pair *p = &rule->pair;
	struct buf in = { 0 };

	if (!p->given)
		return;
	if (rule->kind != RULE_SPAN)
		put_expr(&in, "key", p->key);
	put_expr(&in, "from", p->from);
	put_expr(&in, "to", p->to);
	put_span(&in, "timeout", p->timeout);
	if (rule->kind == RULE_SPAN)
		buf_puts(b, buf_str(&in));
	else
		buf_printf(b, ",\"pair\":{%.*s}", (int)(in.n - 1), in.p + 1);
	buf_free(&in);
}

static void
put_window(struct buf *b, const struct rule_window *w)
{
	struct buf in = { 0 };
	bool from = w->from_param.n || (w->unit == RULE_MONTH && w->from != 1);

	if (w->unit == RULE_NO_WINDOW)
		return;
	if (w->unit == RULE_SPAN_OF_TIME)
		put_span(&in, "unit", w->length);
	else
		put_member(&in, "unit", str_c(rule_unit_name[w->unit]));
	if (!from && !w->tz.n) {
		buf_printf(b, ",\"window\":%.*s", (int)(in.n - 8), in.p + 8);
		buf_free(&in);
		return;
	}
	if (w->from_param.n)
		put_member(&in, "from", w->from_param);
	else if (from)
		buf_printf(&in, ",\"from\":%u", w->from);
	if (w->tz.n)
		put_member(&in, "tz", w->tz);
	buf_printf(b, ",\"window\":{%.*s}", (int)(in.n - 1), in.p + 1);
	buf_free(&in);
}

void
until_put_json(struct buf *b, const struct rule_until *u)
{
	if (!u->cond)
		return;
	buf_lit(b, ",\"until\":{\"where\":");
	expr_put_json(b, u->cond);
	if (u->after)
		put_span(b, "drop", u->after);
	else if (u->drop)
		buf_lit(b, ",\"drop\":true");
	buf_putc(b, '}');
}

static bool
is_usual(const double *v, size_t n, const double *usual, size_t nusual)
{
	return n == nusual && memcmp(v, usual, n * sizeof(*v)) == 0;
}

static void
put_sizes(struct buf *b, const struct rule *rule)
{
	if (!is_usual(rule->buckets, rule->nbuckets, rule_usual_buckets,
	    RULE_NBUCKETS))
		put_numbers(b, "buckets", rule->buckets, rule->nbuckets);
	if (rule->exponential)
		buf_lit(b, ",\"exponential\":true");
	if (rule->error < 0.01 || rule->error > 0.01)
		put_number(b, "error", rule->error);
	if (!is_usual(rule->quantiles, rule->nquantiles, rule_usual_quantiles,
	    RULE_NQUANTILES))
		put_numbers(b, "quantiles", rule->quantiles,
		    rule->nquantiles);
}

static void
put_span_clauses(struct buf *b, const struct rule *rule)
{
	put_expr(b, "parent", rule->parent);
	put_expr(b, "failed", rule->failed);
	put_expr(b, "duration", rule->duration);
	put_labels(b, "attributes", rule->attributes, rule->nattributes);
}

static void
put_compute(struct buf *b, const struct rule *rule)
{
	put_expr(b, "value", rule->compute);
	if (rule->has_warn)
		put_number(b, "warn", rule->warn);
	if (rule->has_crit)
		put_number(b, "crit", rule->crit);
}

void
rule_put_json(struct buf *b, const struct rule *rule, bool help)
{
	buf_printf(b, "{\"kind\":\"%s\"", rule_kind_name[rule->kind]);
	put_member(b, "name", rule->name);
	if (rule->mode != RULE_LAST)
		put_member(b, "mode", str_c(rule_mode_name[rule->mode]));
	if (rule->absolute)
		buf_lit(b, ",\"absolute\":true");
	put_expr(b, "of", rule->of);
	put_expr(b, "key", rule->key);
	put_labels(b, "by", rule->by, rule->nby);
	put_pair(b, rule);
	put_expr(b, "where", rule->where);
	put_expr(b, "up", rule->up);
	put_expr(b, "down", rule->down);
	until_put_json(b, &rule->until);
	put_span_clauses(b, rule);
	put_compute(b, rule);
	put_sizes(b, rule);
	put_window(b, &rule->window);
	put_span(b, "expire", rule->expire);
	put_labels(b, "exemplar", rule->exemplar, rule->nexemplar);
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
	put_expr(b, "value", d->value);
	if (d->nonly) {
		buf_lit(b, ",\"only\":");
		rulejson_strings(b, d->only, d->nonly);
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
param_put_json(struct buf *b, const struct rules_param *p, bool sorted)
{
	buf_lit(b, "{\"kind\":\"param\"");
	put_member(b, "name", p->name);
	if (!p->by.n) {
		put_number(b, "value", p->value);
		buf_putc(b, '}');
		return;
	}
	put_member(b, "by", p->by);
	buf_lit(b, ",\"table\":{");
	for (size_t i = 0; i < p->nentries; i++) {
		const struct param_entry *e = sorted ? p->sorted[i] :
		    &p->entry[i];

		if (i)
			buf_putc(b, ',');
		jwrite_string(b, e->key);
		buf_putc(b, ':');
		num_put_json(b, e->value);
	}
	buf_putc(b, '}');
	if (p->has_default)
		put_number(b, "default", p->value);
	buf_putc(b, '}');
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
		else if (s->param)
			param_put_json(b, s->param, false);
		else
			put_resource(b, s);
		if (i + 1 < r->nstatements)
			buf_putc(b, ',');
		buf_putc(b, '\n');
	}
	buf_lit(b, "]}\n");
}

/* Each statement on a line of its own, and the declarations behind it. */
static void
put_whole(struct buf *b, const struct rule *rule)
{
	rule_put_json(b, rule, false);
	for (size_t i = 0; i < rule->nby; i++)
		if (rule->by[i].decl)
			label_put_json(b, rule->by[i].decl);
	buf_putc(b, '\n');
	param_put_used(b, rule);
}

void
rules_hash(const struct rule_family *f, char hash[17])
{
	static const char digits[] = "0123456789abcdef";
	struct buf b = { 0 };
	uint64_t h;

	for (size_t i = 0; i < f->n; i++)
		put_whole(&b, f->rule[i]);
	h = hash_fixed(buf_str(&b));
	for (int i = 0; i < 16; i++)
		hash[i] = digits[h >> (60 - 4 * i) & 15];
	hash[16] = '\0';
	buf_free(&b);
}
