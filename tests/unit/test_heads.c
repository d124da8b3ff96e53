/*
 * Requests that nobody would write, through prom/http: each gets one whole
 * answer of a known status, or none, and nothing of it comes back.
 *
 *	test_heads [COUNT [SEED]]	in this process, a million of them
 *	test_heads -p COUNT SEED COMMAND ARG...
 *					each to a process of its own
 */
#include <sys/socket.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "prom/http.h"
#include "unit.h"

/* What stands in each head, and must not stand in an answer. */
#define MARK "Na1u2g3h4t5y"

enum { HEAD_ROOM = 24 * 1024 };

static const char *const starts[] = {
	"GET /metrics HTTP/1.1\r\nHost: x\r\nA: " MARK "\r\n\r\n",
	"HEAD /metrics HTTP/1.0\r\n" MARK ": y\r\n\r\n",
	"GET http://h:9/metrics?" MARK " HTTP/1.1\r\nHost: h\r\nAccept: "
	    "application/openmetrics-text;version=1.0.0;q=0.6,*/*;q=0.1\r\n"
	    "Accept-Encoding: gzip\r\nUser-Agent: Prometheus/2.42\r\n"
	    "X-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n",
	"POST /" MARK " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
	"GET /metrics HTTP/1.1\nHost: x\nAuthorization: Basic " MARK "\n\n",
	"\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: [::1]:9\r\n" MARK ":\r\n\r\n",
	"GET /" MARK " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" MARK,
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" MARK,
};

static uint64_t
below(uint64_t *seed, uint64_t n)
{
	return (unit_random(seed) >> 11) % n;
}

/* A byte that matters to a parser more often than one that does not. */
static char
some_byte(uint64_t *seed)
{
	static const char special[] = " \t\r\n\r\n:/?#%,;=\"\\()<>@[]{}\0\x7f"
	    "\x80\xff*+-._0159aAzZ";

	return below(seed, 2) ? special[below(seed, sizeof(special))] :
	    (char)below(seed, 256);
}

static void
mutate(struct buf *b, uint64_t *seed)
{
	size_t at = below(seed, b->n + 1), n;

	switch (below(seed, 6)) {
	case 0:
		if (at < b->n)
			b->p[at] = some_byte(seed);
		break;
	case 1:			/* cut */
		b->n = at;
		break;
	case 2:			/* insert */
		buf_room(b, 1);
		memmove(b->p + at + 1, b->p + at, b->n++ - at);
		b->p[at] = some_byte(seed);
		break;
	case 3:			/* remove */
		n = below(seed, 8) % (b->n - at + 1);
		if (n)
			memmove(b->p + at, b->p + at + n, b->n - at - n);
		b->n -= n;
		break;
	case 4:			/* repeat a part at the end */
		n = b->n - at;
		buf_room(b, n);
		if (n)
			memcpy(b->p + b->n, b->p + at, n);
		b->n += n;
		break;
	case 5:			/* a long run */
		n = below(seed, 50) ? 4 : below(seed, 10000);
		memset(buf_room(b, n), some_byte(seed), n);
		b->n += n;
		break;
	}
}

static void
make_head(struct buf *b, uint64_t *seed)
{
	uint64_t kind = below(seed, 16);
	size_t n;

	buf_reset(b);
	if (kind == 0) {
		for (n = below(seed, 200); n > 0; n--)
			buf_putc(b, some_byte(seed));
		return;
	}
	buf_puts(b, str_c(starts[below(seed, sizeof(starts) /
	    sizeof(*starts))]));
	for (n = below(seed, 8); n > 0 && b->n < HEAD_ROOM / 2; n--)
		mutate(b, seed);
	if (kind == 1)
		buf_put(b, "\r\n\r\n", 4);
	if (b->n > HEAD_ROOM)
		b->n = HEAD_ROOM;
}

/* Where b begins in a, or a.n. */
static size_t
find(struct str a, struct str b)
{
	for (size_t i = 0; i + b.n <= a.n; i++) {
		if (memcmp(a.p + i, b.p, b.n) == 0)
			return i;
	}
	return a.n;
}

/*
 * One whole answer: a status line, Content-Length as long as what follows (or
 * nothing, to HEAD), no mark.
 */
