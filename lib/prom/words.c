/*
 * stderr to syslog, by way of a pipe that only this process holds: what is
 * said in one run fits into it.
 */
#include <fcntl.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "prom/words.h"

bool
words_divert(const char *prog, int *fd, struct fault *f)
{
	int p[2];

	if (pipe(p) < 0)
		return fault_errno(f, "cannot make a pipe");
	if (dup2(p[1], STDERR_FILENO) < 0)
		return fault_errno(f, "cannot move stderr");
	close(p[1]);
	/* Never to wait: neither for words nor for a reader of too many. */
	(void)fcntl(STDERR_FILENO, F_SETFL, O_NONBLOCK);
	(void)fcntl(p[0], F_SETFL, O_NONBLOCK);
	(void)fcntl(p[0], F_SETFD, FD_CLOEXEC);
	/* syslog writes the local time, whose zone is in a file. */
	tzset();
	openlog(prog, LOG_PID | LOG_NDELAY, LOG_DAEMON);
	*fd = p[0];
	return true;
}

void
words_log(const char *prog, int fd)
{
	char text[8192];
	ssize_t n = read(fd, text, sizeof(text));
	struct str rest = { n > 0 ? text : NULL, n > 0 ? (size_t)n : 0 };
	struct str line, head = str_c(prog);

	while (str_cut(&rest, '\n', &line)) {
		if (str_starts(line, head))
			line = str_from(line, head.n);
		if (str_starts(line, STR(": ")))
			line = str_from(line, 2);
		if (line.n)
			syslog(LOG_NOTICE, "%.*s", STR_ARG(line));
	}
}
