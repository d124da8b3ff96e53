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

static bool
keep_rejected(struct stream *s, const struct line *line, struct fault *f)
{
	if (!s->rejects || line->cut)
		return true;
	buf_puts(&s->rejects->buf, line->text);
	if (line->ended)
		buf_putc(&s->rejects->buf, '\n');
	return out_room(s->rejects, f);
}

static bool
refuse(struct stream *s, const char *name, const struct line *line,
    const struct logline_refusal *why, struct fault *f)
{
	struct str text = line->text;

	s->nrefused[why->reason]++;
	if (s->refused)
		s->refused(s->arg, name, line->number, why);
	if (!keep_rejected(s, line, f))
		return false;
	if (s->invalid == INVALID_FAIL)
		return fault(f, "%s:%" PRIu64 ":%zu: %s", name,
		    line->number, why->column, why->what);
	if (s->invalid == INVALID_PASS && !line->cut) {
		if (text.n && text.p[text.n - 1] == '\r')
			text.n--;
		logline_pass(text, &s->out->buf);
		s->events++;
	}
	return true;
}

static bool
convert(struct stream *s, const struct lines *l, const struct line *line,
    struct fault *f)
{
	struct logline_refusal why;

	switch (logline_convert(s->logline, l, line, &s->out->buf, &why)) {
	case LOGLINE_REFUSED:
		if (!refuse(s, l->name, line, &why, f))
			return false;
		break;
	case LOGLINE_EVENT:
		s->events++;
		break;
	case LOGLINE_BLANK:
		break;
	}
	s->lines++;
	return out_room(s->out, f);
}

bool
stream_input(struct stream *s, int fd, const char *name, struct fault *f)
{
	struct input in = { .fd = fd, .name = name };
	struct lines l;
	struct line line;
	enum lines_result got;
	bool ok = true;

	lines_init(&l, fd, name, s->max_line);
	l.read = input_read;
	l.from = s->input = &in;
	l.idle = flush_idle;
	l.over = keep_over;
	l.step = step;
	l.arg = s;
	while (ok && (got = lines_next(&l, &line, f)) != LINES_END) {
		ok = got == LINES_OK && convert(s, &l, &line, f);
		s->failed |= !ok && got == LINES_OK;
	}
	lines_free(&l);
	input_free(&in);
	s->input = NULL;
	return ok;
}

uint64_t
stream_refused(const struct stream *s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < LOGLINE_NREASONS; i++)
		n += s->nrefused[i];
	return n;
}

static void
total(struct buf *b, uint64_t n, const char *what)
{
	if (n)
		buf_printf(b, "%" PRIu64 " line%s with %s\n", n,
		    n == 1 ? "" : "s", what);
}

void
stream_totals(const struct stream *s, bool verbose, struct buf *b)
{
	const struct logline_repairs *r = logline_repaired(s->logline);
	uint64_t n = stream_refused(s);
	const char *sep = ": ";

	if (n)
		buf_printf(b, "%" PRIu64 " of %" PRIu64 " lines refused", n,
		    s->lines);
	for (size_t i = 0; n && i < LOGLINE_NREASONS; i++) {
		if (!s->nrefused[i])
			continue;
		buf_printf(b, "%s%s %" PRIu64, sep, logline_reason_name[i],
		    s->nrefused[i]);
		sep = ", ";
	}
	if (n)
		buf_putc(b, '\n');
	total(b, r->nonfinite, "NaN or Infinity, taken as null");
	total(b, r->bad_utf8, "invalid UTF-8, now U+FFFD");
	total(b, r->surrogate, "lone surrogates, passed on");
	if (verbose)
		buf_printf(b, "%" PRIu64 " lines, %" PRIu64 " events\n",
		    s->lines, s->events);
}
