/*
 * The table of a dialect's members: name, in how many records, types, number
 * of different values, what became of it, examples. Members of members follow
 * the one that they are in; else the order is that of first appearance.
 */
#include <inttypes.h>
#include <math.h>

#include "base/num.h"
#include "event/detect_show.h"
#include "event/detect_table.h"
#include "event/put.h"

enum {
	ROW_CELLS = 80,
	GAP = 2,		/* columns between two cells */
	EXAMPLE_MIN = 8,	/* columns that an example has at least */
	LIST_MAX = 16,		/* numbers that are rather listed than spanned */
};

enum column { COL_FIELD, COL_IN, COL_TYPE, COL_VALUES, COL_BECAME, NCOLS };

/* Where a row has come to: its columns so far, and where the last cell of it
 * should have ended. */
struct place {
	size_t cells, end;
};

/* The widest that a column is made; a longer entry moves its row only. */
static const size_t widest[NCOLS] = { 20, 12, 16, 6, 12 };
static const char *const title[NCOLS] = {
	"FIELD", "IN", "TYPE", "VALUES", "BECAME",
};
static const bool right[NCOLS] = { [COL_IN] = true, [COL_VALUES] = true };

static const char *const type_name[DETECT_NTYPES] = {
	"string", "integer", "number", "boolean", "null", "object", "array",
	"quoted number", "RFC 3339", "time (no zone)", "time",
	"epoch s", "epoch ms", "epoch us", "epoch ns",
	"quoted epoch s", "quoted epoch ms", "quoted epoch us",
	"quoted epoch ns",
};

struct rows {
	const struct detect_dialect *dd;
	struct buf *b;
	struct buf cell;
	size_t width[NCOLS];
};

/* The index of the largest count that was not taken yet, or n. */
static size_t
next_largest(const uint64_t *count, size_t n, const bool *taken)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++)
		if (count[i] && !taken[i] &&
		    (best == n || count[i] > count[best]))
			best = i;
	return best;
}

/* The counts of the field's types: where numbers have fractions, integers
 * are just some of them. */
static void
count_types(const struct detect_field *f, uint64_t count[DETECT_NTYPES])
{
	memcpy(count, f->type, sizeof(f->type));
	if (count[TYPE_NUMBER]) {
		count[TYPE_NUMBER] += count[TYPE_INTEGER];
		count[TYPE_INTEGER] = 0;
	}
}

/* All types where the column can hold them, else the most frequent one:
 * false then. */
static bool
put_types(const struct detect_field *f, struct buf *b)
{
	bool taken[DETECT_NTYPES] = { false };
	size_t i, first = 0, from = b->n;
	uint64_t count[DETECT_NTYPES];

	count_types(f, count);
	while ((i = next_largest(count, DETECT_NTYPES, taken)) <
	    DETECT_NTYPES) {
		if (b->n > from)
			buf_lit(b, ", ");
		buf_puts(b, str_c(type_name[i]));
		if (!first)
			first = b->n;
		taken[i] = true;
	}
	if (b->n - from <= widest[COL_TYPE] || b->n == first)
		return true;
	b->n = first;
	return false;
}

static bool
has_field(const struct detect_dialect *dd, struct str path)
{
	for (size_t i = 0; i < dd->nfields; i++)
		if (str_eq(dd->field[i]->path, path))
			return true;
	return false;
}

/* The name under which a member is kept that bears one of the format's. */
static void
put_renamed(const struct rows *rw, const struct detect_field *f,
    struct buf *b)
{
	size_t from = b->n;

	buf_puts(b, f->path);
	do
		buf_putc(b, '_');
	while (has_field(rw->dd, str_of(b->p + from, b->n - from)));
}

static bool
is_own(struct str path)
{
	for (size_t i = 0; i < PUT_NOWN; i++)
		if (str_eq(put_own[i], path))
			return true;
	return false;
}

static void
put_role(const struct rows *rw, const struct detect_field *f, size_t role,
    struct buf *b)
{
	static const struct str part[] = {
		[PART_TIME] = { "time", 4 }, [PART_LEVEL] = { "level", 5 },
		[PART_EVENT] = { "event", 5 },
		[PART_LOGGER] = { "logger", 6 },
		[PART_TRACE_ID] = { "trace_id", 8 },
		[PART_SPAN_ID] = { "span_id", 7 },
		[PART_TRACE_FLAGS] = { "trace_flags", 11 },
		[ROLE_KEPT] = { "kept", 4 }, [ROLE_USED] = { "used", 4 },
	};

