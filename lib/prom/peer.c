/*
 * The conventions of inetd, xinetd, tcpserver, socat and systemd, told apart
 * by what they leave behind.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "prom/peer.h"

enum {
	PEER_LISTEN_FD = 3,	/* SD_LISTEN_FDS_START */
};

/* How many descriptors systemd passed to this very process. */
static int64_t
passed(void)
{
	int64_t pid, n;

	if (!num_int64(str_c(getenv("LISTEN_PID")), &pid) ||
	    pid != (int64_t)getpid() ||
	    !num_int64(str_c(getenv("LISTEN_FDS")), &n))
		return 0;
	return n;
}

static bool
listens(int fd)
{
	int yes = 0;
	socklen_t n = sizeof(yes);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes;
}

bool
peer_find(int *in, int *out, struct fault *f)
{
	int64_t n = passed();

	*in = n ? PEER_LISTEN_FD : STDIN_FILENO;
	*out = n ? PEER_LISTEN_FD : STDOUT_FILENO;
	if (n > 1)
		return fault(f, "systemd passed %lld sockets, not one",
		    (long long)n);
	if (listens(*in))
		return fault(f, "the socket listens: the super-server is to "
		    "accept (Accept=yes, nowait, wait = no)");
	return true;
}

bool
peer_has_stderr(void)
{
	struct stat a, b;

	return fstat(STDIN_FILENO, &a) == 0 && S_ISSOCK(a.st_mode) &&
	    fstat(STDERR_FILENO, &b) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino;
}
