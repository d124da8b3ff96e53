/*
 * Which lines belong together. What the record means is logline's, whether
 * its text is right in all is jread's.
 */
#include "event/multi.h"

void
multi_free(struct multi *m)
{
	buf_free(&m->text);
}

static enum multi_result
refused(const struct multi *m, struct multi_unit *u,
    enum logline_reason reason, const char *what)
{
	u->text = buf_str(&m->text);
	u->why = (struct logline_refusal){ reason, m->column, what, m->line,
		{ 0 } };
	return MULTI_REFUSED;
}

/* Refuses what stands at the line's place without a record of its own. */
static enum multi_result
refused_here(struct multi *m, struct multi_unit *u,
    enum logline_reason reason, const char *what)
{
	m->line = m->number;
	m->column = m->at + 1;
	buf_reset(&m->text);
	return refused(m, u, reason, what);
}

static size_t
skip_lead(struct str s, size_t i)
{
	for (;;) {
		size_t from = i;

		i = frame_skip_space(s, i);
		if (i < s.n && s.p[i] == '\x1e')
			i++;
		if (str_starts(str_from(s, i), STR("\xef\xbb\xbf")))
			i += 3;
		if (i == from)
			return i;
	}
}

static bool
is_opener(struct str s, size_t i)
{
	if (i >= s.n || (s.p[i] != '{' && s.p[i] != '['))
		return false;
	/* A bracket and a letter: text before an object. */
	return s.p[i] == '{' || i + 1 == s.n ||
	    !((s.p[i + 1] | 0x20) >= 'a' && (s.p[i + 1] | 0x20) <= 'z');
}

/* Whether the line ends within a text that begins on it. */
static bool
opens(struct str s)
{
	size_t i = skip_lead(s, 0);

	while (is_opener(s, i)) {
		struct frame f = { 0 };

		switch (frame_feed(&f, s, &i)) {
		case FRAME_MORE:
			return true;
		case FRAME_BROKEN:
			return false;
		case FRAME_DONE:
			i = skip_lead(s, i);
		}
	}
	return false;
}

static void
begin_value(struct multi *m)
{
	m->frame = (struct frame){ 0 };
	m->state = MULTI_VALUE;
	m->over = false;
	m->line = m->number;
	m->column = m->at + 1;
	buf_reset(&m->text);
}

/* Behind a value. */
static void
end_value(struct multi *m)
{
	m->state = m->in_array ? MULTI_ARRAY : MULTI_IDLE;
	m->next = FRAME_COMMA;
}

/*
 * Whether a text that went before has surely ended, because another one or
 * the array's next element begins at s.p[i].
 */
static bool
begins_anew(struct multi *m, struct str s, size_t i)
{
	if (i >= s.n || i != frame_skip_space(s, 0))
		return false;
	if (m->in_array && m->indented && i == m->indent && s.p[i] == '{') {
		m->state = MULTI_ARRAY;
		m->next = FRAME_VALUE;
	} else if (m->in_array && s.p[i] == ']' &&
	    (i == 0 || (m->indented && i < m->indent))) {
		m->state = MULTI_ARRAY;
		m->next = FRAME_COMMA;
	} else if (i == 0 && is_opener(s, i)) {
		m->state = MULTI_IDLE;
		m->in_array = false;
	} else {
		return false;
	}
	m->at = i;
	return true;
}

/* The record's part on this line is s.p[from..to). */
static enum multi_result
add_part(struct multi *m, struct str s, size_t from, size_t to, bool done,
    struct multi_unit *u)
{
	if (m->over)
		buf_reset(&m->text);
	buf_put(&m->text, s.p + from, to - from);
	if (!done || m->over)
		buf_putc(&m->text, '\n');
	if (m->over) {
		u->text = buf_str(&m->text);
		return MULTI_DROPPED;
	}
	if (m->text.n - !done <= m->max) {
		u->text = buf_str(&m->text);
		return done ? MULTI_TEXT : MULTI_NEXT;
	}
	m->over = true;
	return refused(m, u, REFUSED_TOO_LONG,
	    "the text is longer than the limit (--max-line)");
}

static enum multi_result
broken(struct multi *m, struct str s, size_t from, size_t at,
    struct multi_unit *u)
{
	bool over = m->over;

	if (!begins_anew(m, s, at)) {
		m->state = MULTI_LOST;
		m->used = true;
		if (over)
			buf_reset(&m->text);
		buf_put(&m->text, s.p + from, s.n - from);
		buf_putc(&m->text, '\n');
		if (over) {
			u->text = buf_str(&m->text);
			return MULTI_DROPPED;
		}
	} else if (over) {
		return MULTI_READ_ON;
	}
	return refused(m, u, REFUSED_NOT_JSON,
	    "the text over several lines breaks off");
}

static enum multi_result
next_in_value(struct multi *m, struct str s, struct multi_unit *u)
{
	size_t from = m->at;

	switch (frame_feed(&m->frame, s, &m->at)) {
	case FRAME_MORE:
		m->used = true;
		return add_part(m, s, from, s.n, false, u);
	case FRAME_DONE:
		end_value(m);
		return add_part(m, s, from, m->at, true, u);
	case FRAME_BROKEN:
		break;
	}
	return broken(m, s, from, m->at, u);
}

