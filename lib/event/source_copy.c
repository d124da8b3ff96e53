/*
 * Whether one file's text is the beginning of another's: a copy in the
 * making, or a whole one.
 */
#include "base/io.h"
#include "base/mem.h"
#include "event/source_walk.h"

enum { COPY_PROBE = 64 * 1024 };

/* Fills a block as far as there is text. */
static size_t
fill(const struct source *s, struct source_walk *w, char *block)
{
	size_t n = 0;
	long got = 1;

	while (n < COPY_PROBE && got > 0) {
		got = source_walk(s, w, block + n, COPY_PROBE - n, NULL);
		n += got > 0 ? (size_t)got : 0;
	}
	return n;
}

size_t
source_peek(struct source *s, char *head)
{
	struct source_walk w = { 0 };
	size_t n = 0;
	long got = 1;

	if (s->blank && (!source_form(s, NULL) || s->blank))
		return 0;
	while (n < POSITION_HEAD && got > 0) {
		got = source_walk(s, &w, head + n, POSITION_HEAD - n, NULL);
		n += got > 0 ? (size_t)got : 0;
	}
	source_walk_free(&w);
	return n;
}

static bool
copies(const struct source *s, const struct source *of, char *a, char *b)
{
	struct source_walk w = { 0 }, v = { 0 };
	bool plain = !s->packed && !of->packed, same = true;
	size_t n = 1;

	while (same && n) {
		n = fill(s, &w, a);
		same = fill(of, &v, b) >= n && memcmp(a, b, n) == 0;
		if (plain && s->size - w.at > COPY_PROBE && w.at < s->size)
			w.at = v.at = s->size - COPY_PROBE;
	}
	source_walk_free(&w);
	source_walk_free(&v);
	return same;
}

bool
source_copies(struct source *s, struct source *of)
{
	char *block;
	bool same;

	if (!source_look(s, NULL) || !source_look(of, NULL))
		return false;
	if (!s->packed && !of->packed && s->size > of->size)
		return false;
	block = mem_new(2, COPY_PROBE);
	same = copies(s, of, block, block + COPY_PROBE);
	mem_free(block);
	return same;
}
