/*
 * Compares every kernel of this build that the processor can run with the
 * byte-by-byte reference. Without NEON in the processor its kernel is built
 * too, over intrinsics written in plain C (emulated/arm_neon.h).
 */
#include <sys/wait.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tests/kernels/cases.h"
#include "tests/kernels/faulty.h"

struct files {
	struct buf *text;
	size_t n;
};

static void
usage(void)
{
	fputs("usage: kernels [-l | -F] [-s SEED] [-t SECONDS] [FILE...]\n"
	    "-l lists the kernels of this build and whether they can run\n"
	    "-F tries wrong kernels, each of which must be found\n"
	    "-t damages the files at random for so long\n", stderr);
	exit(2);
}

static int
list(void)
{
	for (size_t i = 0; i < scan_nkernels; i++)
		printf("%s %s\n", scan_kernels[i]->name,
		    scan_kernels[i]->usable() ? "usable" : "unusable");
	return 0;
}

static struct buf
read_file(const char *name)
{
	FILE *file = fopen(name, "rb");
	struct buf b = { 0 };
	size_t n;

	if (!file) {
		fprintf(stderr, "kernels: %s: %s\n", name, strerror(errno));
		exit(2);
	}
	while ((n = fread(buf_room(&b, 65536), 1, 65536, file)) > 0)
		b.n += n;
	fclose(file);
	return b;
}

static void
all_cases(struct check *c, const struct files *f, time_t seconds)
{
	time_t end = time(NULL) + seconds;

	cases_made(c);
	for (size_t i = 0; i < f->n; i++)
		cases_file(c, f->text[i].p, f->text[i].n);
	while (f->n && time(NULL) < end)
		for (unsigned k = 0; k < 100; k++) {
			size_t i = check_random(c, f->n);

			cases_damaged(c, f->text[i].p, f->text[i].n);
		}
}

/* In a process of its own, which ends at the first difference. */
static bool
is_found(const struct scan_kernel *k, const struct files *f)
{
	struct check c;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		check_init(&c, 1);
		c.quiet = true;
		check_add(&c, k->name, k);
		all_cases(&c, f, 0);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(2);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static int
try_faulty(const struct files *f)
{
	int code = 0;

	for (size_t i = 0; i < faulty_nkernels; i++) {
		bool found = is_found(&faulty_kernels[i], f);

		printf("%s: %s\n", faulty_kernels[i].name,
		    found ? "found" : "not found");
		if (found == (i == 0))
			code = 1;
	}
	return code;
}

#ifdef KERNELS_EMULATED
extern const struct scan_kernel scan_neon;
#endif

static int
try_all(const struct files *f, uint64_t seed, time_t seconds)
{
	struct check c;

	check_init(&c, seed);
	for (size_t i = 0; i < scan_nkernels; i++)
		check_add(&c, scan_kernels[i]->name, scan_kernels[i]);
#ifdef KERNELS_EMULATED
	check_add(&c, "neon (emulated)", &scan_neon);
#endif
	all_cases(&c, f, seconds);
	for (size_t i = 0; i < c.nsubjects; i++)
		printf("kernel %s: %llu texts, %llu MB, as the reference\n",
		    c.subject[i].name,
		    (unsigned long long)c.subject[i].texts,
		    (unsigned long long)c.subject[i].bytes / 1000000);
	check_free(&c);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct files f = { 0 };
	uint64_t seed = 1;
	bool faulty = false;
	time_t seconds = 0;
	int c;

	while ((c = getopt(argc, argv, "lFs:t:")) != -1) {
		switch (c) {
		case 'l': return list();
		case 'F': faulty = true; break;
		case 's': seed = strtoull(optarg, NULL, 10); break;
		case 't': seconds = (time_t)strtol(optarg, NULL, 10); break;
		default: usage();
		}
	}
	f.n = (size_t)(argc - optind);
	f.text = mem_new(f.n, sizeof(*f.text));
	for (size_t i = 0; i < f.n; i++)
		f.text[i] = read_file(argv[optind + (int)i]);
	c = faulty ? try_faulty(&f) : try_all(&f, seed, seconds);
	for (size_t i = 0; i < f.n; i++)
		buf_free(&f.text[i]);
	mem_free(f.text);
	return c;
}
