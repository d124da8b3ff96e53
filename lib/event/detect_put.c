/*
 * The report: what there is in all, then each dialect, then what was refused.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/stamp.h"
#include "event/detect_show.h"
#include "event/detect_table.h"
#include "event/event.h"

enum { PERCENT_CELLS = 6, LINE_CELLS = 80 };

static int
by_size(const void *a, const void *b)
{
	const struct detect_dialect *x = *(struct detect_dialect *const *)a;
	const struct detect_dialect *y = *(struct detect_dialect *const *)b;

	if (x->records != y->records)
		return x->records < y->records ? 1 : -1;
	return strcmp(x->dialect->name, y->dialect->name);
}

static uint64_t
refused(const struct detect *d)
{
	uint64_t n = 0;

	for (size_t i = 0; i < LOGLINE_NREASONS; i++)
		n += d->refused[i].n;
	return n;
}

static void
put_plural(struct buf *b, uint64_t n, const char *what)
{
	buf_printf(b, "%" PRIu64 " %s%s", n, what, n == 1 ? "" : "s");
}

static void
put_totals(const struct detect *d, uint64_t lines, struct buf *b)
{
	put_plural(b, lines, "line");
	buf_lit(b, ": ");
	put_plural(b, d->records, "record");
	buf_printf(b, ", %" PRIu64 " refused, %" PRIu64 " blank\n",
	    refused(d), d->blank);
}

/* "12.3%" of the whole; what is neither nothing nor all never says so. */
static void
put_share(struct buf *b, uint64_t n, uint64_t of)
{
	double percent = 100 * (double)n / (double)of;
	char text[16];

	if (n && percent < 0.05)
		snprintf(text, sizeof(text), "<0.1%%");
	else if (n < of && percent >= 99.95)
		snprintf(text, sizeof(text), ">99.9%%");
	else
		snprintf(text, sizeof(text), "%.1f%%", percent);
	buf_printf(b, "%*s", PERCENT_CELLS, text);
}

static void
put_overview_row(struct buf *b, const char *name, int width, uint64_t n,
    uint64_t of, struct str about)
{
	size_t from = b->n;

	buf_printf(b, "%-*s  %10" PRIu64 "  ", width, name, n);
	put_share(b, n, of);
	buf_lit(b, "  ");
	detect_show(b, about, LINE_CELLS - (b->n - from));
	buf_putc(b, '\n');
}

static void
put_reasons(const struct detect *d, struct buf *b)
{
	const char *sep = "";

	for (size_t i = 0; i < LOGLINE_NREASONS; i++) {
		if (!d->refused[i].n)
			continue;
		buf_printf(b, "%s%s %" PRIu64, sep, logline_reason_name[i],
		    d->refused[i].n);
		sep = ", ";
	}
}

static void
put_overview(const struct detect *d, struct buf *b)
{
	uint64_t nrefused = refused(d), of = d->records + nrefused;
	int width = sizeof("(refused)") - 1;
	struct buf reasons = { 0 };

	for (size_t i = 0; i < d->ndialects; i++) {
		int n = (int)strlen(d->dialect[i]->dialect->name);

		width = n > width ? n : width;
	}
	buf_printf(b, "\n%-*s  %10s  %*s  WHAT IT IS\n", width, "DIALECT",
	    "RECORDS", PERCENT_CELLS, "SHARE");
	for (size_t i = 0; i < d->ndialects; i++) {
		const struct detect_dialect *dd = d->dialect[i];

		put_overview_row(b, dd->dialect->name, width, dd->records, of,
		    str_c(dd->dialect->about));
	}
	put_reasons(d, &reasons);
	if (nrefused)
		put_overview_row(b, "(refused)", width, nrefused, of,
		    buf_str(&reasons));
	buf_free(&reasons);
}

static void
put_times(const struct detect_dialect *dd, struct buf *b)
{
	buf_lit(b, "  time    ");
	if (dd->to != STAMP_NONE) {
		stamp_put(b, dd->from);
		if (dd->to != dd->from) {
			buf_lit(b, " to ");
			stamp_put(b, dd->to);
		}
	}
	if (dd->no_time == dd->records)
		buf_lit(b, "none");
	else if (dd->no_time)
		buf_printf(b, "\n          none in %" PRIu64, dd->no_time);
	buf_putc(b, '\n');
}

