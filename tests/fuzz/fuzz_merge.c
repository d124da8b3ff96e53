/*
 * Two snapshots out of any bytes, or one of them an exposition: merged,
 * subtracted and shown. What comes out is refused with words, or reads and
 * writes as the same bytes; merging is the same in both associations.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "snapshot/merge.h"
#include "snapshot/snapfile.h"
#include "snapshot/tabular.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_HERE = 60000 };	/* what a pipe holds whole */

static bool
read_one(struct str text, struct snap *s)
{
	struct fault f = { 0 };
	struct snapfile *sf;
	bool ok;
	int fd[2];

	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd[1]);
	sf = snapfile_new(fd[0], "fuzz");
	ok = snapfile_next(sf, s, &f) == SNAPFILE_OK;
	snapfile_destroy(sf);
	close(fd[0]);
	return ok;
}

/* The lines of a snapshot get an end; an exposition stays as it is. */
static bool
made_of(struct str text, struct snap *s)
{
	struct buf b = { 0 };
	size_t lines = 0;
	bool ok;

	buf_puts(&b, text);
	if (!b.n || b.p[b.n - 1] != '\n')
		buf_putc(&b, '\n');
	for (size_t i = 0; i < b.n; i++)
		lines += b.p[i] == '\n';
	if (b.p[0] == '{')
		buf_printf(&b, "{\"@mlog\":\"end\",\"lines\":%zu,"
		    "\"xxh64\":\"%016" PRIx64 "\"}\n", lines,
		    hash_fixed(buf_str(&b)));
	ok = read_one(buf_str(&b), s);
	buf_free(&b);
	return ok;
}

static bool
write_one(bool ok, struct snap *s, const struct fault *f, struct buf *b)
{
	struct snap again = { 0 };
	struct buf twice = { 0 };

	if (ok != !f->text[0])
		abort();
	if (ok) {
		tabular_write(b, s);
		buf_reset(b);
		snapfile_write(b, s);
		if (b->n < SIZE_MAX_HERE) {
			if (!read_one(buf_str(b), &again))
				abort();
			snapfile_write(&twice, &again);
			if (!str_eq(buf_str(b), buf_str(&twice)))
				abort();
		}
	}
	snap_free(&again);
	buf_free(&twice);
	return ok;
}

static void
work(struct snap *a, struct snap *b)
{
	struct merge_operand p[3] = { { "a", a }, { "b", b }, { "a", a } };
	struct snap left, right;
	struct buf x = { 0 }, y = { 0 };
	struct fault f = { 0 }, g = { 0 };
	bool ok;

	ok = write_one(merge(&left, p, 2, &f), &left, &f, &x);
	if (ok) {
		struct merge_operand q[2] = { { "ab", &left }, p[2] };
		struct snap both;

		buf_reset(&x);
		ok = write_one(merge(&both, q, 2, &g), &both, &g, &x);
		snap_free(&both);
	}
	(void)ok;
	f = (struct fault){ 0 };
	write_one(merge_diff(&right, &p[0], &p[1], &f), &right, &f, &y);
	snap_free(&left);
	snap_free(&right);
	buf_free(&x);
	buf_free(&y);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, rest;
	struct snap a = { 0 }, b = { 0 };
	size_t cut;

	if (size > SIZE_MAX_HERE || !size)
		return 0;
	cut = str_chr(all, '\f');
	rest = cut < size ? str_from(all, cut + 1) : all;
	if (made_of(str_of(all.p, cut), &a) && made_of(rest, &b))
		work(&a, &b);
	snap_free(&a);
	snap_free(&b);
	return 0;
}
