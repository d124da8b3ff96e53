/*
 * The canonical line of a record whose parts are known. Where they come from
 * is sign.c's and parts.c's.
 */
#include "event/event.h"
#include "event/layers.h"
#include "event/put.h"
#include "json/jwrite.h"

#define NAME(lit) { lit, sizeof(lit) - 1 }
const struct str put_own[PUT_NOWN] = {
	NAME("time"), NAME("level"), NAME("severity"), NAME("level_text"),
	NAME("event"), NAME("logger"), NAME("trace_id"), NAME("span_id"),
	NAME("trace_flags"), NAME("@mlog"),
};

enum {
	WIDE = 64,		/* bytes that are copied at once */
	PUT_FIXED_MAX = 512,	/* names, brackets, time, level, trace ids */
};

/*
 * Copies bytes of the record, and returns where they end. Short ones go with
 * what stands behind them: one load and store, whatever the length; so there
 * must be room for WIDE bytes.
 */
static inline char *
copy(const struct put *pt, char *to, const char *p, size_t n)
{
	const struct record *rec = pt->rec;
	size_t left = (uintptr_t)rec->readable - (uintptr_t)p;

	/* Some texts are not the record's: a part may be a constant. */
	if (n <= WIDE && left >= WIDE &&
	    left <= (size_t)(rec->readable - rec->text))
		memcpy(to, p, WIDE);
	else
		memcpy(to, p, n);
	return to + n;
}

