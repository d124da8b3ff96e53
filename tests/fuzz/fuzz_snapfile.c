/*
 * Snapshots out of any bytes. A checksum would keep the fuzzer out, so the
 * end line is made for what came before it; what is read then writes to a
 * text that reads and writes back as the same bytes.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "snapshot/snapfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_HERE = 60000 };	/* what a pipe holds whole */

/* The snapshots of a text, written again; false when it was refused. */
static bool
again(struct str text, struct buf *out)
{
	struct fault f = { 0 };
	enum snapfile_result got;
	struct snapfile *sf;
	struct snap s;
	int fd[2];

	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd[1]);
	sf = snapfile_new(fd[0], "fuzz");
	while ((got = snapfile_next(sf, &s, &f)) == SNAPFILE_OK) {
		snapfile_write(out, &s);
		snap_free(&s);
	}
	if ((got == SNAPFILE_FAULT) != (f.text[0] != '\0'))
		abort();
	snapfile_destroy(sf);
	close(fd[0]);
	return got == SNAPFILE_END;
}

static void
seal(struct buf *b)
{
	size_t lines = 0;

	if (b->n && b->p[b->n - 1] != '\n')
		buf_putc(b, '\n');
	for (size_t i = 0; i < b->n; i++)
		lines += b->p[i] == '\n';
	buf_printf(b, "{\"@mlog\":\"end\",\"lines\":%zu,\"xxh64\":\"%016"
	    PRIx64 "\"}\n", lines, hash_fixed(buf_str(b)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = { 0 }, once = { 0 }, twice = { 0 };

	if (size > SIZE_MAX_HERE)
		return 0;
	again(str_of((const char *)data, size), &once);
	buf_reset(&once);
	buf_put(&text, data, size);
	seal(&text);
	if (again(buf_str(&text), &once) && once.n < SIZE_MAX_HERE &&
	    (!again(buf_str(&once), &twice) ||
	    !str_eq(buf_str(&once), buf_str(&twice))))
		abort();
	buf_free(&text);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
