/*
 * The canonical line of a record whose parts are known. Where they come from
 * is sign.c's and parts.c's.
 */
#include "base/num.h"
#include "event/event.h"
#include "event/put.h"
#include "json/jwrite.h"

#define NAME(lit) { lit, sizeof(lit) - 1 }
const struct str put_own[PUT_NOWN] = {
	NAME("time"), NAME("level"), NAME("severity"), NAME("level_text"),
	NAME("event"), NAME("logger"), NAME("trace_id"), NAME("span_id"),
	NAME("trace_flags"), NAME("@mlog"),
};

/* The inside of a string, as it came where it can be. */
static void
put_inside_of(const struct put *pt, struct buf *out, struct str text)
{
	if (pt->repair)
		jwrite_inside(out, text);
	else
		buf_puts(out, text);
}

static void
put_name(struct buf *out, struct str raw)
{
	buf_lit(out, ",\"");
	buf_puts(out, raw);
	buf_lit(out, "\":");
}

/* A value as it came, but for what must not be passed on. */
static void
put_raw(struct buf *out, const struct jtoken *t)
{
	if (t->flags & (JREAD_SPACED | JREAD_BAD_UTF8 | JREAD_NONFINITE)) {
		struct str raw = t->text;

		if (t->kind == JREAD_STRING)
			raw = str_of(t->text.p - 1, t->text.n + 2);
		jwrite_value(out, raw);
		return;
	}
	if (t->kind == JREAD_STRING)
		buf_put(out, t->text.p - 1, t->text.n + 2);
	else
		buf_puts(out, t->text);
}

/* Whether the record has a member of that name. */
static bool
has_member(struct put *pt, struct str name)
{
	for (size_t i = 0; i < pt->rec->n; i++)
		if (str_eq(key_text(&pt->rec->member[i].key, &pt->scratch),
		    name))
			return true;
	return false;
}

/*
 * Makes pt->name a name that the record does not have: the given one with as
 * many '_' behind it as that takes; `times` is how many of the same name went
 * before.
 */
static void
new_name(struct put *pt, struct str name, size_t times)
{
	buf_reset(&pt->name);
	buf_puts(&pt->name, name);
	do {
		do
			buf_putc(&pt->name, '_');
		while (has_member(pt, buf_str(&pt->name)));
	} while (times--);
}

static void
put_renamed(struct put *pt, struct str name, size_t times,
    struct buf *out, const struct jtoken *value)
{
	const struct fields_key *k;

	new_name(pt, name, times);
	k = fields_find(pt->names, buf_str(&pt->name));
	if (pt->keep_only && (!k || !k->want[0].whole ||
	    !pt->kept[k->want[0].field]))
		return;
	put_name(out, buf_str(&pt->name));
	put_raw(out, value);
}

/* What stood before the record on its line. */
static void
put_prefix(struct put *pt, struct str prefix, struct buf *out)
{
	if (!prefix.n)
		return;
	if (has_member(pt, STR("prefix"))) {
		new_name(pt, STR("prefix"), 0);
		put_name(out, buf_str(&pt->name));
	} else {
		put_name(out, STR("prefix"));
	}
	jwrite_string(out, prefix);
}

/* The paths within a member that were asked for, each under its own name. */
static void
put_inside(struct put *pt, size_t m, struct buf *out)
{
	const struct record *rec = pt->rec;
	const struct fields_key *k = rec->member[m].wants;

	for (size_t i = 0; k && i < k->nwants; i++) {
		int which = k->want[i].field;
		struct value v = rec->inside[which];

		if (k->want[i].whole || !pt->kept[which] ||
		    rec->at[which] != RECORD_INSIDE ||
		    rec->inside_of[which] != m || v.kind == VALUE_MISSING)
			continue;
		buf_lit(out, ",");
		jwrite_string(out, pt->names->field[which].name);
		buf_putc(out, ':');
		if (v.kind == VALUE_STRING)
			v.text = str_of(v.text.p - 1, v.text.n + 2);
		jwrite_value(out, v.text);
	}
}

static void
put_others(struct put *pt, struct buf *out)
{
	size_t times[PUT_NOWN] = { 0 };

	for (size_t m = 0; m < pt->rec->n; m++) {
		const struct member *mb = &pt->rec->member[m];

		if (mb->taken)
			continue;
		if (mb->name >= 0 && mb->name < PUT_NOWN) {
			put_renamed(pt, put_own[mb->name],
			    times[mb->name]++, out, &mb->value);
			continue;
		}
		if (!pt->keep_only || (mb->name >= 0 && pt->kept[mb->name])) {
			buf_lit(out, ",\"");
			put_inside_of(pt, out, mb->key.text);
			buf_lit(out, "\":");
			put_raw(out, &mb->value);
		}
		if (pt->keep_only)
			put_inside(pt, m, out);
	}
}

static void
put_member(const struct put *pt, struct buf *out, int own,
    struct str text)
{
	put_name(out, put_own[own]);
	buf_putc(out, '"');
	put_inside_of(pt, out, text);
	buf_putc(out, '"');
}

static void
put_level(const struct put *pt, const struct parts *p, struct buf *out)
{
	struct str level = severity_level(p->severity);

	if (p->severity) {
		put_member(pt, out, OWN_LEVEL, level);
		put_name(out, put_own[OWN_SEVERITY]);
		num_put_int64(out, p->severity);
	}
	if (p->has_level && !(p->severity && str_eq(p->level_text, level)))
		put_member(pt, out, OWN_LEVEL_TEXT, p->level_text);
}

void
put_free(struct put *pt)
{
	buf_free(&pt->scratch);
	buf_free(&pt->name);
}

bool
put_possible(const struct put *pt)
{
	size_t n = 0;

	for (size_t m = 0; m < pt->rec->n; m++) {
		const struct member *mb = &pt->rec->member[m];

		n += mb->name >= 0 && mb->name < PUT_NOWN && !mb->taken;
	}
	return n <= PUT_RENAMED_MAX;
}

void
put_event(struct put *pt, const struct parts *p, struct str prefix,
    struct buf *out)
{
	size_t from = out->n;

	if (p->time != STAMP_NONE) {
		put_name(out, put_own[OWN_TIME]);
		buf_putc(out, '"');
		stamp_put(out, p->time);
		buf_putc(out, '"');
	}
	put_level(pt, p, out);
	if (p->event.p)
		put_member(pt, out, OWN_EVENT, p->event);
	if (p->logger.p)
		put_member(pt, out, OWN_LOGGER, p->logger);
	if (p->trace_id[0])
		put_member(pt, out, OWN_TRACE_ID, str_c(p->trace_id));
	if (p->span_id[0])
		put_member(pt, out, OWN_SPAN_ID, str_c(p->span_id));
	if (p->trace_flags[0])
		put_member(pt, out, OWN_TRACE_FLAGS, str_c(p->trace_flags));
	put_prefix(pt, prefix, out);
	put_others(pt, out);
	if (out->n == from)
		buf_putc(out, '{');
	else
		out->p[from] = '{';
	buf_lit(out, "}\n");
}
