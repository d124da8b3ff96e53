/*
 * fold-cost RULES STREAM ROUNDS: what an event of the stream takes to be read,
 * and what more to be folded by the rules, in nanoseconds of this process:
 * the medians of so many rounds, in which both are done one after the other.
 *
 * Both read the fields that the rules ask for; reading ends where aggregate
 * would be given the event.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "json/lines.h"
#include "series/aggregate.h"

enum { ROUNDS_MAX = 1000 };

_Noreturn static void
die(const char *what)
{
	fprintf(stderr, "fold-cost: %s\n", what);
	exit(2);
}

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * STAMP_SEC + t.tv_nsec;
}

/* Reads all of the stream, and folds where a is not NULL. */
static uint64_t
run(const char *stream, struct event_reader *reader, struct aggregate *a)
{
	int fd = open(stream, O_RDONLY);
	struct fault f = { 0 };
	struct lines l;
	struct line line;
	struct jread r;
	struct event e;
	uint64_t n = 0;

	if (fd < 0)
		die("cannot open the stream");
	lines_init(&l, fd, stream, 0);
	while (lines_next(&l, &line, &f) == LINES_OK) {
		lines_read(&l, &line, &r);
		if (!event_read(reader, &r, &e))
			die("the stream has a line that is no event");
		if (a && !aggregate_event(a, &e, &f))
			die("a rule has come to its limit");
		n++;
	}
	lines_free(&l);
	close(fd);
	return n;
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), order);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

int
main(int argc, char **argv)
{
	static double reading[ROUNDS_MAX], folding[ROUNDS_MAX];
	struct rules_errors errors = { 0 };
	struct fault f = { 0 };
	struct rules *rules = rules_new();
	struct event_reader reader;
	size_t rounds = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		die("usage: fold-cost RULES STREAM ROUNDS");
	if (!scan_choose(getenv("MLOG_SCAN"), &f))
		die("there is no such MLOG_SCAN");
	if (!rules_load_file(rules, argv[1], &errors) ||
	    !rules_finish(rules, &errors))
		die("the rules have errors");
	event_reader_init(&reader, &rules->fields);
	for (size_t i = 0; i < rounds; i++) {
		struct aggregate *a = aggregate_new(rules, stamp_now());
		int64_t start = now(), read, folded;
		double n = (double)run(argv[2], &reader, NULL);

		read = now() - start;
		start = now();
		if (n < 1 || (double)run(argv[2], &reader, a) != n)
			die("there are no events");
		folded = now() - start;
		reading[i] = (double)read / n;
		folding[i] = (double)(folded - read) / n;
		aggregate_destroy(a);
	}
	printf("%.1f %.1f\n", median(reading, rounds),
	    median(folding, rounds));
	event_reader_free(&reader);
	rules_destroy(rules);
	return 0;
}
