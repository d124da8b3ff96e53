/*
 * timed RESULT COMMAND: runs a shell command and appends to the file RESULT
 * its wall time and processor time in microseconds and the peak memory of its
 * largest process in KiB. Exits as the command does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t
micros(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

/* The exit code, as a shell would report it. */
static int
run(const char *command)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("timed");
		return 2;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	struct rusage u;
	int64_t start, wall;
	FILE *f;
	int code;

	if (argc != 3) {
		fputs("usage: timed RESULT COMMAND\n", stderr);
		return 2;
	}
	start = now();
	code = run(argv[2]);
	wall = now() - start;
	getrusage(RUSAGE_CHILDREN, &u);
	f = fopen(argv[1], "a");
	if (f == NULL || fprintf(f, "%" PRId64 " %" PRId64 " %ld\n", wall,
	    micros(u.ru_utime) + micros(u.ru_stime), u.ru_maxrss) < 0 ||
	    fclose(f) != 0) {
		perror(argv[1]);
		return 2;
	}
	return code;
}