static enum multi_result
end_array(struct multi *m, struct multi_unit *u)
{
	m->state = MULTI_IDLE;
	m->in_array = false;
	if (m->next == FRAME_FIRST_VALUE)
		refused_here(m, u, REFUSED_NOT_AN_OBJECT,
		    "this array is empty");
	else if (m->next == FRAME_VALUE)
		refused_here(m, u, REFUSED_NOT_JSON,
		    "a value was expected after \",\"");
	m->at++;
	return m->next == FRAME_COMMA ? MULTI_READ_ON : MULTI_REFUSED;
}

/* The rest of the line goes with what is refused. */
static void
take_rest(struct multi *m, struct str s, struct multi_unit *u)
{
	buf_put(&m->text, s.p + m->at, s.n - m->at);
	buf_putc(&m->text, '\n');
	u->text = buf_str(&m->text);
	m->used = true;
}

static enum multi_result
next_in_array(struct multi *m, struct str s, struct multi_unit *u)
{
	if (s.p[m->at] == ']')
		return end_array(m, u);
	if (m->next == FRAME_COMMA && s.p[m->at] == ',') {
		m->next = FRAME_VALUE;
		m->at++;
		return MULTI_READ_ON;
	}
	if (m->next == FRAME_COMMA) {
		refused_here(m, u, REFUSED_NOT_JSON,
		    "\",\" or \"]\" was expected here");
		if (!begins_anew(m, s, m->at)) {
			take_rest(m, s, u);
			m->state = MULTI_LOST;
		}
		return MULTI_REFUSED;
	}
	if (!m->indented && m->at == frame_skip_space(s, 0)) {
		m->indented = true;
		m->indent = m->at;
	}
	begin_value(m);
	return MULTI_READ_ON;
}

/* Between texts, but not at the beginning of a line. */
static enum multi_result
next_text(struct multi *m, struct str s, struct multi_unit *u)
{
	if (s.p[m->at] == '{') {
		begin_value(m);
		return MULTI_READ_ON;
	}
	if (s.p[m->at] == '[') {
		m->state = MULTI_ARRAY;
		m->in_array = true;
		m->indented = false;
		m->next = FRAME_FIRST_VALUE;
		m->array_line = m->number;
		m->at++;
		return MULTI_READ_ON;
	}
	refused_here(m, u, REFUSED_NOT_JSON,
	    "something follows the JSON text");
	take_rest(m, s, u);
	return MULTI_REFUSED;
}

/* The first look at a line. */
static enum multi_result
begin_line(struct multi *m, const struct line *line, struct multi_unit *u)
{
	struct str s = line->text;

	m->number = line->number;
	m->at = 0;
	m->used = false;
	if (line->cut) {
		m->used = true;
		if (m->state == MULTI_IDLE)
			return MULTI_LINE;
		if (m->state == MULTI_LOST)
			return MULTI_NEXT;
		if (m->state == MULTI_ARRAY)
			refused_here(m, u, REFUSED_TOO_LONG, NULL);
		m->state = MULTI_LOST;
		return refused(m, u, REFUSED_TOO_LONG,
		    "a line of it is longer than the limit (--max-line)");
	}
	if (m->state == MULTI_LOST && !begins_anew(m, s,
	    frame_skip_space(s, 0))) {
		buf_reset(&m->text);
		take_rest(m, s, u);
		return MULTI_DROPPED;
	}
	return MULTI_READ_ON;
}

enum multi_result
multi_next(struct multi *m, const struct line *line, struct multi_unit *u)
{
	struct str s = line->text;
	enum multi_result got = MULTI_READ_ON;

	if (m->number != line->number)
		got = begin_line(m, line, u);
	while (got == MULTI_READ_ON) {
		if (m->used)
			return MULTI_NEXT;
		if (m->state == MULTI_IDLE && m->at == 0) {
			if (!opens(s))
				return MULTI_LINE;
			m->at = skip_lead(s, 0);
		}
		if (m->state != MULTI_VALUE) {
			m->at = m->state == MULTI_IDLE ? skip_lead(s, m->at) :
			    frame_skip_space(s, m->at);
			if (m->at == s.n)
				return MULTI_NEXT;
		}
		got = m->state == MULTI_VALUE ? next_in_value(m, s, u) :
		    m->state == MULTI_ARRAY ? next_in_array(m, s, u) :
		    next_text(m, s, u);
	}
	return got;
}

bool
multi_end(struct multi *m, struct multi_unit *u)
{
	enum multi_state state = m->state;

	m->state = MULTI_IDLE;
	if (state == MULTI_VALUE && !m->over) {
		refused(m, u, REFUSED_NOT_JSON,
		    "the input ends before this text does");
		return true;
	}
	if (state != MULTI_ARRAY)
		return false;
	refused_here(m, u, REFUSED_NOT_JSON,
	    "the input ends before this array does");
	u->why.line = m->array_line;
	u->why.column = 1;
	return true;
}

void
multi_place(const struct multi *m, struct logline_refusal *why)
{
	struct str rest = str_of(m->text.p, why->column - 1 < m->text.n ?
	    why->column - 1 : m->text.n);

	why->line = m->line;
	for (size_t i; (i = str_chr(rest, '\n')) < rest.n;) {
		rest = str_from(rest, i + 1);
		why->line++;
	}
	why->column = rest.n + (why->line == m->line ? m->column : 1);
}
