/*
 * The loop of mlog-parse. What a line means is logline's.
 */
#include <inttypes.h>

#include "event/input.h"
#include "event/stream.h"

static bool
flush_idle(void *arg, struct fault *f)
{
	struct stream *s = arg;

	s->failed = !out_flush(s->out, f) ||
	    (s->rejects && !out_flush(s->rejects, f));
	return !s->failed;
}

static void
step(void *arg, uint64_t lines, uint64_t bytes)
{
	const struct stream *s = arg;

	(void)bytes;
	if (s->step)
		s->step(lines, input_bytes(s->input));
}

/* A piece of a line that is too long to be held. */
static bool
keep_over(void *arg, struct str piece, struct fault *f)
{
	struct stream *s = arg;

	if (!s->rejects)
		return true;
	buf_puts(&s->rejects->buf, piece);
	s->failed = !out_room(s->rejects, f);
	return !s->failed;
}

/* What a line is refused with: those before it, and itself, if any. */
static bool
keep_rejected(struct stream *s, const struct line *line, struct str held,
    struct fault *f)
{
	if (!s->rejects)
		return true;
	buf_puts(&s->rejects->buf, held);
	if (line && !line->cut) {
		buf_puts(&s->rejects->buf, line->text);
		if (line->ended)
			buf_putc(&s->rejects->buf, '\n');
	}
	return out_room(s->rejects, f);
}

/* A refused line, or several, as an event. */
static void
pass(struct stream *s, const struct line *line, struct str held)
{
	struct buf both = { 0 };
	struct str text = line ? line->text : (struct str){ 0 };

	if (held.n) {
		buf_puts(&both, held);
		buf_puts(&both, text);
		text = buf_str(&both);
	}
	while (text.n && (text.p[text.n - 1] == '\r' ||
	    text.p[text.n - 1] == '\n'))
		text.n--;
	logline_pass(text, &s->out->buf);
	s->counts.events++;
	buf_free(&both);
}

/* Events that were written, to who takes them. */
static bool
take_written(struct stream *s, struct fault *f)
{
	struct str rest = buf_str(&s->out->buf), line;
	const struct event *e;

	while (rest.n && str_cut(&rest, '\n', &line))
		if (!logline_appended(s->logline, line, &e, f) ||
		    !s->take(s->take_arg, e, f))
			return false;
	buf_reset(&s->out->buf);
	return true;
}

/* line is NULL where a text ends before it. */
static bool
refuse(struct stream *s, const char *name, const struct line *line,
    const struct logline_refusal *why, struct fault *f)
{
	uint64_t number = why->line || !line ? why->line : line->number;

	s->counts.refused[why->reason]++;
	if (s->refused)
		s->refused(s->arg, name, number, why);
	if (!keep_rejected(s, line, why->held, f))
		return false;
	s->stopped = s->invalid == INVALID_FAIL;
	if (s->stopped)
		return fault(f, "%s:%" PRIu64 ":%zu: %s", name, number,
		    why->column, why->what);
	if (s->invalid == INVALID_PASS && why->reason != REFUSED_TOO_LONG &&
	    (line || why->held.n)) {
		pass(s, line, why->held);
		return !s->take || take_written(s, f);
	}
	return true;
}

/* The events of a line, to who takes them. */
static bool
take_events(struct stream *s, struct fault *f)
{
	const struct event *e = logline_event(s->logline);

	return e ? s->take(s->take_arg, e, f) : take_written(s, f);
}

/* What came of a line, or of a text without one. */
static bool
result(struct stream *s, const char *name, const struct line *line,
    enum logline_result got, const struct logline_refusal *why,
    struct fault *f)
{
	if (s->detect) {
		detect_line(s->detect, name, line, got, why);
		buf_reset(&s->out->buf);
	}
	switch (got) {
	case LOGLINE_REFUSED:
		return refuse(s, name, line, why, f);
	case LOGLINE_EVENT:
		s->counts.events += logline_events(s->logline);
		return !s->take || take_events(s, f);
	case LOGLINE_DROPPED:
		return keep_rejected(s, line, (struct str){ 0 }, f);
	case LOGLINE_BLANK:
	case LOGLINE_HELD:
	case LOGLINE_FLUSH:
		break;
	}
	return true;
}

