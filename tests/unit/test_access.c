/*
 * prom/access: which files are taken, and who is let in by which field.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "prom/access.h"
#include "unit.h"

/* Digests of "open sesame", "hunter2" and "". */
#define SESAME "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb"
#define HUNTER "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7"
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char file[] = "tokens";

static void
put(struct str text, mode_t mode)
{
	int fd;

	/* The one before may be read-only. */
	(void)unlink(file);
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL, 0600);
	CHECK(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
	CHECK(fchmod(fd, mode) == 0);
	close(fd);
}

/* The fault of a file of that text, or "" when it is taken. */
static void
check_file(const char *text, mode_t mode, const char *want)
{
	struct access a = { 0 };
	struct fault f = { 0 };
	bool ok;

	put(str_c(text), mode);
	ok = access_load(file, &a, &f);
	CHECK(ok == !*want);
	CHECK_STR(str_c(f.text), want);
	access_free(&a);
}

static void
test_files(void)
{
	check_file("a " SESAME "\n", 0600, "");
	check_file("a " SESAME, 0440, "");
	check_file("\n# all of it\n\ta@b.c-d_E9 \t " SESAME " \r\n", 0640, "");
	check_file("a " SESAME "\n", 0644,
	    "tokens: can be read by all: chmod o= it first");
	check_file("a " SESAME "\n", 0602,
	    "tokens: can be written by all: chmod o= it first");
	check_file("", 0600, "tokens: no entry, so nobody could get in");
	check_file("# a " SESAME "\n", 0600,
	    "tokens: no entry, so nobody could get in");
	check_file("\na hunter2\n", 0600, "tokens:2: no digest after the "
	    "name: 64 hex digits, as sha256sum prints them");
	check_file("a " SESAME "0\n", 0600, "tokens:1: no digest after the "
	    "name: 64 hex digits, as sha256sum prints them");
	check_file("a:b " SESAME "\n", 0600, "tokens:1: the name is not 1 to "
	    "64 letters, digits and \"._@-\"");
	check_file("a " SESAME "\nb " HUNTER "\na " SESAME "\n", 0600,
	    "tokens:3: the digest of line 1 again");
	CHECK(unlink(file) == 0 && mkdir(file, 0700) == 0);
	CHECK(!access_load(file, &(struct access){ 0 }, NULL));
	CHECK(rmdir(file) == 0);
	CHECK(!access_load(file, &(struct access){ 0 }, NULL));
}

static void
test_limits(void)
{
	struct access a = { 0 };
	struct fault f = { 0 };
	struct buf b = { 0 };

	for (int i = 0; i < ACCESS_MAX; i++)
		buf_printf(&b, "n%d %064d\n", i, i);
	put(buf_str(&b), 0600);
	CHECK(access_load(file, &a, &f) && a.n == ACCESS_MAX);
	access_free(&a);
	buf_printf(&b, "n " SESAME "\n");
	put(buf_str(&b), 0600);
	CHECK(!access_load(file, &a, &f));
	CHECK_STR(str_c(f.text), "tokens:1001: over 1000 entries");
	access_free(&a);
	while (b.n <= ACCESS_FILE_MAX)
		buf_lit(&b, "# and more of it\n");
	put(buf_str(&b), 0600);
	CHECK(!access_load(file, &a, &f));
	CHECK_STR(str_c(f.text), "tokens: over 1048576 bytes");
	access_free(&a);
	buf_free(&b);
	CHECK(unlink(file) == 0);
}

static void
test_find(void)
{
	static const struct {
		struct str field;
		const char *name;	/* of the entry, "" for none */
	} row[] = {
		{ { "Bearer open sesame", 18 }, "ann" },
		{ { "bEARER \t open sesame ", 21 }, "ann" },
		{ { "Bearer hunter2", 14 }, "bob" },
		{ { "Bearer hunter", 13 }, "" },
		{ { "Bearer hunter22", 15 }, "" },
		{ { "Bearer hunter\0002", 15 }, "" },
		{ { "Bearer", 6 }, "" },
		{ { "Bearer ", 7 }, "" },
		{ { "hunter2", 7 }, "" },
		{ { "Digest hunter2", 14 }, "" },
		{ { "", 0 }, "" },
		{ { NULL, 0 }, "" },
		/* bob:hunter2, padded, not, and too much */
		{ { "Basic Ym9iOmh1bnRlcjI=", 22 }, "bob" },
		{ { "basic Ym9iOmh1bnRlcjI", 21 }, "bob" },
		{ { "Basic Ym9iOmh1bnRlcjI===", 24 }, "" },
		{ { "Basic Ym9i*mh1bnRlcjI=", 22 }, "" },
		{ { "Basic Y", 7 }, "" },
		/* ann:hunter2, ann:open sesame, bob, bob:, :hunter2 */
		{ { "Basic YW5uOmh1bnRlcjI=", 22 }, "" },
		{ { "Basic YW5uOm9wZW4gc2VzYW1l", 26 }, "ann" },
		{ { "Basic Ym9i", 10 }, "" },
		{ { "Basic Ym9iOg==", 14 }, "" },
		{ { "Basic Omh1bnRlcjI=", 18 }, "" },
		{ { "Basic bm9uZTo=", 14 }, "none" },
	};
	struct access a = { 0 };
	const struct access_entry *e;

	CHECK(!access_find(&a, row[0].field));
	put(STR("ann " SESAME "\nbob " HUNTER "  org == \"acme\"  \nnone "
	    NOTHING "\n"), 0600);
	CHECK(access_load(file, &a, NULL) && a.n == 3);
	CHECK_STR(a.entry[0].where, "");
	CHECK_STR(a.entry[1].where, "org == \"acme\"");
	CHECK_INT(a.entry[1].line, 2);
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		e = access_find(&a, row[i].field);
		CHECK_ROW(i, str_eq(e ? e->name : STR(""),
		    str_c(row[i].name)));
	}
	access_free(&a);
	CHECK(unlink(file) == 0);
}

/* Any field, of any bytes, is compared and no more. */
static void
test_any(void)
{
	static const char head[][8] = { "Basic ", "Bearer ", "" };
	struct access a = { 0 };
	struct buf b = { 0 };
	uint64_t seed = 7;

	put(STR("ann " SESAME "\n"), 0600);
	CHECK(access_load(file, &a, NULL));
	for (int i = 0; i < 20000; i++) {
		size_t n = unit_random(&seed) % 90;

		buf_reset(&b);
		buf_puts(&b, str_c(head[i % 3]));
		while (n--)
			buf_putc(&b, i & 1 ? (char)(unit_random(&seed) >> 50) :
			    "abcdefgh0123+/= "[unit_random(&seed) >> 60]);
		CHECK(!access_find(&a, buf_str(&b)));
	}
	access_free(&a);
	buf_free(&b);
	CHECK(unlink(file) == 0);
}

int
main(void)
{
	char dir[1024];
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/mlog-access.XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(dir) || chdir(dir) < 0) {
		perror(dir);
		return 2;
	}
	test_files();
	test_limits();
	test_find();
	test_any();
	CHECK(chdir("/") == 0 && rmdir(dir) == 0);
	UNIT_END;
}
