/*
 * What may be done in a handler: a byte into a pipe.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cmd/signals.h"

/* The ends to read and to write. */
static int end_pipe[2], hup_pipe[2];

static void
on_signal(int sig)
{
	int err = errno;

	/* A full pipe has a byte in it already. */
	if (write(sig == SIGHUP ? hup_pipe[1] : end_pipe[1], "", 1) < 0)
		errno = err;
}

static int
watch(const struct opts *o, int pipes[2], const int *sig, int flags)
{
	struct sigaction act = { .sa_handler = on_signal, .sa_flags = flags };
	struct fault f = { 0 };

	cmd_check(o, pipe(pipes) == 0 || fault_errno(&f, "pipe"), &f);
	for (int i = 0; i < 2; i++) {
		fcntl(pipes[i], F_SETFD, FD_CLOEXEC);
		fcntl(pipes[i], F_SETFL, O_NONBLOCK);
	}
	sigemptyset(&act.sa_mask);
	for (; *sig; sig++)
		sigaction(*sig, &act, NULL);
	return pipes[0];
}

int
cmd_signals_end(const struct opts *o)
{
	static const int sig[] = { SIGTERM, SIGINT, 0 };

	return watch(o, end_pipe, sig, (int)SA_RESETHAND);
}

int
cmd_signals_hup(const struct opts *o)
{
	static const int sig[] = { SIGHUP, 0 };

	return watch(o, hup_pipe, sig, 0);
}