	if (role == ROLE_RENAMED)
		put_renamed(rw, f, b);
	else if (role == ROLE_USED && is_own(f->path))
		buf_puts(b, f->path);
	else
		buf_puts(b, part[role]);
}

/* "level or kept": now this, now that; "level, kept": both at a time. */
static void
put_roles(const struct rows *rw, const struct detect_field *f, struct buf *b)
{
	bool taken[DETECT_NROLES] = { false };
	size_t i, n = b->n;
	uint64_t sum = 0;

	for (i = 0; i < DETECT_NROLES; i++)
		sum += f->role[i];
	while ((i = next_largest(f->role, DETECT_NROLES, taken)) <
	    DETECT_NROLES) {
		if (b->n > n)
			buf_puts(b, sum > f->records ? STR(", ") :
			    STR(" or "));
		put_role(rw, f, i, b);
		taken[i] = true;
	}
}

static void
put_count(const struct rows *rw, const struct detect_field *f, struct buf *b)
{
	if (f->records == rw->dd->records)
		buf_lit(b, "all");
	else
		num_put_uint64(b, f->records);
}

static void
put_values(const struct detect_field *f, struct buf *b)
{
	if (f->many)
		buf_printf(b, ">%d", DETECT_VALUES_MAX);
	else if (f->nvalues)
		num_put_uint64(b, f->nvalues);
	else
		buf_putc(b, '-');
}

static void
put_name(const struct detect_field *f, struct buf *b)
{
	detect_show_name(b, f->path, DETECT_NAME_MAX);
	if (f->len > f->path.n)
		buf_printf(b, " (%zu bytes)", f->len);
}

/* The cell of column c in rw->cell; returns its width. */
static size_t
fill_cell(struct rows *rw, const struct detect_field *f, enum column c)
{
	size_t from = rw->b->n, cells;

	buf_reset(&rw->cell);
	switch (c) {
	case COL_FIELD: put_name(f, &rw->cell); break;
	case COL_IN: put_count(rw, f, &rw->cell); break;
	case COL_TYPE: put_types(f, &rw->cell); break;
	case COL_VALUES: put_values(f, &rw->cell); break;
	case COL_BECAME: put_roles(rw, f, &rw->cell); break;
	case NCOLS: break;
	}
	/* Measured by showing it, which is then taken back. */
	cells = detect_show(rw->b, buf_str(&rw->cell), SIZE_MAX);
	rw->b->n = from;
	return cells;
}

static void
measure(struct rows *rw)
{
	for (enum column c = 0; c < NCOLS; c++) {
		rw->width[c] = strlen(title[c]);
		for (size_t i = 0; i < rw->dd->nfields; i++) {
			size_t n = fill_cell(rw, rw->dd->field[i], c);

			if (n > rw->width[c] && n <= widest[c])
				rw->width[c] = n;
		}
	}
}

/*
 * Appends spaces up to a column, at least two: what was longer than its
 * column has used up some of the next.
 */
static void
pad_to(struct rows *rw, struct place *at, size_t column)
{
	size_t n = at->cells + GAP > column ? GAP : column - at->cells;

	at->cells += n;
	while (n--)
		buf_putc(rw->b, ' ');
}

static void
put_cell(struct rows *rw, enum column c, struct str text, size_t n,
    struct place *at)
{
	size_t start = at->end + GAP;

	at->end = start + rw->width[c];
	pad_to(rw, at, right[c] && n < rw->width[c] ? at->end - n : start);
	buf_puts(rw->b, text);
	at->cells += n;
}

static bool
is_range(const struct detect_field *f)
{
	uint64_t other = 0;

	for (size_t i = 0; i < DETECT_NTYPES; i++)
		if (i != TYPE_INTEGER && i != TYPE_NUMBER &&
		    i != TYPE_QUOTED && i != TYPE_NULL)
			other += f->type[i];
	return !other && f->nvalues > LIST_MAX && isfinite(f->max - f->min);
}