static void
put_levels(const struct detect_dialect *dd, struct buf *b)
{
	const char *sep = "  level   ";

	for (int i = SEVERITY_TRACE; i <= SEVERITY_MAX;) {
		struct str name = severity_level(i);
		uint64_t n = 0;

		while (i <= SEVERITY_MAX && str_eq(name, severity_level(i)))
			n += dd->severity[i++];
		if (!n)
			continue;
		buf_printf(b, "%s%.*s %" PRIu64, sep, STR_ARG(name), n);
		sep = ", ";
	}
	if (dd->no_level == dd->records)
		buf_printf(b, "%snone", sep);
	else if (dd->no_level)
		buf_printf(b, "%snone in %" PRIu64, sep, dd->no_level);
	else if (dd->odd_level == dd->records)
		buf_puts(b, str_c(sep));
	if (dd->odd_level) {
		if (dd->odd_level != dd->records)
			buf_lit(b, "\n          ");
		buf_printf(b, "%" PRIu64 " without severity, such as ",
		    dd->odd_level);
		detect_show_name(b, dd->odd, LINE_CELLS / 2);
	}
	buf_putc(b, '\n');
}

static void
put_note(struct buf *b, uint64_t n, const char *what)
{
	if (n)
		buf_printf(b, "  note    %s: %" PRIu64 "\n", what, n);
}

static void
put_example(struct buf *b, const struct detect_example *e)
{
	if (e->text.n)
		buf_lit(b, "  ");
	detect_show(b, e->text, DETECT_EXAMPLE_MAX);
	buf_putc(b, '\n');
}

static void
put_dialect(const struct detect_dialect *dd, struct buf *b)
{
	buf_printf(b, "\n%s: ", dd->dialect->name);
	put_plural(b, dd->records, "record");
	buf_printf(b, ", such as %.*s", STR_ARG(dd->example.input));
	/* A joined line that ended with the input is no line of it. */
	if (dd->example.line)
		buf_printf(b, ":%" PRIu64 "\n", dd->example.line);
	else
		buf_lit(b, ", joined at its end");
	put_example(b, &dd->example);
	put_times(dd, b);
	put_levels(dd, b);
	if (dd->prefixed) {
		buf_printf(b, "  prefix  %" PRIu64 " with a text before the "
		    "object, such as\n          ", dd->prefixed);
		detect_show_name(b, dd->prefix, LINE_CELLS - 12);
		buf_putc(b, '\n');
	}
	put_note(b, dd->wrapped, "records in those of docker, journald, cri");
	put_note(b, dd->nonfinite, "records with NaN or Infinity, now null");
	put_note(b, dd->bad_utf8, "records with invalid UTF-8, now U+FFFD");
	put_note(b, dd->surrogate, "records with lone surrogates, kept");
	put_note(b, dd->twice, "members that repeat a name of their object");
	detect_rows(dd, b);
}

static void
put_refused(const struct detect *d, struct buf *b)
{
	if (refused(d)) {
		buf_lit(b, "\nrefused: ");
		put_plural(b, refused(d), "line");
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < LOGLINE_NREASONS; i++) {
		if (!d->refused[i].n)
			continue;
		buf_printf(b, "  %s %" PRIu64 ", first %.*s:%" PRIu64
		    ":%zu: %.*s\n  ", logline_reason_name[i],
		    d->refused[i].n, STR_ARG(d->refused[i].example.input),
		    d->refused[i].example.line, d->refused[i].column,
		    STR_ARG(d->refused[i].what));
		put_example(b, &d->refused[i].example);
	}
}

void
detect_put(struct detect *d, uint64_t lines, struct buf *b)
{
	put_totals(d, lines, b);
	if (d->records + refused(d) == 0)
		return;
	if (d->ndialects)
		qsort(d->dialect, d->ndialects, sizeof(*d->dialect),
		    by_size);
	put_overview(d, b);
	for (size_t i = 0; i < d->ndialects; i++)
		put_dialect(d->dialect[i], b);
	put_refused(d, b);
}
