/*
 * The conventions of inetd, xinetd, tcpserver, socat and systemd, told apart
 * by what they leave behind.
 */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "prom/peer.h"

enum {
	PEER_LISTEN_FD = 3,	/* SD_LISTEN_FDS_START */
	PEER_NAME_MAX = 64,	/* bytes taken from the environment */
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

/* The descriptor to read the request from. */
static int
connection(void)
{
	return passed() ? PEER_LISTEN_FD : STDIN_FILENO;
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

	*in = connection();
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

	return fstat(connection(), &a) == 0 && S_ISSOCK(a.st_mode) &&
	    fstat(STDERR_FILENO, &b) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino;
}

/* A dual-stack socket has IPv4 peers as ::ffff:192.0.2.1. */
static void
put_inet6(struct buf *b, const struct sockaddr_in6 *sa)
{
	char text[INET6_ADDRSTRLEN] = "";
	const struct in6_addr *addr = &sa->sin6_addr;
	unsigned port = ntohs(sa->sin6_port);

	if (IN6_IS_ADDR_V4MAPPED(addr)) {
		inet_ntop(AF_INET, addr->s6_addr + 12, text, sizeof(text));
		buf_printf(b, "%s:%u", text, port);
	} else {
		inet_ntop(AF_INET6, addr, text, sizeof(text));
		buf_printf(b, "[%s]:%u", text, port);
	}
}

static bool
put_socket(struct buf *b, int fd)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} u = { 0 };
	socklen_t n = sizeof(u);
	char text[INET_ADDRSTRLEN] = "";

	if (getpeername(fd, &u.sa, &n) < 0)
		return false;
	if (u.sa.sa_family == AF_INET6) {
		put_inet6(b, &u.in6);
	} else if (u.sa.sa_family == AF_INET) {
		inet_ntop(AF_INET, &u.in.sin_addr, text, sizeof(text));
		buf_printf(b, "%s:%u", text, ntohs(u.in.sin_port));
	} else if (u.sa.sa_family == AF_UNIX) {
		buf_lit(b, "unix");
	} else {
		return false;
	}
	return true;
}

/*
 * The value of a variable that can be an address, a host name or a port. The
 * name behind an address is the peer's to choose.
 */
static struct str
environment(const char *name)
{
	struct str s = str_c(getenv(name));

	if (s.n > PEER_NAME_MAX)
		return STR("");
	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("0123456789.:%-_abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", s.p[i]))
			return STR("");
	}
	return s;
}

/* Whether a pair of variables was there. */
static bool
put_environment(struct buf *b, const char *host, const char *port)
{
	struct str h = environment(host), p = environment(port);
	bool six = str_chr(h, ':') < h.n;

	if (h.n == 0)
		return false;
	buf_printf(b, "%s%.*s%s", six && p.n ? "[" : "", STR_ARG(h),
	    six && p.n ? "]" : "");
	if (p.n)
		buf_printf(b, ":%.*s", STR_ARG(p));
	return true;
}

void
peer_put(struct buf *b, int fd)
{
	struct buf sock = { 0 };
	bool found = put_socket(&sock, fd);

	/* Behind a proxy on a socket of this host the variables know more. */
	if (found && !str_eq(buf_str(&sock), STR("unix")))
		buf_puts(b, buf_str(&sock));
	else if (!put_environment(b, "REMOTE_ADDR", "REMOTE_PORT") &&
	    !put_environment(b, "TCPREMOTEIP", "TCPREMOTEPORT") &&
	    !put_environment(b, "REMOTE_HOST", "REMOTE_PORT") && found)
		buf_puts(b, buf_str(&sock));
	buf_free(&sock);
}