static void
put_example(struct rows *rw, const struct detect_field *f, struct place *at)
{
	buf_reset(&rw->cell);
	if (is_range(f)) {
		num_put_json(&rw->cell, f->min);
		buf_lit(&rw->cell, " to ");
		num_put_json(&rw->cell, f->max);
	} else if (f->nsample) {
		buf_put(&rw->cell, f->sample, f->nsample);
	} else if (f->type[TYPE_OBJECT] && !f->first) {
		buf_lit(&rw->cell, "{}");
	}
	if (!rw->cell.n)
		return;
	pad_to(rw, at, at->end + GAP);
	detect_show(rw->b, buf_str(&rw->cell), at->cells + EXAMPLE_MIN <
	    ROW_CELLS ? ROW_CELLS - at->cells : EXAMPLE_MIN);
}

static void
put_row(struct rows *rw, const struct detect_field *f)
{
	struct place at = { 0 };

	for (enum column c = 0; c < NCOLS; c++) {
		size_t n = fill_cell(rw, f, c);

		put_cell(rw, c, buf_str(&rw->cell), n, &at);
		if (c == COL_FIELD && n > widest[c]) {
			buf_putc(rw->b, '\n');
			at.cells = 0;
		}
	}
	put_example(rw, f, &at);
	buf_putc(rw->b, '\n');
}

/* The types behind the most frequent one, in lines of their own. */
static void
put_more_types(struct rows *rw, const struct detect_field *f)
{
	size_t column = GAP + rw->width[COL_FIELD] + GAP +
	    rw->width[COL_IN] + GAP;
	bool taken[DETECT_NTYPES] = { false };
	struct place at = { 0 };
	uint64_t count[DETECT_NTYPES];
	const char *lead = "also ";
	size_t i, next;

	count_types(f, count);
	taken[next_largest(count, DETECT_NTYPES, taken)] = true;
	i = next_largest(count, DETECT_NTYPES, taken);
	for (; i < DETECT_NTYPES; i = next, lead = "") {
		taken[i] = true;
		next = next_largest(count, DETECT_NTYPES, taken);
		buf_reset(&rw->cell);
		buf_printf(&rw->cell, "%s%s %" PRIu64 "%s", lead,
		    type_name[i], count[i], next < DETECT_NTYPES ? "," : "");
		if (at.cells + 1 + rw->cell.n > ROW_CELLS) {
			buf_putc(rw->b, '\n');
			at.cells = 0;
		}
		if (at.cells) {
			buf_putc(rw->b, ' ');
			at.cells++;
		} else {
			pad_to(rw, &at, column);
		}
		buf_puts(rw->b, buf_str(&rw->cell));
		at.cells += rw->cell.n;
	}
	buf_putc(rw->b, '\n');
}

static void
put_members(struct rows *rw, const struct detect_field *parent)
{
	for (size_t i = 0; i < rw->dd->nfields; i++) {
		const struct detect_field *f = rw->dd->field[i];

		if (f->parent != parent)
			continue;
		put_row(rw, f);
		buf_reset(&rw->cell);
		if (!put_types(f, &rw->cell))
			put_more_types(rw, f);
		if (f->first)
			put_members(rw, f);
	}
}

static void
put_titles(struct rows *rw)
{
	struct place at = { 0 };

	for (enum column c = 0; c < NCOLS; c++)
		put_cell(rw, c, str_c(title[c]), strlen(title[c]), &at);
	pad_to(rw, &at, at.end + GAP);
	buf_lit(rw->b, "EXAMPLE\n");
}

void
detect_rows(const struct detect_dialect *dd, struct buf *b)
{
	struct rows rw = { .dd = dd, .b = b };

	if (!dd->nfields)
		return;
	measure(&rw);
	buf_putc(b, '\n');
	put_titles(&rw);
	put_members(&rw, &dd->top);
	if (dd->nmore)
		buf_printf(b, "  and %s%zu more names: %d are listed\n",
		    dd->nmore > DETECT_MORE_MAX ? "at least " : "",
		    dd->nmore, DETECT_FIELDS_MAX);
	buf_free(&rw.cell);
}
