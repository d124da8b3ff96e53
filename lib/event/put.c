/*
 * The canonical line of a record whose parts are known. Where they come from
 * is sign.c's and parts.c's.
 */
#include "event/event.h"
#include "event/put.h"
#include "json/jwrite.h"

#define NAME(lit) { lit, sizeof(lit) - 1 }
const struct str put_own[PUT_NOWN] = {
	NAME("time"), NAME("level"), NAME("severity"), NAME("level_text"),
	NAME("event"), NAME("logger"), NAME("trace_id"), NAME("span_id"),
	NAME("trace_flags"), NAME("@mlog"),
};

enum { WIDE = 32 };	/* bytes that are copied at once */

/*
 * Appends bytes of the record. Short ones are copied with what stands behind
 * them: one load and store, whatever the length.
 */
static inline void
put_bytes(const struct put *pt, struct buf *out, const char *p, size_t n)
{
	const struct record *rec = pt->rec;
	size_t left = (uintptr_t)rec->readable - (uintptr_t)p;
	char *to = buf_room(out, n + WIDE);

	/* Some texts are not the record's: a part may be a constant. */
	if (n <= WIDE && left >= WIDE &&
	    left <= (size_t)(rec->readable - rec->text))
		memcpy(to, p, WIDE);
	else
		memcpy(to, p, n);
	out->n += n;
}

/* The inside of a string, as it came where it can be. */
static inline void
put_inside_of(const struct put *pt, struct buf *out, struct str text)
{
	if (pt->repair)
		jwrite_inside(out, text);
	else
		put_bytes(pt, out, text.p, text.n);
}

static void
put_name(struct buf *out, struct str raw)
{
	buf_lit(out, ",\"");
	buf_puts(out, raw);
	buf_lit(out, "\":");
}

enum { NOT_AS_IS = JREAD_SPACED | JREAD_BAD_UTF8 | JREAD_NONFINITE };

/* All of a value's text, with its quotes where it is a string. */
static inline struct str
whole_text(const struct jtoken *t)
{
	bool quoted = t->kind == JREAD_STRING;

	return str_of(t->text.p - quoted, t->text.n + 2 * (size_t)quoted);
}

/* A value as it came, but for what must not be passed on. */
static inline void
put_raw(const struct put *pt, struct buf *out, const struct jtoken *t)
{
	struct str raw = whole_text(t);

	if ((t->flags & NOT_AS_IS) == JREAD_SPACED)
		jwrite_compact(out, pt->rec->scan, pt->rec->text, t);
	else if (t->flags & NOT_AS_IS)
		jwrite_value(out, raw);
	else
		put_bytes(pt, out, raw.p, raw.n);
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
	put_raw(pt, out, value);
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

/* The bytes of a member from its key's quote to the end of its value. */
static inline struct str
member_text(const struct member *mb)
{
	struct str value = whole_text(&mb->value);
	const char *from = mb->key.text.p - 1;

	return str_of(from, (size_t)(value.p - from) + value.n);
}

/* Whether a member's bytes are what is to be written of it. */
static inline bool
is_compact(const struct member *mb)
{
	return !((mb->key.flags | mb->value.flags) & NOT_AS_IS) &&
	    whole_text(&mb->value).p - mb->key.text.p ==
	    (ptrdiff_t)mb->key.text.n + 2;
}

static inline void
put_other(const struct put *pt, const struct member *mb, struct buf *out)
{
	struct str text = member_text(mb);

	buf_putc(out, ',');
	if (is_compact(mb)) {
		put_bytes(pt, out, text.p, text.n);
		return;
	}
	buf_putc(out, '"');
	put_inside_of(pt, out, mb->key.text);
	buf_lit(out, "\":");
	put_raw(pt, out, &mb->value);
}

/* Whether a member is passed on under its own name, whatever else is kept. */
static inline bool
is_other(const struct member *mb)
{
	return !mb->taken && (mb->name < 0 || mb->name >= PUT_NOWN);
}

/*
 * From member m on, those that can be copied in one piece; the number of the
 * first that cannot.
 */
static size_t
put_run(const struct put *pt, size_t m, struct buf *out)
{
	const struct member *mb = &pt->rec->member[m];
	const char *from = mb->key.text.p - 1, *end;
	struct str text;

	for (;;) {
		text = member_text(mb);
		end = text.p + text.n;
		m++;
		mb++;
		if (m == pt->rec->n || !is_other(mb) || !is_compact(mb) ||
		    mb->key.text.p != end + 2)
			break;
	}
	buf_putc(out, ',');
	buf_put(out, from, (size_t)(end - from));
	return m;
}

static void
put_others(struct put *pt, struct buf *out)
{
	size_t times[PUT_NOWN] = { 0 }, m = 0;

	while (m < pt->rec->n) {
		const struct member *mb = &pt->rec->member[m];

		if (is_other(mb) && !pt->keep_only && is_compact(mb)) {
			m = put_run(pt, m, out);
			continue;
		}
		m++;
		if (mb->taken)
			continue;
		if (!is_other(mb)) {
			put_renamed(pt, put_own[mb->name],
			    times[mb->name]++, out, &mb->value);
			continue;
		}
		if (!pt->keep_only || (mb->name >= 0 && pt->kept[mb->name]))
			put_other(pt, mb, out);
		if (pt->keep_only && mb->wants)
			put_inside(pt, m - 1, out);
	}
}

/* One of the format's own members; name is all but its value. */
#define PUT_MEMBER(pt, out, name, text) do {	\
	buf_lit(out, ",\"" name "\":\"");	\
	put_inside_of(pt, out, text);	\
	buf_putc(out, '"');	\
} while (0)

