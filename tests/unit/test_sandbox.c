/*
 * prom/sandbox from inside: what was open goes on, and nothing else does. In
 * a child each, since there is no way back.
 */
#define _DEFAULT_SOURCE	/* syscall(), MAP_ANONYMOUS */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/stamp.h"
#include "prom/sandbox.h"
#include "unit.h"

/* What a child says: its checks went well, or there is no sandbox here. */
enum { GOOD = 0, BAD = 1, NONE = 77 };

static int pair[2];

/* Confined, test's result is the child's exit code. */
static int
inside(bool (*test)(void))
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		if (!sandbox_enter(NULL))
			_exit(NONE);
		_exit(test() ? GOOD : BAD);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return BAD;
	return WEXITSTATUS(status);
}

static bool
refused(long result)
{
	return result < 0 && errno == EPERM;
}

static bool
no_files(void)
{
	char name[] = "/tmp/mlog-sandbox";

	return refused(open("/etc/passwd", O_RDONLY)) &&
	    refused(open("/dev/null", O_WRONLY)) &&
	    refused(open(name, O_WRONLY | O_CREAT, 0600)) &&
	    refused(unlink(name)) && refused(rename(name, "/tmp/x")) &&
	    refused(mkdir(name, 0700)) && refused(chdir("/")) &&
	    refused(access("/", F_OK)) && refused(dup(0)) &&
	    refused(fcntl(0, F_DUPFD, 9));
}

static bool
no_sockets(void)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = 53,
		.sin_addr.s_addr = 0x0100007f };
	int two[2];

	return refused(socket(AF_INET, SOCK_STREAM, 0)) &&
	    refused(socket(AF_UNIX, SOCK_DGRAM, 0)) &&
	    refused(socketpair(AF_UNIX, SOCK_STREAM, 0, two)) &&
	    refused(connect(pair[0], (struct sockaddr *)&sa, sizeof(sa))) &&
	    refused(bind(pair[0], (struct sockaddr *)&sa, sizeof(sa))) &&
	    refused(listen(pair[0], 1)) && refused(accept(pair[0], 0, 0)) &&
	    refused(sendto(pair[0], "x", 1, 0, (struct sockaddr *)&sa,
	    sizeof(sa)));
}

static bool
no_processes(void)
{
	char sh[] = "/bin/sh", *argv[] = { sh, NULL }, *env[] = { NULL };

	return refused(execve(sh, argv, env)) && refused(fork()) &&
	    refused(kill(getpid(), 0)) && refused(kill(-1, 0)) &&
	    refused(setuid(0)) && refused(nice(1));
}

/* Neither fresh code nor the way back to more rights. */
static bool
no_escape(void)
{
	struct rlimit r = { 1024, 1024 };
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *q = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED && errno == EPERM && q != MAP_FAILED &&
	    refused(mprotect(q, 4096, PROT_READ | PROT_EXEC)) &&
	    refused(setrlimit(RLIMIT_NOFILE, &r)) && !sandbox_enter(NULL);
}

/* The work itself: read, poll, write, memory, the clock, shutdown. */
static bool
work(void)
{
	struct pollfd p = { .fd = pair[1], .events = POLLIN };
	struct buf b = { 0 };
	char got[8];
	int64_t before = stamp_ticks();
	bool ok = write(pair[0], "hello", 5) == 5 && poll(&p, 1, 1000) == 1 &&
	    read(pair[1], got, sizeof(got)) == 5 &&
	    send(pair[1], "again", 5, 0) == 5 &&
	    read(pair[0], got, sizeof(got)) == 5;

	for (int i = 0; i < 1000; i++)
		memset(buf_room(&b, (size_t)i * 1000), i, (size_t)i * 1000);
	buf_free(&b);
	return ok && stamp_ticks() > before && stamp_now() > 0 &&
	    poll(&p, 1, 20) == 0 && signal(SIGPIPE, SIG_IGN) != SIG_ERR &&
	    shutdown(pair[0], SHUT_WR) == 0;
}


static bool
can_be_confined(void)
{
	return true;
}

int
main(void)
{
	static bool (*const test[])(void) = { no_files, no_sockets,
		no_processes, no_escape, work };

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
#if !defined(__OpenBSD__) && \
    !(defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__)))
	/* Nothing is known here, and --require-sandbox is to say so. */
	CHECK(inside(can_be_confined) == NONE);
	UNIT_END;
#endif
	CHECK(inside(can_be_confined) == GOOD);
	for (size_t i = 0; i < sizeof(test) / sizeof(*test); i++)
		CHECK_ROW(i, inside(test[i]) == GOOD);
	UNIT_END;
}
