/*
 * Families, one after the other: their names, which must not come twice in
 * any mapping, their metadata, their series. Not the values of samples.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "prom/lines.h"

void
lines_text(struct buf *b, struct str s, bool quotes)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_lit(b, "\\n");
			continue;
		}
		if (s.p[i] == '\\' || (quotes && s.p[i] == '"'))
			buf_putc(b, '\\');
		buf_putc(b, s.p[i]);
	}
}

void
lines_name(struct lines *l, struct str name)
{
	if (names_legacy(name, false))
		buf_puts(l->b, name);
	else
		labels_quote(l->b, name);
}

void
lines_meta(struct lines *l, const char *what)
{
	buf_printf(l->b, "# %s ", what);
	lines_name(l, l->naming.base);
	buf_putc(l->b, ' ');
}

/* The name of a sample; in the UTF-8 form it stands within the braces. */
static bool
put_name(struct lines *l, struct str end)
{
	struct str name = end.n ? l->naming.base : buf_str(&l->naming.name);

	if (l->form->names != NAMES_UTF8 || names_legacy(name, false)) {
		buf_puts(l->b, name);
		buf_puts(l->b, end);
		return true;
	}
	buf_putc(l->b, '{');
	labels_quote(l->b, name);
	l->b->n--;
	buf_puts(l->b, end);
	buf_putc(l->b, '"');
	return false;
}

void
lines_sample(struct lines *l, struct str end, struct str key,
    struct str value)
{
	bool bare = put_name(l, end);

	if (bare && !l->labels.n && !key.n) {
		buf_putc(l->b, ' ');
		return;
	}
	if (!bare && (l->labels.n || key.n))
		buf_putc(l->b, ',');
	else if (bare)
		buf_putc(l->b, '{');
	buf_puts(l->b, buf_str(&l->labels));
	if (key.n) {
		if (l->labels.n)
			buf_putc(l->b, ',');
		buf_puts(l->b, key);
		buf_lit(l->b, "=\"");
		buf_puts(l->b, value);
		buf_putc(l->b, '"');
	}
	buf_lit(l->b, "} ");
}

static void
left_out(struct lines *l, const char *what, struct str name)
{
	if (l->dialect->strict)
		return;
	buf_printf(l->b, "# left out: %s ", what);
	lines_text(l->b, name, false);
	buf_lit(l->b, ", which would appear twice\n");
}

static void
put_meta(struct lines *l, const struct snap_family *f)
{
	struct buf unit = { 0 };

	naming_unit(&l->naming, f, &unit);
	l->dialect->meta(l, f->help, buf_str(&unit));
	buf_free(&unit);
}

static void
put_series(struct lines *l, const struct snap_family *f,
    const struct snap_series *s)
{
	const struct snap_label *labels;
	size_t n;

	if (!naming_labels(&l->naming, s, &labels, &n)) {
		left_out(l, "a series of", f->name);
		return;
	}
	buf_reset(&l->labels);
	labels_put(&l->labels, labels, n);
	samples_put(l, f, s);
}

/* A state's series, to be sorted by all labels but the state's. */
struct state {
	const struct snap_series *series;
	struct str name;
};

static size_t
without(const struct state *s, struct snap_label *to)
{
	size_t n = 0;

	for (size_t i = 0; i < s->series->nlabels; i++) {
		if (!str_eq(s->series->labels[i].name, s->name))
			to[n++] = s->series->labels[i];
	}
	return n;
}

static int
state_cmp(const void *a, const void *b)
{
	struct snap_label x[SNAP_LABELS_MAX], y[SNAP_LABELS_MAX];
	const struct state *p = a, *q = b;
	int c = snap_labels_cmp(x, without(p, x), y, without(q, y));

	return c ? c : (p->series > q->series) - (p->series < q->series);
}

/* The states of one thing have to stand together (OpenMetrics). */
static void
put_states(struct lines *l, const struct snap_family *f)
{
	struct state *list = mem_new(f->nseries, sizeof(*list));

	for (size_t i = 0; i < f->nseries; i++)
		list[i] = (struct state){ &f->series[i], f->name };
	qsort(list, f->nseries, sizeof(*list), state_cmp);
	for (size_t i = 0; i < f->nseries; i++)
		put_series(l, f, list[i].series);
	mem_free(list);
}

static void
family(struct lines *l, const struct snap_family *f)
{
	if (!naming_family(&l->naming, f)) {
		left_out(l, "family", f->name);
		return;
	}
	put_meta(l, f);
	if (l->naming.type == SNAP_STATESET) {
		put_states(l, f);
		return;
	}
	for (size_t i = 0; i < f->nseries; i++)
		put_series(l, f, &f->series[i]);
}

static void
notes(struct lines *l, const struct snap *s)
{
	for (size_t i = 0; i < s->nnotes && !l->dialect->strict; i++) {
		buf_lit(l->b, "# ");
		lines_text(l->b, s->notes[i], false);
		buf_putc(l->b, '\n');
	}
}

static void
resource(struct lines *l, const struct snap *s)
{
	struct snap_series series;
	struct snap_family f;

	if (s->nresource == 0)
		return;
	f = shape_resource(s, &series);
	family(l, &f);
}

void
lines_write(struct buf *b, const struct snap *s, const struct form *form,
    const struct lines_dialect *d)
{
	struct lines *l = mem_new(1, sizeof(*l));

	l->b = b;
	l->form = form;
	l->dialect = d;
	naming_init(&l->naming, form, d->strict);
	notes(l, s);
	resource(l, s);
	for (size_t i = 0; i < s->nfamilies; i++) {
		if (snap_exported(&s->families[i]) && s->families[i].nseries)
			family(l, &s->families[i]);
	}
	buf_free(&l->labels);
	buf_free(&l->tmp);
	naming_free(&l->naming);
	mem_free(l);
}
