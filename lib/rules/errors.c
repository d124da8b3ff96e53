/*
 * Collects the errors of rules files and turns them into text. It does not
 * know the language: places are pointers, and lines and columns are counted
 * only when an error is there.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/columns.h"
#include "base/mem.h"
#include "rules/errors.h"

enum {
	NAME_MAX_SHOWN = 60,	/* bytes of a name in a message */
	SHOWN_BEFORE = 100,	/* bytes of a line before the caret */
	SHOWN_AFTER = 80,	/* and from the caret on */
};

static bool
inside_char(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static struct str
cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	s.n = max;
	while (s.n && inside_char(s.p[s.n]))
		s.n--;
	return s;
}

struct str
errors_name(struct str s)
{
	return cut(s, NAME_MAX_SHOWN);
}

static struct str words(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

static struct str
words(struct arena *a, const char *fmt, va_list ap)
{
	char text[RULES_MESSAGE_MAX + 1];
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	struct str s = str_c(n < 0 ? "" : text);

	if (n > RULES_MESSAGE_MAX)
		s = cut(s, RULES_MESSAGE_MAX - 1);
	return arena_str(a, s);
}

const struct rules_source *
errors_source(const struct rules_source *s)
{
	return s && s->json ? s->json : s;
}

/* The same place in the text that messages show. */
static struct rules_place
shown(struct rules_place at)
{
	const struct rules_source *s = at.source;
	size_t lo = 0, hi, offset;

	if (!s || !s->json || !at.p)
		return (struct rules_place){ errors_source(s), at.p };
	offset = (size_t)(at.p - s->text.p);
	for (hi = s->norigins; hi - lo > 1;) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->origin[mid].at <= offset)
			lo = mid;
		else
			hi = mid;
	}
	return (struct rules_place){ s->json, s->origin[lo].p };
}

static struct str
line_of(struct rules_place at)
{
	struct str text = at.source->text;
	const char *end = text.p + text.n, *from = at.p, *to = at.p;

	while (from > text.p && from[-1] != '\n')
		from--;
	while (to < end && *to != '\n')
		to++;
	if (to > from && to[-1] == '\r')
		to--;
	return str_of(from, (size_t)(to - from));
}

unsigned
rules_place_line(struct rules_place at)
{
	unsigned line = 1;
	struct str s;
	size_t i;

	at = shown(at);
	s = str_of(at.source->text.p, (size_t)(at.p - at.source->text.p));
	while ((i = str_chr(s, '\n')) < s.n) {
		s = str_from(s, i + 1);
		line++;
	}
	return line;
}

static unsigned
column_of(struct rules_place at, struct str line)
{
	unsigned column = 1;

	for (const char *p = line.p; p < at.p; p++)
		column += !inside_char(*p);
	return column;
}

static void
locate(struct rules_error *error, struct rules_place at, struct arena *arena)
{
	at = shown(at);
	if (!at.source)
		return;
	error->file = arena_str(arena, at.source->name);
	error->order = at.source->order;
	if (!at.p)
		return;
	error->line = rules_place_line(at);
	error->text = line_of(at);
	error->column = column_of(at, error->text);
	error->text = arena_str(arena, error->text);
}

bool
errors_add(struct rules_errors *e, struct rules_place at, const char *fmt,
    ...)
{
	struct rules_error error = { 0 };
	va_list ap;

	if (e->n == RULES_ERRORS_MAX) {
		e->unkept++;
		return false;
	}
	va_start(ap, fmt);
	error.message = words(&e->arena, fmt, ap);
	va_end(ap);
	locate(&error, at, &e->arena);
	e->error = mem_grow(e->error, e->n, &e->cap, sizeof(*e->error));
	e->error[e->n++] = error;
	return false;
}

bool
errors_hint(struct rules_errors *e, const char *fmt, ...)
{
	va_list ap;

	if (e->unkept || !e->n)
		return false;
	va_start(ap, fmt);
	e->error[e->n - 1].hint = words(&e->arena, fmt, ap);
	va_end(ap);
	return false;
}

bool
errors_nearest(struct rules_errors *e, struct str s, const char *const *names,
    size_t n)
{
	const char *near = str_nearest(s, names, n);

	if (near)
		errors_hint(e, "did you mean \"%s\"?", near);
	return false;
}

static int
by_place(const void *pa, const void *pb)
{
	const struct rules_error *a = pa, *b = pb;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return str_cmp(a->message, b->message);
}

void
rules_errors_sort(struct rules_errors *e)
{
	if (e->n)
		qsort(e->error, e->n, sizeof(*e->error), by_place);
}

void
rules_errors_free(struct rules_errors *e)
{
	mem_free(e->error);
	arena_free(&e->arena);
	*e = (struct rules_errors){ 0 };
}

/* Whether a character is shown as it is; else as '?'. */
static bool
is_shown(uint32_t c)
{
	return c == '\t' || !columns_hidden(c);
}

static void
put_clean(struct buf *b, struct str s)
{
	size_t n;

	for (; s.n; s = str_from(s, n)) {
		if (is_shown(columns_char(s, &n)))
			buf_put(b, s.p, n);
		else
			buf_putc(b, '?');
	}
}

/* As many columns as s has, with its tabs. */
static void
put_blank(struct buf *b, struct str s)
{
	size_t n;

	for (; s.n; s = str_from(s, n)) {
		uint32_t c = columns_char(s, &n);
		unsigned columns = is_shown(c) ? columns_of(c) : 1;

		while (columns-- > 0)
			buf_putc(b, c == '\t' ? '\t' : ' ');
	}
}

static void
put_text(struct buf *b, struct str s, unsigned column)
{
	size_t at = 0, from, to;

	for (unsigned i = 1; i < column && at < s.n; i++)
		do
			at++;
		while (at < s.n && inside_char(s.p[at]));
	from = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
	while (from < at && inside_char(s.p[from]))
		from++;
	to = cut(s, at + SHOWN_AFTER).n;
	buf_lit(b, "    ");
	put_clean(b, str_of(s.p + from, to - from));
	buf_lit(b, "\n    ");
	put_blank(b, str_of(s.p + from, at - from));
	buf_lit(b, "^\n");
}

void
rules_error_put(struct buf *b, const struct rules_error *error)
{
	if (error->file.n) {
		put_clean(b, error->file);
		if (error->line)
			buf_printf(b, ":%u:%u", error->line, error->column);
		buf_lit(b, ": ");
	}
	put_clean(b, error->message);
	if (error->hint.n) {
		buf_lit(b, " (");
		put_clean(b, error->hint);
		buf_putc(b, ')');
	}
	buf_putc(b, '\n');
	if (error->line)
		put_text(b, error->text, error->column);
}

void
rules_errors_put(struct buf *b, const struct rules_errors *e)
{
	for (size_t i = 0; i < e->n; i++)
		rules_error_put(b, &e->error[i]);
	if (e->unkept)
		buf_printf(b, "%zu more errors\n", e->unkept);
}
