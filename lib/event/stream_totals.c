/*
 * What a stream came to, in words.
 */
#include <inttypes.h>

#include "event/stream.h"

uint64_t
stream_counts_refused(const struct stream_counts *c)
{
	uint64_t n = 0;

	for (size_t i = 0; i < LOGLINE_NREASONS; i++)
		n += c->refused[i];
	return n;
}

uint64_t
stream_refused(const struct stream *s)
{
	return stream_counts_refused(&s->counts);
}

static void
total(struct buf *b, uint64_t n, const char *what)
{
	if (n)
		buf_printf(b, "%" PRIu64 " line%s with %s\n", n,
		    n == 1 ? "" : "s", what);
}

void
stream_put_totals(const struct stream_counts *c,
    const struct logline_repairs *r, bool verbose, struct buf *b)
{
	uint64_t n = stream_counts_refused(c);
	const char *sep = ": ";

	if (n)
		buf_printf(b, "%" PRIu64 " of %" PRIu64 " lines refused", n,
		    c->lines);
	for (size_t i = 0; n && i < LOGLINE_NREASONS; i++) {
		if (!c->refused[i])
			continue;
		buf_printf(b, "%s%s %" PRIu64, sep, logline_reason_name[i],
		    c->refused[i]);
		sep = ", ";
	}
	if (n)
		buf_putc(b, '\n');
	total(b, r->nonfinite, "NaN or Infinity, taken as null");
	total(b, r->bad_utf8, "invalid UTF-8, now U+FFFD");
	total(b, r->surrogate, "lone surrogates, passed on");
	total(b, r->nuls, "NULs in front, left out");
	total(b, r->inner, "damaged JSON in a wrapper, passed on as text");
	total(b, r->broken_off, "no end, joined as far as they came");
	if (verbose)
		buf_printf(b, "%" PRIu64 " lines, %" PRIu64 " events\n",
		    c->lines, c->events);
}

void
stream_totals(const struct stream *s, bool verbose, struct buf *b)
{
	stream_put_totals(&s->counts, logline_repaired(s->logline), verbose,
	    b);
}