/* A part is written up to its last whole record only. */
static bool
room(struct stream *s, struct fault *f)
{
	return s->part || out_room(s->out, f);
}

/* Ends one joined line. */
static bool
flush_one(struct stream *s, const char *name, bool *any, struct fault *f)
{
	struct logline_refusal why;
	enum logline_result got = logline_flush(s->logline, &s->out->buf,
	    &why);

	*any = got != LOGLINE_BLANK;
	return result(s, name, NULL, got, &why, f) && room(s, f);
}

static bool
convert_line(struct stream *s, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct logline_refusal why;
	enum logline_result got;
	bool any;

	while ((got = logline_convert(s->logline, l, line, &s->out->buf,
	    &why)) == LOGLINE_FLUSH)
		if (!flush_one(s, l->name, &any, f))
			return false;
	return result(s, l->name, line, got, &why, f) && room(s, f);
}

/* A record out of several lines; its rejects end as a line does. */
static bool
convert_unit(struct stream *s, const char *name, enum multi_result found,
    struct multi_unit *u, struct fault *f)
{
	enum logline_result got = LOGLINE_REFUSED;
	struct line text = { .text = u->text, .ended = true };

	if (text.text.n && text.text.p[text.text.n - 1] == '\n')
		text.text.n--;
	if (found == MULTI_DROPPED)
		return keep_rejected(s, &text, (struct str){ 0 }, f);
	if (found == MULTI_TEXT) {
		got = logline_text(s->logline, u->text, &s->out->buf,
		    &u->why);
		if (got == LOGLINE_REFUSED)
			multi_place(&s->multi, &u->why);
	}
	return result(s, name, u->text.n ? &text : NULL, got, &u->why, f) &&
	    room(s, f);
}

static bool
convert(struct stream *s, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct multi_unit u = { 0 };
	enum multi_result found = MULTI_LINE;

	s->counts.lines++;
	while (s->multiline && (found = multi_next(&s->multi, line, &u)) !=
	    MULTI_LINE && found != MULTI_NEXT)
		if (!convert_unit(s, l->name, found, &u, f))
			return false;
	return found == MULTI_NEXT || convert_line(s, l, line, f);
}

/* What the input has left open, also when it ends in a fault. */
static bool
finish(struct stream *s, const char *name, struct fault *f)
{
	struct multi_unit u = { 0 };
	bool any = true, ok;

	ok = !multi_end(&s->multi, &u) ||
	    convert_unit(s, name, MULTI_REFUSED, &u, f);
	while (ok && any)
		ok = flush_one(s, name, &any, f);
	s->failed |= !ok;
	return ok;
}

bool
stream_read(struct stream *s, struct input *in, struct fault *f)
{
	struct buf text = s->multi.text;
	struct lines l;
	struct line line;
	enum lines_result got;
	bool ok = true;

	lines_init(&l, in->fd, in->name, s->max_line);
	s->multi = (struct multi){ .max = l.max, .text = text };
	l.read = input_read;
	l.from = s->input = in;
	l.idle = flush_idle;
	l.over = keep_over;
	l.step = step;
	l.arg = s;
	while (ok && (got = lines_next(&l, &line, f)) != LINES_END) {
		ok = got == LINES_OK && convert(s, &l, &line, f);
		s->failed |= !ok && got == LINES_OK;
	}
	s->torn = stream_open(s, NULL);
	if (!s->failed)
		ok &= finish(s, in->name, ok ? f : NULL);
	lines_free(&l);
	input_free(in);
	s->input = NULL;
	return ok;
}

bool
stream_input(struct stream *s, int fd, const char *name, struct fault *f)
{
	struct input in = { .fd = fd, .name = name };

	return stream_read(s, &in, f);
}

/* The record that begins with this line goes on behind it. */
static void
hold(struct stream_part *p, const struct lines *l, const struct line *line,
    uint64_t from, const struct stream_counts *counts, size_t nout)
{
	p->open = true;
	p->forced = false;
	p->offset = from;
	p->line = line->number - 1;
	lines_tail_of(l, line, &p->tail);
	p->counts = *counts;
	p->nout = nout;
}

