/*
 * The words of --explain: for each rule what matched, what did not and why,
 * and what a name that nothing has may have meant.
 */
#include <inttypes.h>

#include "event/dialect.h"
#include "rules/explain.h"
#include "rules/ruletext.h"

enum {
	VALUES_SHOWN = 5,
	TEXT_SHOWN = 60,	/* bytes of a value */
};

/* Values come from a log: no control characters. */
static void
put_quoted(struct buf *b, struct str s)
{
	struct str cut = errors_name(s);

	buf_putc(b, '"');
	for (size_t i = 0; i < cut.n; i++)
		buf_putc(b, (unsigned char)cut.p[i] < 0x20 ||
		    cut.p[i] == 0x7f ? '?' : cut.p[i]);
	buf_puts(b, cut.n < s.n ? STR("...\"") : STR("\""));
}

static void
put_times(struct buf *b, uint64_t n)
{
	if (n == 1)
		buf_lit(b, "once");
	else
		buf_printf(b, "%" PRIu64 " times", n);
}

static bool
in_list(const char *list, struct str name)
{
	struct str rest = str_c(list), word;

	while (str_cut(&rest, ' ', &word)) {
		word.n = str_chr(word, ':');
		if (str_eq(word, name))
			return true;
	}
	return false;
}

/* The member of an event that a logger's own name becomes, or NULL. */
static const char *
part_of_event(struct str name)
{
	static const char *const part[DIALECT_NPARTS] = {
		[PART_TIME] = "time", [PART_LEVEL] = "level",
		[PART_EVENT] = "event", [PART_LOGGER] = "logger",
		[PART_TRACE_ID] = "trace_id", [PART_SPAN_ID] = "span_id",
		[PART_TRACE_FLAGS] = "trace_flags",
	};
	/* What few loggers mean by a name must not be a hint for all. */
	static const int order[] = { PART_EVENT, PART_LEVEL, PART_TIME,
		PART_TRACE_ID, PART_SPAN_ID, PART_TRACE_FLAGS, PART_LOGGER };

	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++)
		for (size_t i = 0; i < ndialects; i++) {
			const char *from = dialects[i].from[order[k]];

			if (in_list(from ? from : dialect_ids[order[k]],
			    name))
				return part[order[k]];
		}
	return NULL;
}

/* An event stream has `event`; a log has what becomes it. */
static const char *
raw_event(const struct explain *x)
{
	static const char *const usual[] = { "msg", "message", "body" };

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		for (size_t k = 0; k < x->names.n; k++)
			if (str_eq(x->names.entry[k].text, str_c(usual[i])))
				return usual[i];
	return NULL;
}

static void
put_missing(struct buf *b, const struct explain *x, struct str name)
{
	const struct tally_entry *near = tally_nearest(&x->names, name);
	const char *part = part_of_event(name);
	const char *raw = str_eq(name, STR("event")) ? raw_event(x) : NULL;

	buf_lit(b, "    no event has ");
	put_quoted(b, name);
	if (raw) {
		buf_printf(b, ", but they have \"%s\": is mlog-parse missing "
		    "before mlog-agg?", raw);
	} else if (part && !str_eq(str_c(part), name)) {
		buf_printf(b, ": in the event stream it is \"%s\"", part);
	} else if (near) {
		buf_lit(b, "; the nearest name is ");
		put_quoted(b, near->text);
		buf_printf(b, " (of %" PRIu64 ")", near->count);
	}
	buf_putc(b, '\n');
}

/* Marks the fields that e reads. */
static void
mark_fields(const struct expr *e, bool *used)
{
	if (!e)
		return;
	if (e->op == EXPR_FIELD)
		used[e->field] = true;
	for (size_t i = 0; i < e->nargs; i++)
		mark_fields(e->arg[i], used);
}

static void
mark_list(const struct rule_label *l, size_t n, bool *used)
{
	for (size_t i = 0; i < n; i++)
		mark_fields(l[i].value, used);
}

/* The fields of a rule that no event has at all. */
static void
put_absent(struct buf *b, struct explain *x, const struct rule *rule)
{
	const struct fields *f = &x->rules->fields;
	bool *used = arena_new(&x->names.arena, f->n, sizeof(*used));
	const struct expr *all[] = {
		rule->of, rule->where, rule->up, rule->down, rule->key,
		rule->pair.key, rule->pair.from, rule->pair.to,
		rule->until.cond, rule->parent, rule->failed, rule->duration,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		mark_fields(all[i], used);
	mark_list(rule->by, rule->nby, used);
	mark_list(rule->exemplar, rule->nexemplar, used);
	mark_list(rule->attributes, rule->nattributes, used);
	for (size_t i = 0; i < f->n && x->events; i++)
		if (used[i] && !x->present[i])
			put_missing(b, x, f->field[i].name);
}

static bool
is_value(const struct tally *t, struct str s)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->entry[i].text, s))
			return true;
	return false;
}

