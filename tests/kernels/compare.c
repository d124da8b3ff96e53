/*
 * The same text twice through the kernel: fresh arrays, and poisoned ones.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/kernels/compare.h"

enum { WHAT = 200 };

static bool
number(char *what, const char *name, size_t i, uint64_t got, uint64_t want)
{
	if (got == want)
		return true;
	snprintf(what, WHAT, "%s[%zu] is %" PRIu64 " (0x%" PRIx64 "), the "
	    "reference has %" PRIu64 " (0x%" PRIx64 ")", name, i, got, got,
	    want, want);
	return false;
}

/* Entry by entry, so that the first difference is named, not their count. */
static bool
same(const struct scan *s, const struct reference *r, char *what)
{
	size_t npos = s->npos < r->npos ? s->npos : r->npos;
	size_t nlines = s->nlines < r->nlines ? s->nlines : r->nlines;

	for (size_t i = 0; i < npos; i++)
		if (!number(what, "pos", i, s->pos[i], r->pos[i]) ||
		    !number(what, "mark", i, (unsigned char)s->mark[i],
		    (unsigned char)r->mark[i]))
			return false;
	for (size_t i = 0; i < nlines; i++)
		if (!number(what, "line.at", i, s->line[i].at,
		    r->line_at[i]) || !number(what, "line.npos", i,
		    s->line[i].npos, r->line_npos[i]))
			return false;
	for (size_t i = 0; i < r->nblocks; i++)
		if (!number(what, "special", i, s->special[i],
		    r->special[i]) || !number(what, "doubt", i, s->doubt[i],
		    r->doubt[i]) || !number(what, "loose", i, s->loose[i],
		    r->loose[i]))
			return false;
	return number(what, "npos", 0, s->npos, r->npos) &&
	    number(what, "nlines", 0, s->nlines, r->nlines);
}

/* Room for n bytes by whichever kernel is chosen; then what is no index. */
static void
poison(struct scan *s, const char *p, size_t n, int with)
{
	size_t blocks = (n + SCAN_BLOCK - 1) / SCAN_BLOCK;

	scan_index(s, p, n);
	memset(s->pos, with, blocks * SCAN_BLOCK * sizeof(*s->pos));
	memset(s->mark, with, blocks * SCAN_BLOCK);
	memset(s->line, with, blocks * SCAN_BLOCK * sizeof(*s->line));
	memset(s->special, with, blocks * sizeof(*s->special));
	memset(s->doubt, with, blocks * sizeof(*s->doubt));
	memset(s->loose, with, blocks * sizeof(*s->loose));
	s->npos = s->nlines = 0;
}

bool
compare_text(struct subject *s, const struct reference *r, const char *p,
    size_t n, char what[200])
{
	struct scan fresh = { 0 };
	bool ok;

	poison(&fresh, p, n, 0xff);
	s->kernel->index(&fresh, p, n);
	ok = same(&fresh, r, what);
	scan_free(&fresh);
	poison(&s->reused, p, n, s->texts & 1 ? 0 : 0xa5);
	s->kernel->index(&s->reused, p, n);
	ok = ok && same(&s->reused, r, what) && (!n || !s->kernel->runs ||
	    number(what, "runs", 0, s->kernel->runs(&s->reused, 0, n),
	    r->runs));
	s->texts++;
	s->bytes += n;
	return ok;
}

void
compare_free(struct subject *s)
{
	scan_free(&s->reused);
}