/* One line of a part; `from` is the offset where it begins. */
static bool
part_line(struct stream *s, struct stream_part *p, const struct lines *l,
    const struct line *line, uint64_t from, struct fault *f)
{
	struct stream_counts counts = s->counts;
	size_t nout = s->out->buf.n;

	if (!convert(s, l, line, f)) {
		/* Up to the line before, unless a record is open there. */
		if (!p->open)
			hold(p, l, line, from, &counts, nout);
		return false;
	}
	if (!stream_open(s, NULL)) {
		p->open = false;
		return out_room(s->out, f) && (!s->rejects ||
		    out_room(s->rejects, f));
	}
	if (!p->open)
		hold(p, l, line, from, &counts, nout);
	p->forced |= from - p->offset > STREAM_HOLD_MAX;
	return !p->forced || out_room(s->out, f);
}

/* Back to where the record began that is not complete. */
static void
take_back(struct stream *s, const struct stream_part *p)
{
	s->counts = p->counts;
	s->out->buf.n = p->nout;
	s->multi.state = MULTI_IDLE;
	logline_drop(s->logline);
}

static void
part_step(void *arg, uint64_t lines, uint64_t bytes)
{
	struct stream *s = arg;
	struct stream_part *p = s->part;

	if (s->step)
		s->step(lines, p->base + bytes);
	if (p->pause && p->pause(p->arg))
		p->limit = 1;
}

static bool
is_last(const struct stream_part *p)
{
	return p->last && p->last(p->arg);
}

/*
 * Reads lines until the part ends; *left where the last one is not taken, and
 * then *from is where it begins.
 */
static bool
part_lines(struct stream *s, struct stream_part *p, struct lines *l,
    bool *left, struct line *line, uint64_t *from, struct fault *f)
{
	enum lines_result got;

	while (!p->more) {
		*from = p->base + lines_offset(l);
		got = lines_next(l, line, f);
		if (got != LINES_OK)
			return got == LINES_END;
		*left = !line->ended && !is_last(p);
		if (*left)
			return true;
		if (!part_line(s, p, l, line, *from, f)) {
			s->failed = true;
			return false;
		}
		p->more = !p->open && p->limit &&
		    lines_offset(l) >= p->limit;
	}
	return true;
}

/* Where the next part begins: here, or before a line that is left. */
static void
part_ends(struct stream_part *p, const struct lines *l,
    const struct line *left, uint64_t from)
{
	p->line = l->number;
	p->offset = p->base + lines_offset(l);
	if (left) {
		p->line--;
		p->offset = from;
		lines_tail_of(l, left, &p->tail);
		return;
	}
	lines_tail(l, &p->tail);
	if (p->more)
		buf_puts(&p->rest, lines_rest(l));
}

static void
part_begin(struct stream *s, struct stream_part *p, struct lines *l)
{
	lines_init(l, -1, p->name, s->max_line);
	l->read = p->read;
	l->from = p->from;
	l->over = keep_over;
	l->step = part_step;
	l->arg = s;
	l->number = p->line;
	l->before = p->tail;
	l->buf = s->window;
	l->scan = s->scan;
	s->multi = (struct multi){ .max = l->max, .text = s->multi.text };
	s->part = p;
	p->base = p->offset;
	p->open = p->forced = p->more = false;
	buf_reset(&p->rest);
}

bool
stream_part(struct stream *s, struct stream_part *p, struct fault *f)
{
	bool left = false, ok;
	struct line line = { 0 };
	struct lines l;
	uint64_t from = 0;

	part_begin(s, p, &l);
	ok = part_lines(s, p, &l, &left, &line, &from, f);
	if (p->open && !p->forced && !(ok && is_last(p))) {
		take_back(s, p);
	} else {
		if (p->open)
			ok &= finish(s, p->name, ok ? f : NULL);
		part_ends(p, &l, left ? &line : NULL, from);
	}
	/* Parts are many, and their memory is the same. */
	buf_reset(&l.buf);
	l.scan.npos = l.scan.nlines = 0;
	s->window = l.buf;
	s->scan = l.scan;
	s->part = NULL;
	return ok;
}

void
stream_free(struct stream *s)
{
	multi_free(&s->multi);
	buf_free(&s->window);
	scan_free(&s->scan);
}

bool
stream_open(const struct stream *s, uint64_t *line)
{
	if (s->multi.state == MULTI_IDLE)
		return logline_open(s->logline, line);
	if (line)
		*line = s->multi.in_array ? s->multi.array_line :
		    s->multi.line;
	return true;
}
