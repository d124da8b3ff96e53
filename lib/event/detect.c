/*
 * Counting lines and records, and what is told of a dialect as a whole. The
 * members are detect_field.c's, the report is detect_put.c's.
 */
#include "base/mem.h"
#include "base/stamp.h"
#include "event/detect_show.h"
#include "event/detect_table.h"

struct detect *
detect_new(void)
{
	return mem_new(1, sizeof(struct detect));
}

static void
dialect_destroy(struct detect_dialect *dd)
{
	for (size_t i = 0; i < dd->nfields; i++)
		mem_free(dd->field[i]->value);
	mem_free(dd->more);
	mem_free(dd);
}

void
detect_destroy(struct detect *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->ndialects; i++)
		dialect_destroy(d->dialect[i]);
	mem_free(d->dialect);
	arena_free(&d->arena);
	buf_free(&d->path);
	buf_free(&d->scratch);
	buf_free(&d->text);
	mem_free(d);
}

/* There are no more than the table of dialects has, and one by --map. */
static struct detect_dialect *
dialect_of(struct detect *d, const struct dialect *dialect)
{
	struct detect_dialect *dd;

	for (size_t i = 0; i < d->ndialects; i++)
		if (d->dialect[i]->dialect == dialect)
			return d->dialect[i];
	d->dialect = mem_grow(d->dialect, d->ndialects, &d->cap,
	    sizeof(*d->dialect));
	dd = mem_new(1, sizeof(*dd));
	dd->dialect = dialect;
	dd->from = INT64_MAX;
	dd->to = STAMP_NONE;
	d->fresh = true;
	return d->dialect[d->ndialects++] = dd;
}

/* A copy of the text as it is shown. */
static struct str
shown(struct detect *d, struct str text)
{
	buf_reset(&d->text);
	detect_show(&d->text, text, DETECT_EXAMPLE_MAX);
	return arena_str(&d->arena, buf_str(&d->text));
}

static void
add_time(struct detect_dialect *dd, int64_t time)
{
	if (time == STAMP_NONE) {
		dd->no_time++;
		return;
	}
	if (time < dd->from)
		dd->from = time;
	if (time > dd->to)
		dd->to = time;
}

static void
add_level(struct detect *d, struct detect_dialect *dd, const struct parts *p)
{
	if (p->severity > 0) {
		dd->severity[p->severity]++;
	} else if (p->has_level) {
		if (!dd->odd_level++)
			dd->odd = shown(d, p->level_text);
	} else {
		dd->no_level++;
	}
}

void
detect_record(void *arg, const struct logline_seen *seen)
{
	struct detect *d = arg;
	struct detect_dialect *dd = dialect_of(d, seen->dialect);

	d->records++;
	dd->records++;
	add_time(dd, seen->parts->time);
	add_level(d, dd, seen->parts);
	if (seen->prefix.n && !dd->prefixed++)
		dd->prefix = shown(d, seen->prefix);
	dd->wrapped += seen->layers > 0;
	dd->nonfinite += (seen->flags & JREAD_NONFINITE) != 0;
	dd->bad_utf8 += (seen->flags & JREAD_BAD_UTF8) != 0;
	dd->surrogate += (seen->flags & JREAD_SURROGATE) != 0;
	detect_members(d, dd, seen);
}

static void
set_example(struct detect *d, struct detect_example *e, const char *input,
    const struct line *line)
{
	e->input = shown(d, str_c(input));
	e->there = true;
	if (!line)
		return;
	e->text = shown(d, str_trim(line->text));
	e->line = line->number;
}

static void
add_refused(struct detect *d, const char *input, const struct line *line,
    const struct logline_refusal *why)
{
	if (d->refused[why->reason].n++)
		return;
	set_example(d, &d->refused[why->reason].example, input, line);
	if (why->line)
		d->refused[why->reason].example.line = why->line;
	d->refused[why->reason].column = why->column;
	d->refused[why->reason].what = shown(d, str_c(why->what));
}

void
detect_line(struct detect *d, const char *input, const struct line *line,
    enum logline_result got, const struct logline_refusal *why)
{
	d->blank += line && got == LOGLINE_BLANK;
	if (got == LOGLINE_REFUSED)
		add_refused(d, input, line, why);
	for (size_t i = 0; d->fresh && i < d->ndialects; i++)
		if (!d->dialect[i]->example.there)
			set_example(d, &d->dialect[i]->example, input, line);
	d->fresh = false;
}