/* The same for a text of ours, whose length is known here. */
static inline char *
copy_lit(char *to, struct str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

/* Room for all that is left of the event, as long as it is copied. */
static inline char *
room(const struct put *pt, struct buf *out)
{
	return buf_room(out, pt->most);
}

static inline void
ends_at(struct buf *out, const char *to)
{
	out->n = (size_t)(to - out->p);
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

/* A value that does not go as it came. */
static void
put_mended(const struct put *pt, struct buf *out, const struct jtoken *t)
{
	if ((t->flags & NOT_AS_IS) == JREAD_SPACED)
		jwrite_compact(out, pt->rec->scan, pt->rec->text, t);
	else
		jwrite_value(out, whole_text(t));
}

static void
put_value(const struct put *pt, struct buf *out, const struct jtoken *t)
{
	if (t->flags & NOT_AS_IS)
		put_mended(pt, out, t);
	else
		buf_puts(out, whole_text(t));
}

/* Whether the record, or a layer around it, has a member of that name. */
static bool
has_member(struct put *pt, struct str name)
{
	if (pt->layers && layers_use(pt->layers, name))
		return true;
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
	/* With layers, the names given out before are in use already. */
	if (pt->layers)
		times = 0;
	buf_reset(&pt->name);
	buf_puts(&pt->name, name);
	do {
		do
			buf_putc(&pt->name, '_');
		while (has_member(pt, buf_str(&pt->name)));
	} while (times--);
	if (pt->layers)
		layers_claim(pt->layers, buf_str(&pt->name));
}

static void
put_renamed(struct put *pt, struct str name, size_t times,
    struct buf *out, const struct jtoken *value)
{
	const struct fields_key *k;

	new_name(pt, name, times);
	k = fields_find(pt->names, buf_str(&pt->name));
	if (!pt->keep_only || (k && k->whole >= 0 && pt->kept[k->whole])) {
		put_name(out, buf_str(&pt->name));
		put_value(pt, out, value);
	}
	if (pt->keep_only && k)
		put_inside_moved(pt, pt->rec, k, value, &pt->scratch, out);
}

/* What stood before the record on its line. */
static void
put_prefix(struct put *pt, struct str prefix, struct buf *out)
{
	if (has_member(pt, STR("prefix"))) {
		new_name(pt, STR("prefix"), 0);
		put_name(out, buf_str(&pt->name));
	} else {
		put_name(out, STR("prefix"));
	}
	jwrite_string(out, prefix);
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

/* A member of which something has to be mended. */
static char *
put_repaired(const struct put *pt, const struct member *mb, struct buf *out,
    char *to)
{
	ends_at(out, to);
	buf_lit(out, ",\"");
	if (pt->repair)
		jwrite_inside(out, mb->key.text);
	else
		buf_puts(out, mb->key.text);
	buf_lit(out, "\":");
	put_value(pt, out, &mb->value);
	return room(pt, out);
}

static inline char *
put_other(const struct put *pt, const struct member *mb, struct buf *out,
    char *to)
{
	struct str text;

	if ((mb->key.flags | mb->value.flags) & NOT_AS_IS)
		return put_repaired(pt, mb, out, to);
	*to++ = ',';
	if (is_compact(mb)) {
		text = member_text(mb);
		return copy(pt, to, text.p, text.n);
	}
	/* There is space between the two. */
	to = copy(pt, to, mb->key.text.p - 1, mb->key.text.n + 2);
	*to++ = ':';
	text = whole_text(&mb->value);
	return copy(pt, to, text.p, text.n);
}

/* Whether a member is passed on under its own name, whatever else is kept. */
static inline bool
is_other(const struct member *mb)
{
	return !mb->taken && (mb->name < 0 || mb->name >= PUT_NOWN);
}

/*
 * From member *m on, those that can be copied in one piece; *m becomes the
 * first that cannot.
 */
static char *
put_run(const struct put *pt, size_t *m, char *to)
{
	const struct member *mb = &pt->rec->member[*m];
	const char *from = mb->key.text.p - 1, *end;
	struct str text;

	for (;;) {
		text = member_text(mb);
		end = text.p + text.n;
		++*m;
		mb++;
		if (*m == pt->rec->n || !is_other(mb) || !is_compact(mb) ||
		    mb->key.text.p != end + 2)
			break;
	}
	*to++ = ',';
	return copy(pt, to, from, (size_t)(end - from));
}

/* All members that did not become one of the format's. */
static char *
put_all(struct put *pt, struct buf *out, char *to)
{
	size_t times[PUT_NOWN] = { 0 }, m = 0;

	while (m < pt->rec->n) {
		const struct member *mb = &pt->rec->member[m];

		if (mb->taken) {
			m++;
		} else if (!is_other(mb)) {
			ends_at(out, to);
			put_renamed(pt, put_own[mb->name],
			    times[mb->name]++, out, &mb->value);
			to = room(pt, out);
			m++;
		} else if (is_compact(mb)) {
			to = put_run(pt, &m, to);
		} else {
			to = put_other(pt, mb, out, to);
			m++;
		}
	}
	return to;
}

/* Those of them that are to be kept. */
static char *
put_kept(struct put *pt, struct buf *out, char *to)
{
	size_t times[PUT_NOWN] = { 0 };

	for (size_t m = 0; m < pt->rec->n; m++) {
		const struct member *mb = &pt->rec->member[m];

		if (!mb->wants || mb->taken)
			continue;
		if (mb->name >= PUT_NOWN) {
			if (pt->kept[mb->name])
				to = put_other(pt, mb, out, to);
		} else if (mb->name >= 0) {
			ends_at(out, to);
			put_renamed(pt, put_own[mb->name],
			    times[mb->name]++, out, &mb->value);
			to = room(pt, out);
			continue;
		}
		if (mb->value.kind >= JREAD_OBJECT) {
			ends_at(out, to);
			put_inside(pt, m, out);
			to = room(pt, out);
		}
	}
	return to;
}

/* The inside of a string, as it came where it can be. */
static inline char *
put_text(const struct put *pt, struct buf *out, char *to, struct str text)
{
	if (!pt->repair)
		return copy(pt, to, text.p, text.n);
	ends_at(out, to);
	jwrite_inside(out, text);
	return room(pt, out);
}

/* One of the format's own members; head is all before its text. */
static inline char *
put_part(const struct put *pt, struct buf *out, char *to, struct str head,
    struct str text)
{
	to = copy_lit(to, head);
	to = put_text(pt, out, to, text);
	*to++ = '"';
	return to;
}

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

static char *
put_level(struct put *pt, const struct parts *p, struct buf *out, char *to)
{
	struct str text;

	if (p->severity) {
		text = level_text(pt, p->severity);
		memcpy(to, text.p, text.n);
		to += text.n;
	}
	if (p->has_level && !(p->severity && str_eq(p->level_text,
	    severity_level(p->severity))))
		to = put_part(pt, out, to, STR(",\"level_text\":\""),
		    p->level_text);
	return to;
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

/* An identifier of n digits, when there is one. */
static inline char *
put_id(char *to, struct str name, const char *id, size_t n)
{
	if (!id[0])
		return to;
	memcpy(to, name.p, name.n);
	to += name.n;
	memcpy(to, id, n);
	to += n;
	*to++ = '"';
	return to;
}

static inline char *
put_trace(const struct parts *p, char *to)
{
	to = put_id(to, STR(",\"trace_id\":\""), p->trace_id,
	    sizeof(p->trace_id) - 1);
	to = put_id(to, STR(",\"span_id\":\""), p->span_id,
	    sizeof(p->span_id) - 1);
	return put_id(to, STR(",\"trace_flags\":\""), p->trace_flags,
	    sizeof(p->trace_flags) - 1);
}

/* Enough for what is copied: the parts with their names, all members. */
static size_t
most_bytes(const struct put *pt, const struct parts *p)
{
	const struct record *rec = pt->rec;
	size_t n = PUT_FIXED_MAX + p->event.n + p->logger.n +
	    p->level_text.n + WIDE;
	struct str last;

	if (rec->n) {
		last = member_text(&rec->member[rec->n - 1]);
		n += (size_t)(last.p + last.n - rec->member[0].key.text.p) + 2;
	}
	return n;
}

void
put_event(struct put *pt, const struct parts *p, struct str prefix,
    struct buf *out)
{
	size_t from = out->n;
	char *to;

	pt->most = most_bytes(pt, p);
	to = room(pt, out);
	if (p->time_text.p) {
		to = copy_lit(to, STR(",\"time\":\""));
		to = copy(pt, to, p->time_text.p, p->time_text.n);
		*to++ = '"';
	} else if (p->time != STAMP_NONE) {
		to = copy_lit(to, STR(",\"time\":\""));
		ends_at(out, to);
		stamp_put(out, p->time);
		to = copy_lit(out->p + out->n, STR("\""));
	}
	to = put_level(pt, p, out, to);
	if (p->event.p)
		to = put_part(pt, out, to, STR(",\"event\":\""),
		    p->event);
	if (p->logger.p)
		to = put_part(pt, out, to, STR(",\"logger\":\""),
		    p->logger);
	to = put_trace(p, to);
	if (prefix.n || pt->layers) {
		ends_at(out, to);
		if (pt->layers)
			layers_put_observed(pt->layers, out);
		if (prefix.n)
			put_prefix(pt, prefix, out);
		to = room(pt, out);
	}
	to = pt->keep_only ? put_kept(pt, out, to) : put_all(pt, out, to);
	ends_at(out, to);
	if (pt->layers)
		layers_put_members(pt->layers, pt, out);
	if (out->n == from)
		buf_putc(out, '{');
	else
		out->p[from] = '{';
	buf_lit(out, "}\n");
}