/* A constant that the field never is, and what it is. */
static void
put_never(struct buf *b, const struct tally *t, const struct expr *e)
{
	for (size_t i = 0; i < e->nargs; i++) {
		const struct tally_entry *near;

		if (e->arg[i]->op != EXPR_STRING ||
		    is_value(t, e->arg[i]->text))
			continue;
		near = tally_nearest(t, e->arg[i]->text);
		buf_lit(b, "        it is never ");
		put_quoted(b, e->arg[i]->text);
		if (near) {
			buf_lit(b, "; the nearest is ");
			put_quoted(b, near->text);
			buf_lit(b, ", ");
			put_times(b, near->count);
		}
		buf_putc(b, '\n');
	}
}

/* The values seen of what a comparison is about, or NULL. */
static const struct tally *
values_of(const struct explain *x, const struct expr *e)
{
	if (e->op < EXPR_EQ || e->op > EXPR_CONTAINS)
		return NULL;
	if (e->fast == EXPR_LEVELS)
		return &x->level;
	for (size_t i = 0; i < e->nargs; i++)
		if (e->arg[i]->op == EXPR_FIELD)
			return &x->value[e->arg[i]->field];
	return NULL;
}

static void
put_values(struct buf *b, const struct explain *x, const struct expr *e)
{
	const struct tally *t = values_of(x, e);

	if (!t || !t->n)
		return;
	if (e->fast != EXPR_LEVELS && (e->op == EXPR_EQ || e->op == EXPR_IN))
		put_never(b, t, e);
	buf_lit(b, "        it is");
	for (size_t i = 0; i < t->n && i < VALUES_SHOWN; i++) {
		buf_puts(b, i ? STR(", ") : STR(" "));
		put_quoted(b, t->entry[i].text);
		buf_putc(b, ' ');
		put_times(b, t->entry[i].count);
	}
	buf_puts(b, t->n > VALUES_SHOWN || t->unkept ? STR(" ...\n") :
	    STR("\n"));
}

static void
put_test(struct buf *b, const struct explain *x,
    const struct explain_rule *xr, const struct explain_test *t)
{
	if (xr->ntests > 1)
		buf_printf(b, "    %" PRIu64 ": %s\n", t->holds, t->word);
	for (size_t i = 0; i < t->nparts; i++) {
		buf_printf(b, "    %" PRIu64 ": not ", t->part[i].count);
		expr_print_text(b, t->part[i].e);
		buf_putc(b, '\n');
		if (t->holds == 0)
			put_values(b, x, t->part[i].e);
	}
}

static void
put_skipped(struct buf *b, const struct explain_rule *xr)
{
	static const char *const words[EXPLAIN_NREASONS] = {
		"the value is missing", "the value is redacted",
		"the value is no number", "the value is infinite",
		"the value is negative", "a pattern or text was too large",
		"a label's value is not among those of \"only\"",
	};

	for (size_t i = 0; i < EXPLAIN_NREASONS; i++)
		if (xr->skipped[i])
			buf_printf(b, "    %" PRIu64 " skipped: %s\n",
			    xr->skipped[i], words[i]);
	for (size_t i = 0; i < xr->rule->nby; i++)
		if (xr->empty[i])
			buf_printf(b, "    %" PRIu64 " without the label "
			    "\"%.*s\"\n", xr->empty[i],
			    STR_ARG(xr->rule->by[i].name));
}

static void
put_rule(struct buf *b, struct explain *x, const struct explain_rule *xr)
{
	const struct rule *rule = xr->rule;
	const struct rules_source *s = errors_source(rule->at.source);

	buf_printf(b, "%.*s:%u: %s %.*s: ", STR_ARG(s->name), rule->line,
	    rule_kind_name[rule->kind], STR_ARG(rule->name));
	if (rule->kind == RULE_COMPUTE) {
		buf_lit(b, "of other metrics\n");
		return;
	}
	if (xr->matches)
		buf_printf(b, "%" PRIu64, xr->matches);
	else
		buf_lit(b, "none");
	buf_printf(b, " of %" PRIu64 " events\n", x->events);
	for (size_t i = 0; i < xr->ntests; i++)
		put_test(b, x, xr, &xr->test[i]);
	put_skipped(b, xr);
	put_absent(b, x, rule);
}

void
explain_put(struct buf *b, struct explain *x)
{
	tally_sort(&x->names);
	tally_sort(&x->level);
	for (size_t i = 0; i < x->rules->fields.n; i++)
		tally_sort(&x->value[i]);
	for (size_t i = 0; i < x->nrules; i++)
		put_rule(b, x, &x->rule[i]);
}
