/*
 * From a line to its event, or events: whether it is a record, several, or
 * what else. What is in a record is peel.c's.
 */
#include "event/known.h"
#include "json/utf8.h"

enum logline_result
convert_refuse(struct logline_refusal *why, enum logline_reason reason,
    size_t column, const char *what)
{
	*why = (struct logline_refusal){ reason, column, what, 0, { 0 } };
	return LOGLINE_REFUSED;
}

enum logline_result
convert_refuse_at(struct logline_refusal *why, const struct jread *r,
    size_t from)
{
	return convert_refuse(why, REFUSED_NOT_JSON, jread_column(r, from),
	    r->error);
}

/* Whether the text is valid JSON; else r has the error. */
static bool
is_json(struct jread *r)
{
	struct jtoken t;

	return jread_value(r, &t) && jread_end(r);
}

static enum logline_result
not_an_object(struct logline_refusal *why, size_t column)
{
	return convert_refuse(why, REFUSED_NOT_AN_OBJECT, column,
	    "a log record is a JSON object");
}

/* A valid text that is no object: an array of records, or refused. */
static enum logline_result
convert_array(struct logline *ll, struct jread *r, size_t from,
    struct buf *out, struct logline_refusal *why)
{
	enum logline_result got = LOGLINE_EVENT;
	size_t back = out->n, column = r->at - from + 1;
	struct jtoken t;

	ll->line = NULL;
	if (r->p[r->at] != '[' || !jread_open(r, JREAD_ARRAY))
		return not_an_object(why, column);
	while (got == LOGLINE_EVENT && jread_element(r, &t)) {
		if (t.kind == JREAD_OBJECT)
			got = convert_token(ll, 0, r, &t, out, why);
		else
			got = not_an_object(why, (size_t)(t.text.p - r->p) -
			    (t.kind == JREAD_STRING) - from + 1);
	}
	if (got == LOGLINE_EVENT && !ll->events)
		got = not_an_object(why, column);
	if (got != LOGLINE_EVENT)
		out->n = back;
	return got;
}

/*
 * A line that does not begin with '{': JSON of another kind, an object behind
 * a text prefix, or neither. `lead` bytes of the line are passed over.
 */
static enum logline_result
convert_other(struct logline *ll, struct jread *r, struct str text,
    size_t lead, struct buf *out, struct logline_refusal *why)
{
	struct str line = str_trim(str_from(text, lead));
	size_t from = r->at - lead, brace = str_chr(line, '{');
	struct jread in = *r;
	enum logline_result got;

	r->strict = in.strict = ll->strict;
	if (is_json(r))
		return convert_array(ll, &in, from, out, why);
	if (brace == line.n || line.p[0] == '"' || line.p[0] == '\0' ||
	    !utf8_span(line.p, line.n) || (line.p[0] == '[' && !((line.p[1] | 0x20) >= 'a' &&
	    (line.p[1] | 0x20) <= 'z')))
		return convert_refuse_at(why, r, from);
	ll->prefix = str_trim(str_of(line.p, brace));
	ll->line = NULL;
	line = str_from(line, brace);
	lead = (size_t)(line.p - text.p);
	scan_index(&ll->scan[0], line.p, line.n);
	jread_init(&in, &ll->scan[0], line.p, line.n);
	got = convert_objects(ll, 0, &in, 0, out, why);
	if (got == LOGLINE_REFUSED)
		why->column += lead;
	return got;
}

/*
 * What may stand before a text: white space, record separators (RFC 7464), a
 * byte order mark, and the zeros that a crash of the system leaves where a
 * line was not written yet.
 */
static size_t
lead_of(struct logline *ll, struct str s)
{
	size_t i = 0, n;

	while (i < s.n) {
		if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' ||
		    s.p[i] == '\x1e') {
			i++;
		} else if (str_starts(str_from(s, i), STR("\xef\xbb\xbf"))) {
			i += 3;
		} else if (s.p[i] == '\0' && !ll->strict) {
			for (n = i; n < s.n && s.p[n] == '\0'; n++)
				;
			if (!str_trim(str_from(s, n)).n)
				break;
			ll->flags |= CONVERT_NULS;
			i = n;
		} else {
			break;
		}
	}
	return i;
}

static void
begin(struct logline *ll, const struct line *line, size_t max,
    const struct buf *out)
{
	ll->line = line;
	ll->max = max;
	ll->prefix = (struct str){ 0 };
	ll->flags = 0;
	ll->events = 0;
	ll->base = out->n;
	ll->given = false;
}

/* A line over the limit, which may be a piece of a joined one. */
static enum logline_result
convert_cut(struct logline *ll, const struct line *line,
    struct logline_refusal *why)
{
	struct cri c;
	struct join *j;

	convert_refuse(why, REFUSED_TOO_LONG, ll->max + 1,
	    "the line is longer than the limit (--max-line)");
	if (!unwrap_cri(line->text, &c))
		return LOGLINE_REFUSED;
	j = convert_join(ll, c.stream);
	if (j->open && j->over) {
		j->open = c.partial;
		return LOGLINE_DROPPED;
	}
	if (j->open) {
		why->line = j->line;
		why->held = buf_str(&j->held);
	} else if (c.partial) {
		join_begin(j, NULL, line);
	}
	j->over = true;
	j->open = c.partial;
	return LOGLINE_REFUSED;
}

enum logline_result
convert_line(struct logline *ll, const struct lines *from,
    const struct line *line, struct buf *out, struct logline_refusal *why)
{
	struct str text = line->text;
	struct jread r;
	struct cri c;
	size_t i;

	begin(ll, line, from->max, out);
	if (line->cut)
		return convert_cut(ll, line, why);
	i = text.n && text.p[0] == '{' ? 0 : lead_of(ll, text);
	if (i == text.n)
		return LOGLINE_BLANK;
	if (str_is_digit(text.p[i]) && unwrap_cri(str_from(text, i), &c))
		return convert_cri(ll, &c, out, why);
	lines_read(from, line, &r);
	r.at += i;
	if (text.p[i] == '{')
		return known_event(ll, &r, out) ? LOGLINE_EVENT :
		    convert_objects(ll, 0, &r, line->at, out, why);
	return convert_other(ll, &r, text, i, out, why);
}

enum logline_result
convert_text(struct logline *ll, struct str text, struct buf *out,
    struct logline_refusal *why)
{
	struct jread r;

	begin(ll, NULL, 0, out);
	scan_index(&ll->scan[0], text.p, text.n);
	jread_init(&r, &ll->scan[0], text.p, text.n);
	r.strict = ll->strict;
	if (text.n && text.p[0] == '{')
		return convert_objects(ll, 0, &r, 0, out, why);
	return is_json(&r) ? not_an_object(why, 1) :
	    convert_refuse_at(why, &r, 0);
}