/* A level and its severity, as one text a severity. */
static struct str
level_text(struct put *pt, int severity)
{
	struct buf *b = &pt->level[severity];

	if (!b->n)
		buf_printf(b, ",\"level\":\"%.*s\",\"severity\":%d",
		    STR_ARG(severity_level(severity)), severity);
	return buf_str(b);
}

static void
put_level(struct put *pt, const struct parts *p, struct buf *out)
{
	if (p->severity)
		buf_puts(out, level_text(pt, p->severity));
	if (p->has_level && !(p->severity && str_eq(p->level_text,
	    severity_level(p->severity))))
		PUT_MEMBER(pt, out, "level_text", p->level_text);
}

void
put_free(struct put *pt)
{
	for (size_t i = 0; i <= SEVERITY_MAX; i++)
		buf_free(&pt->level[i]);
	buf_free(&pt->scratch);
	buf_free(&pt->name);
}

bool
put_possible(const struct put *pt)
{
	size_t n = 0;

	if (pt->rec->n <= PUT_RENAMED_MAX || pt->rec->overfull)
		return !pt->rec->overfull;
	for (size_t m = 0; m < pt->rec->n; m++) {
		const struct member *mb = &pt->rec->member[m];

		n += mb->name >= 0 && mb->name < PUT_NOWN && !mb->taken;
	}
	return n <= PUT_RENAMED_MAX;
}

static void
put_trace(const struct parts *p, struct buf *out)
{
	static const struct str names[] = { NAME("trace_id"),
		NAME("span_id"), NAME("trace_flags") };
	const char *id[] = { p->trace_id, p->span_id, p->trace_flags };

	for (size_t i = 0; i < sizeof(id) / sizeof(id[0]); i++) {
		if (!id[i][0])
			continue;
		put_name(out, names[i]);
		buf_putc(out, '"');
		buf_puts(out, str_c(id[i]));
		buf_putc(out, '"');
	}
}

void
put_event(struct put *pt, const struct parts *p, struct str prefix,
    struct buf *out)
{
	size_t from = out->n;

	if (p->time != STAMP_NONE) {
		buf_lit(out, ",\"time\":\"");
		stamp_put(out, p->time);
		buf_putc(out, '"');
	}
	put_level(pt, p, out);
	if (p->event.p)
		PUT_MEMBER(pt, out, "event", p->event);
	if (p->logger.p)
		PUT_MEMBER(pt, out, "logger", p->logger);
	put_trace(p, out);
	put_prefix(pt, prefix, out);
	put_others(pt, out);
	if (out->n == from)
		buf_putc(out, '{');
	else
		out->p[from] = '{';
	buf_lit(out, "}\n");
}