static bool
answer_valid(struct str head, struct str a)
{
	static const char known[] = "200 400 401 404 405 408 414 431 501 503 "
	    "505 ";
	struct str at;
	uint64_t length = 0;
	size_t end = find(a, STR("\r\n\r\n")), i;
	char code[5] = "";

	if (a.n == 0)
		return true;
	if (a.n < 16 || memcmp(a.p, "HTTP/1.1 ", 9) != 0 || end == a.n)
		return false;
	memcpy(code, a.p + 9, 4);
	i = find(str_of(a.p, end), STR("\r\nContent-Length: "));
	if (i == end || !strstr(known, code) ||
	    find(a, STR(MARK)) < a.n)
		return false;
	at = str_from(str_of(a.p, end), i + 18);
	if (!num_uint64(str_of(at.p, str_digits(at)), &length))
		return false;
	while (head.n && (*head.p == '\r' || *head.p == '\n'))
		head = str_from(head, 1);
	return a.n - end - 4 == length ||
	    (a.n == end + 4 && str_starts(head, STR("HEAD")));
}

static void
fail(uint64_t n, struct str head, struct str answer)
{
	fprintf(stderr, "head %llu:\n", (unsigned long long)n);
	for (size_t i = 0; i < head.n; i++)
		fprintf(stderr, "%02x", (unsigned char)head.p[i]);
	fprintf(stderr, "\nanswer: %.*s\n", STR_ARG(answer));
}

/* The rest of what comes from fd. */
static void
drain(int fd, struct buf *b)
{
	ssize_t n;

	buf_reset(b);
	while ((n = read(fd, buf_room(b, 4096), 4096)) > 0)
		b->n += (size_t)n;
}

static const char *
render(struct http_body *body, const struct http_ask *ask, void *arg)
{
	(void)arg;
	buf_lit(&body->type, "text/plain; version=0.0.4");
	buf_printf(&body->bytes, "lists %zu\n", ask->accept.n +
	    ask->encoding.n);
	return ask->accept.n == 1 ? "odd" : NULL;
}

static bool
admit(struct str authorization, void *arg)
{
	return authorization.n == 0 || arg != NULL;
}

/* One exchange over a pair of sockets; the client has said all it will. */
static bool
here(struct str head, struct buf *answer)
{
	struct http_site site = { .path = STR("/metrics"), .admit = admit,
		.render = render };
	struct http_log log;
	struct fault f = { 0 };
	struct link l;
	int pair[2];
	bool ok;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return false;
	ok = write(pair[0], head.p, head.n) == (ssize_t)head.n &&
	    shutdown(pair[0], SHUT_WR) == 0;
	link_init(&l, pair[1]);
	ok = ok && http_serve(&l, &l, &site, &log, &f);
	close(pair[1]);
	drain(pair[0], answer);
	close(pair[0]);
	return ok && (log.status != 0) == (answer->n != 0);
}

/* The same with a process, which must end with 0. */
static bool
there(char **argv, struct str head, struct buf *answer)
{
	int pair[2], status = -1;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return false;
	pid = fork();
	if (pid == 0) {
		if (dup2(pair[1], 0) < 0 || dup2(pair[1], 1) < 0)
			_exit(127);
		close(pair[0]);
		close(pair[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(pair[1]);
	/* It may go before it has read all. */
	(void)!write(pair[0], head.p, head.n);
	(void)shutdown(pair[0], SHUT_WR);
	drain(pair[0], answer);
	close(pair[0]);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void
run(uint64_t count, uint64_t seed, char **argv)
{
	struct buf head = { 0 }, answer = { 0 };
	unsigned long good = 0, silent = 0;
	bool ok;

	for (uint64_t n = 0; n < count && !unit_failed; n++) {
		make_head(&head, &seed);
		ok = argv ? there(argv, buf_str(&head), &answer) :
		    here(buf_str(&head), &answer);
		ok = ok && answer_valid(buf_str(&head), buf_str(&answer));
		if (!CHECK(ok))
			fail(n, buf_str(&head), buf_str(&answer));
		good += str_starts(buf_str(&answer), STR("HTTP/1.1 200")) ||
		    str_starts(buf_str(&answer), STR("HTTP/1.1 401"));
		silent += answer.n == 0;
	}
	/* Neither are all refused nor all taken: the heads are a mix. */
	CHECK(good > count / 50 && good < count / 2);
	CHECK(silent < count / 10);
	buf_free(&head);
	buf_free(&answer);
}

int
main(int argc, char **argv)
{
	uint64_t count = 1000000, seed = 1;
	bool processes = argc > 4 && strcmp(argv[1], "-p") == 0;
	char **number = argv + (processes ? 2 : 1);

	if (argc > 1)
		count = strtoull(number[0], NULL, 10);
	if (argc > 2)
		seed = strtoull(number[1], NULL, 10);
	signal(SIGPIPE, SIG_IGN);
	run(count, seed ? seed : 1, processes ? argv + 4 : NULL);
	UNIT_END;
}
