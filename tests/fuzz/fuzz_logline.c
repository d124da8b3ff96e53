/*
 * Records to events: an event is strict JSON on one line, and parsing it once
 * more changes nothing.
 */
#include <stdlib.h>
#include <unistd.h>

#include "event/logline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_HERE = 60000 };	/* what a pipe holds whole */

/* All lines of a text, converted. */
static void
convert(struct str text, bool strict, bool keep, struct buf *out,
    size_t *refused)
{
	struct logline *ll = logline_new(NULL, strict);
	struct logline_refusal why;
	struct lines l;
	struct line line;
	int fd[2];

	if (keep)
		logline_keep(ll, STR("a.b,c"), NULL);
	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd[1]);
	lines_init(&l, fd[0], "fuzz", 4096);
	*refused = 0;
	while (lines_next(&l, &line, NULL) == LINES_OK) {
		size_t from = out->n;
		enum logline_result got;

		while ((got = logline_convert(ll, &l, &line, out, &why)) ==
		    LOGLINE_FLUSH) {
			logline_flush(ll, out, &why);
			from = out->n;
		}
		switch (got) {
		case LOGLINE_EVENT:
			if (logline_events(ll) == 0 || out->n == from ||
			    out->p[out->n - 1] != '\n')
				abort();
			break;
		case LOGLINE_REFUSED:
			++*refused;
			if (!why.what || why.column == 0)
				abort();
			/* FALLTHROUGH */
		case LOGLINE_BLANK:
		case LOGLINE_HELD:
		case LOGLINE_DROPPED:
		case LOGLINE_FLUSH:
			if (out->n != from)
				abort();
		}
	}
	while (logline_flush(ll, out, &why) == LOGLINE_EVENT)
		;
	lines_free(&l);
	close(fd[0]);
	logline_destroy(ll);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = { 0 }, twice = { 0 }, few = { 0 };
	size_t refused;

	if (size > SIZE_MAX_HERE)
		return 0;
	convert(str_of((const char *)data, size), false, false, &once,
	    &refused);
	if (once.n < SIZE_MAX_HERE) {
		convert(buf_str(&once), true, false, &twice, &refused);
		if (refused == 0 && !str_eq(buf_str(&once), buf_str(&twice)))
			abort();
	}
	convert(str_of((const char *)data, size), true, true, &few,
	    &refused);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&few);
	return 0;
}
