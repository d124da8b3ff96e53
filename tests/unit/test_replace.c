/*
 * base/replace: bytes, mode, links and devices, and that a failure leaves the
 * old file and nothing else. It works in a fresh folder below $TMPDIR.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/replace.h"
#include "unit.h"

enum { MAX = 1 << 20 };

/* The whole file is this text. */
static bool
holds(const char *path, const char *want)
{
	struct buf b = { 0 };
	bool ok = io_slurp(path, MAX, &b, NULL) &&
	    str_eq(buf_str(&b), str_c(want));

	buf_free(&b);
	return ok;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

static bool
is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* Names in the folder, without . and .. */
static int
entries(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;

	if (!d)
		return -1;
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static bool
put(const char *path, const char *text, mode_t mode)
{
	struct fault f = { 0 };
	bool ok = replace_file(path, str_c(text), mode, false, &f);

	if (!ok)
		fprintf(stderr, "\t%s\n", f.text);
	return ok;
}

static void
test_regular(void)
{
	struct stat before, after;
	mode_t old = umask(077);

	CHECK(put("a.prom", "one\n", 0644));
	CHECK(holds("a.prom", "one\n"));
	CHECK_INT(mode_of("a.prom"), 0644);
	CHECK(stat("a.prom", &before) == 0);
	CHECK(put("./a.prom", "two\n", 0600));
	CHECK(stat("a.prom", &after) == 0 && before.st_ino != after.st_ino);
	CHECK(holds("a.prom", "two\n"));
	CHECK_INT(mode_of("a.prom"), 0600);
	CHECK(put("a.prom", "", 0666));
	CHECK(holds("a.prom", ""));
	CHECK_INT(mode_of("a.prom"), 0666);
	CHECK_INT(entries("."), 1);
	umask(old);
	CHECK(unlink("a.prom") == 0);
}

static void
test_large(void)
{
	struct buf b = { 0 }, back = { 0 };
	uint64_t seed = 1;

	while (b.n < MAX)
		buf_putc(&b, (char)(unit_random(&seed) >> 56));
	CHECK(replace_file("big", buf_str(&b), 0644, true, NULL));
	CHECK(io_slurp("big", MAX, &back, NULL));
	CHECK(str_eq(buf_str(&b), buf_str(&back)));
	CHECK(unlink("big") == 0);
	buf_free(&b);
	buf_free(&back);
}

static void
test_links(void)
{
	CHECK(mkdir("real", 0755) == 0);
	CHECK(put("real/file", "old", 0644));
	CHECK(symlink("real/file", "rel") == 0);
	CHECK(symlink("rel", "second") == 0);
	CHECK(put("second", "new", 0640));
	CHECK(is_link("second") && is_link("rel") && !is_link("real/file"));
	CHECK(holds("real/file", "new"));
	CHECK_INT(mode_of("real/file"), 0640);

	CHECK(symlink("real/not-yet", "dangling") == 0);
	CHECK(put("dangling", "made", 0644));
	CHECK(is_link("dangling") && holds("real/not-yet", "made"));
	CHECK_INT(entries("real"), 2);
	CHECK_INT(entries("."), 4);

	CHECK(symlink("loop", "loop") == 0);
	CHECK(!replace_file("loop", STR("x"), 0644, false, NULL));
	CHECK(is_link("loop"));
	CHECK(symlink("no/such/folder", "lost") == 0);
	CHECK(!replace_file("lost", STR("x"), 0644, false, NULL));
	CHECK(unlink("rel") == 0 && unlink("second") == 0 &&
	    unlink("dangling") == 0 && unlink("loop") == 0 &&
	    unlink("lost") == 0 && unlink("real/file") == 0 &&
	    unlink("real/not-yet") == 0 && rmdir("real") == 0);
}

/* Links with an absolute target, and one longer than a first guess. */
static void
test_long_link(void)
{
	char target[2048];
	size_t n;

	CHECK(getcwd(target, sizeof(target) / 2) != NULL);
	n = strlen(target);
	while (n < 1000) {
		memcpy(target + n, "/.", 3);
		n += 2;
	}
	memcpy(target + n, "/file", 6);
	CHECK(symlink(target, "link") == 0);
	CHECK(put("link", "x", 0644));
	CHECK(is_link("link") && holds("file", "x"));
	CHECK_INT(entries("."), 2);
	CHECK(unlink("link") == 0 && unlink("file") == 0);
}

static void
test_special(void)
{
	struct fault f = { 0 };
	struct stat st;
	int fd;
	char got[8] = { 0 };

	CHECK(put("/dev/null", "x", 0600));
	CHECK(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	CHECK(!replace_file("/dev/null", STR("x"), 0600, true, &f));
	CHECK_STR(str_c(f.text), "/dev/null: not a regular file");

	CHECK(mkfifo("pipe", 0600) == 0);
	fd = open("pipe", O_RDWR);
	CHECK(fd >= 0);
	CHECK(put("pipe", "hello", 0644));
	CHECK(read(fd, got, sizeof(got)) == 5 && memcmp(got, "hello", 5) == 0);
	CHECK(stat("pipe", &st) == 0 && S_ISFIFO(st.st_mode));
	CHECK_INT(mode_of("pipe"), 0600);
	CHECK(!replace_file("pipe", STR("x"), 0600, true, &f));
	close(fd);
	CHECK(unlink("pipe") == 0);
	CHECK_INT(entries("."), 0);
}

static void
test_refused(void)
{
	static const char *const no[] = { "", ".", "dir", "dir/", "new/",
	    "no/such/file", "file/below" };
	struct fault f;
	char name[300];

	CHECK(mkdir("dir", 0755) == 0 && put("file", "old", 0644));
	for (size_t i = 0; i < sizeof(no) / sizeof(char *); i++) {
		f.text[0] = '\0';
		CHECK_ROW(i, !replace_file(no[i], STR("x"), 0644, false, &f));
		CHECK_ROW(i, f.text[0] != '\0');
	}
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	CHECK(!replace_file(name, STR("x"), 0644, false, &f));
	CHECK(holds("file", "old"));
	CHECK_INT(entries("."), 2);
	CHECK_INT(entries("dir"), 0);
	CHECK(rmdir("dir") == 0 && unlink("file") == 0);
}

/* A file that this process cannot fill: a limit on its size. */
static void
test_failed_write(void)
{
	struct rlimit old, small;
	struct fault f = { 0 };
	static char text[8192];
	bool ok;

	CHECK(put("file", "old", 0644));
	CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
	small = old;
	small.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
	ok = replace_file("file", str_of(text, sizeof(text)), 0644, false, &f);
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
	signal(SIGXFSZ, SIG_DFL);
	CHECK(!ok && strstr(f.text, strerror(EFBIG)));
	CHECK(holds("file", "old"));
	CHECK_INT(entries("."), 1);
	CHECK(unlink("file") == 0);
}

static void
test_stale(void)
{
	char name[64];

	snprintf(name, sizeof(name), ".file.%ld", (long)getpid());
	CHECK(put(name, "left behind", 0600));
	CHECK(put("file", "new", 0644));
	CHECK(holds("file", "new"));
	CHECK_INT(entries("."), 1);
	/* A folder of that name cannot be removed. */
	CHECK(mkdir(name, 0755) == 0);
	CHECK(!replace_file("file", STR("newer"), 0644, false, NULL));
	CHECK(holds("file", "new"));
	CHECK(rmdir(name) == 0 && unlink("file") == 0);
}

int
main(void)
{
	char dir[1024];
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/mlog-replace.XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(dir) || chdir(dir) < 0) {
		perror(dir);
		return 2;
	}
	test_regular();
	test_large();
	test_links();
	test_long_link();
	test_special();
	test_refused();
	test_failed_write();
	test_stale();
	CHECK(chdir("/") == 0 && rmdir(dir) == 0);
	UNIT_END;
}
