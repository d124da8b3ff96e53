/*
 * A file of a log that is looked at while it is being written: what it is
 * made of is told by its bytes once it has some, however early it was opened.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

#include "base/hash.h"
#include "event/source.h"
#include "unit.h"

#define TEXT "{\"n\":1}\n"

static char path[] = "/tmp/mlog-source-XXXXXX";

static struct source *
opened(void)
{
	struct position who = { 0 };
	struct source *s = NULL;
	struct fault f = { 0 };

	CHECK(source_open(path, &s, &who, &f) == SOURCE_OK);
	return s;
}

static void
put(const char *bytes, size_t n, off_t at)
{
	int fd = open(path, O_WRONLY);

	CHECK(fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n);
	close(fd);
}

static void
check_peek(struct source *s, const char *want)
{
	char head[POSITION_HEAD];

	CHECK_STR(str_of(head, source_peek(s, head)), want);
}

/* gzip data that comes bit by bit into a file that was opened before. */
static void
test_packed_late(void)
{
	struct source *s = opened();
	char packed[128];
	z_stream z = { .next_in = (Bytef *)TEXT, .avail_in = sizeof(TEXT) - 1,
		.next_out = (Bytef *)packed, .avail_out = sizeof(packed) };
	size_t n;

	CHECK(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) ==
	    Z_OK && deflate(&z, Z_FINISH) == Z_STREAM_END);
	n = (size_t)z.total_out;
	deflateEnd(&z);
	check_peek(s, "");
	put(packed, 1, 0);
	check_peek(s, "");
	CHECK(s->blank);
	put(packed + 1, 9, 1);
	check_peek(s, "");
	CHECK(s->packed && !s->blank);
	put(packed + 10, n - 10, 10);
	check_peek(s, TEXT);
	source_close(s);
}

static void
test_plain_late(void)
{
	struct source *s;

	CHECK(truncate(path, 0) == 0);
	s = opened();
	check_peek(s, "");
	put("{", 1, 0);
	check_peek(s, "{");
	put(TEXT, sizeof(TEXT) - 1, 0);
	check_peek(s, TEXT);
	CHECK(!s->packed && !s->blank);
	source_close(s);
}

/* The head of a text whose first line comes in pieces, each of them read. */
static void
test_head(void)
{
	char text[2000], got[sizeof(text)];
	size_t at[] = { 1, 700, 701, 1023, 1025, sizeof(text) }, end = 0;
	struct lines_tail tail;
	struct source *s;
	struct fault f = { 0 };

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i % 23);
	CHECK(truncate(path, 0) == 0);
	s = opened();
	CHECK(source_begin(s, 0, &tail, &f));
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		put(text + end, at[i] - end, (off_t)end);
		end = at[i];
		s->walk.at = 0;
		CHECK_INT(source_read(s, got, sizeof(got), &f), end);
		CHECK_ROW(i, source_head(s, end) == hash_fixed(str_of(text,
		    end < POSITION_HEAD ? end : POSITION_HEAD)));
	}
	source_close(s);
}

int
main(void)
{
	int fd = mkstemp(path);

	CHECK(fd >= 0);
	close(fd);
	test_packed_late();
	test_plain_late();
	test_head();
	unlink(path);
	UNIT_END;
}
