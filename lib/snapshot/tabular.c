/*
 * The layout: a family after the other, numbers in columns of their labels
 * where these fit, else behind a list of labels. Bars are in tabular_hist.c.
 */
#include "base/columns.h"
#include "base/mem.h"
#include "snapshot/names.h"
#include "snapshot/tabular.h"
#include "snapshot/tabular_put.h"

enum { COLUMNS_MAX = 8 };	/* labels side by side */

/* The labels of a family as columns. */
struct columns {
	struct str name[COLUMNS_MAX];
	size_t width[COLUMNS_MAX];
	size_t n;
	size_t number;		/* the width of the numbers */
};

/* False when there are too many. */
static bool
add_column(struct columns *c, const struct snap_label *l)
{
	size_t i = 0, w = columns_text(l->value);

	while (i < c->n && str_cmp(c->name[i], l->name) < 0)
		i++;
	if (i == c->n || !str_eq(c->name[i], l->name)) {
		if (c->n == COLUMNS_MAX)
			return false;
		for (size_t k = c->n++; k > i; k--) {
			c->name[k] = c->name[k - 1];
			c->width[k] = c->width[k - 1];
		}
		c->name[i] = l->name;
		c->width[i] = columns_text(l->name);
	}
	c->width[i] = w > c->width[i] ? w : c->width[i];
	return true;
}

static size_t
number_width(const struct snap_family *f)
{
	struct buf text = { 0 };
	size_t most = 0;

	for (size_t i = 0; i < f->nseries; i++) {
		buf_reset(&text);
		tabular_number(&text, f->series[i].value);
		most = text.n > most ? text.n : most;
	}
	buf_free(&text);
	return most;
}

/* Whether the family's labels fit side by side, and how. */
static bool
lay_out(struct columns *c, const struct snap_family *f)
{
	size_t width = 2;

	*c = (struct columns){ .number = number_width(f) };
	for (size_t i = 0; i < f->nseries; i++)
		for (size_t k = 0; k < f->series[i].nlabels; k++)
			if (!add_column(c, &f->series[i].labels[k]))
				return false;
	for (size_t i = 0; i < c->n; i++)
		width += c->width[i] + 2;
	return width + c->number <= TABULAR_COLUMNS;
}

static void
put_number(struct buf *b, double v, size_t width)
{
	struct buf text = { 0 };

	tabular_number(&text, v);
	tabular_right(b, buf_str(&text), width);
	buf_putc(b, '\n');
	buf_free(&text);
}

static struct str
label_of(const struct snap_series *s, struct str name)
{
	for (size_t i = 0; i < s->nlabels; i++)
		if (str_eq(s->labels[i].name, name))
			return s->labels[i].value;
	return (struct str){ 0 };
}

static void
put_columns(struct buf *b, const struct snap_family *f,
    const struct columns *c)
{
	for (size_t i = 0; i < c->n; i++) {
		buf_lit(b, "  ");
		if (i + 1 == c->n)
			tabular_text(b, c->name[i]);
		else
			tabular_left(b, c->name[i], c->width[i]);
	}
	if (c->n)
		buf_putc(b, '\n');
	for (size_t i = 0; i < f->nseries; i++) {
		for (size_t k = 0; k < c->n; k++) {
			buf_lit(b, "  ");
			tabular_left(b, label_of(&f->series[i], c->name[k]),
			    c->width[k]);
		}
		buf_lit(b, "  ");
		put_number(b, f->series[i].value, c->number);
	}
}

/* Labels too wide: a list of them, and the number on the line, or below. */
static void
put_list(struct buf *b, const struct snap_family *f)
{
	size_t number = number_width(f);

	for (size_t i = 0; i < f->nseries; i++) {
		const struct snap_series *s = &f->series[i];
		size_t from = b->n, used;

		buf_lit(b, "  ");
		tabular_labels(b, s->labels, s->nlabels);
		used = columns_text(str_of(b->p + from, b->n - from));
		if (used + 2 + number > TABULAR_COLUMNS) {
			buf_putc(b, '\n');
			used = 0;
		}
		put_number(b, s->value, TABULAR_COLUMNS - used);
	}
}

/* "seconds", "bytes per second", or what stands in braces. */
static void
put_unit(struct buf *b, struct str unit)
{
	struct buf words = { 0 };

	names_unit(&words, unit);
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] == '_')
			words.p[i] = ' ';
	if (!words.n && unit.n > 2 && unit.p[0] == '{' &&
	    unit.p[unit.n - 1] == '}')
		buf_puts(&words, str_of(unit.p + 1, unit.n - 2));
	if (words.n) {
		buf_lit(b, ", ");
		tabular_text(b, buf_str(&words));
	}
	buf_free(&words);
}

static void
put_head(struct buf *b, const struct snap_family *f)
{
	struct str type = str_c(snap_type_name[f->type]);

	buf_putc(b, '\n');
	tabular_text(b, f->name);
	buf_lit(b, "  ");
	for (size_t i = 0; i < type.n; i++)
		buf_putc(b, type.p[i] == '_' ? ' ' : type.p[i]);
	if (f->mode.n) {
		buf_lit(b, ", ");
		tabular_text(b, f->mode);
	}
	put_unit(b, f->unit);
	buf_putc(b, '\n');
	if (f->help.n) {
		tabular_text(b, f->help);
		buf_putc(b, '\n');
	}
}

static void
put_family(struct buf *b, const struct snap_family *f)
{
	struct columns *c;

	put_head(b, f);
	if (snap_shape[f->type] == SNAP_NUMBER) {
		c = mem_new(1, sizeof(*c));
		if (lay_out(c, f))
			put_columns(b, f, c);
		else
			put_list(b, f);
		mem_free(c);
		return;
	}
	for (size_t i = 0; i < f->nseries; i++) {
		const struct snap_series *s = &f->series[i];

		if (s->nlabels) {
			buf_lit(b, "  ");
			tabular_labels(b, s->labels, s->nlabels);
			buf_putc(b, '\n');
		}
		tabular_observations(b, f, s);
	}
}

void
tabular_write(struct buf *b, const struct snap *s)
{
	if (s->time != STAMP_NONE)
		stamp_put(b, s->time);
	if (s->nresource) {
		buf_lit(b, "  ");
		tabular_labels(b, s->resource, s->nresource);
	}
	buf_putc(b, '\n');
	for (size_t i = 0; i < s->nfamilies; i++)
		if (snap_exported(&s->families[i]) && s->families[i].nseries)
			put_family(b, &s->families[i]);
	for (size_t i = 0; i < s->nnotes; i++) {
		buf_lit(b, "\nnote: ");
		tabular_text(b, s->notes[i]);
		buf_putc(b, '\n');
	}
}
