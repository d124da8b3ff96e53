/*
 * Expositions out of any bytes, in both dialects: refused with words, or a
 * snapshot that writes to a text which reads and writes back as the same
 * bytes.
 */
#include <stdlib.h>
#include <unistd.h>

#include "snapshot/expofile.h"
#include "snapshot/snapfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_HERE = 60000 };	/* what a pipe holds whole */

/* A snapshot's text, written again. */
static void
again(struct str text, struct buf *out)
{
	struct fault f = { 0 };
	struct snapfile *sf;
	struct snap s;
	int fd[2];

	if (pipe(fd) != 0 || write(fd[1], text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd[1]);
	sf = snapfile_new(fd[0], "fuzz");
	if (snapfile_next(sf, &s, &f) != SNAPFILE_OK)
		abort();
	snapfile_write(out, &s);
	snap_free(&s);
	snapfile_destroy(sf);
	close(fd[0]);
}

static void
once(struct str text)
{
	struct buf a = { 0 }, b = { 0 };
	struct fault f = { 0 };
	struct snap s;

	if (expofile_read(&s, text, "fuzz", 1, &f)) {
		snapfile_write(&a, &s);
		if (a.n < SIZE_MAX_HERE) {
			again(buf_str(&a), &b);
			if (!str_eq(buf_str(&a), buf_str(&b)))
				abort();
		}
	} else if (!f.text[0]) {
		abort();
	}
	snap_free(&s);
	buf_free(&a);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = { 0 };

	if (size > SIZE_MAX_HERE)
		return 0;
	once(str_of((const char *)data, size));
	buf_put(&text, data, size);
	buf_lit(&text, "\n# EOF\n");
	once(buf_str(&text));
	buf_free(&text);
	return 0;
}
