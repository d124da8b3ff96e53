/*
 * The exchange: read the head, choose the status, build the whole answer,
 * send it. Not for keeping connections: each ends after one answer.
 */
#include <signal.h>
#include <time.h>

#include "prom/head.h"
#include "prom/http.h"

/* The words of a status, and those of its body. */
struct status {
	int code;
	const char *phrase;
	const char *text;
};

static const struct status statuses[] = {
	{ 200, "OK", "" },
	{ 400, "Bad Request", "the request is not valid HTTP" },
	{ 401, "Unauthorized", "a token or a password is needed" },
	{ 404, "Not Found", "there is nothing here" },
	{ 405, "Method Not Allowed", "only GET and HEAD are answered" },
	{ 408, "Request Timeout", "the request took too long" },
	{ 414, "URI Too Long", "the request line is too long" },
	{ 431, "Request Header Fields Too Large", "the head is too large" },
	{ 501, "Not Implemented", "the request asks for what is not known" },
	{ 503, "Service Unavailable", "there are no metrics now" },
	{ 505, "HTTP Version Not Supported", "only HTTP/1 is spoken" },
};

static const struct status *
status_of(int code)
{
	const struct status *s = statuses;

	while (s->code != code)
		s++;
	return s;
}

/* IMF-fixdate (RFC 9110 5.6.7); strftime's names would follow the locale. */
static void
put_date(struct buf *b, int64_t now)
{
	static const char day[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char month[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t t = (time_t)(now / STAMP_SEC);
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		return;
	buf_printf(b, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n",
	    day[tm.tm_wday], tm.tm_mday, month[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* What the status asks for (RFC 9110 11.6.1, 12.5.5, 15.5.6). */
static void
put_special(struct buf *b, int code, const char *encoding)
{
	if (code == 200)
		buf_lit(b, "Vary: Accept, Accept-Encoding\r\n");
	if (code == 401)
		buf_lit(b, "WWW-Authenticate: Bearer realm=\"metrics\"\r\n"
		    "WWW-Authenticate: Basic realm=\"metrics\", "
		    "charset=\"UTF-8\"\r\n");
	if (code == 405)
		buf_lit(b, "Allow: GET, HEAD\r\n");
	if (encoding)
		buf_printf(b, "Content-Encoding: %s\r\n", encoding);
}

/* The whole answer, so that no error can come after the status line. */
static void
put_answer(struct buf *b, const struct http_site *site, int code,
    enum head_method method, const struct http_body *body)
{
	buf_printf(b, "HTTP/1.1 %d %s\r\n", code, status_of(code)->phrase);
	put_date(b, site->now);
	put_special(b, code, body->encoding);
	buf_lit(b, "Content-Type: ");
	buf_puts(b, buf_str(&body->type));
	buf_printf(b, "\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
	    body->bytes.n);
	if (method != HEAD_HEAD)
		buf_puts(b, buf_str(&body->bytes));
}

static void
free_body(struct http_body *body)
{
	buf_free(&body->bytes);
	buf_free(&body->type);
	*body = (struct http_body){ 0 };
}

/* The metrics into a body, or 503 and why there are none. */
static int
render(const struct http_site *site, struct str head, struct http_body *body)
{
	struct buf accept = { 0 }, encoding = { 0 };
	struct http_ask ask;
	const char *reason;

	head_list(head, STR("accept"), &accept);
	head_list(head, STR("accept-encoding"), &encoding);
	ask.accept = buf_str(&accept);
	ask.encoding = buf_str(&encoding);
	reason = site->render(body, &ask, site->arg);
	buf_free(&accept);
	buf_free(&encoding);
	if (!reason)
		return 200;
	free_body(body);
	buf_printf(&body->bytes, "%s\n", reason);
	return 503;
}

/*
 * The head into b: 200 when it is whole (*n bytes), the status of a refusal,
 * or 0 when the client has gone or never said anything.
 */
static int
read_head(const struct link *in, struct buf *b, size_t *n, enum link_end *end)
{
	int64_t deadline = stamp_ticks() + HTTP_HEAD_TIME;
	size_t got;
	int code;

	while ((code = head_length(buf_str(b), n)) == 0) {
		*end = link_read(in, buf_room(b, 4096), 4096, deadline, &got);
		if (*end == LINK_LATE)
			return 408;
		if (*end != LINK_OK)
			return 0;
		if (got == 0)
			return str_trim(buf_str(b)).n ? 400 : 0;
		b->n += got;
	}
	return code;
}

static int
choose(const struct http_site *site, const struct head *h)
{
	if (h->path.n && (site->disabled || !str_eq(h->path, site->path)))
		return 404;
	if (h->method == HEAD_OTHER)
		return 405;
	if (site->admit && !site->admit(h->authorization, site->arg))
		return 401;
	return 200;
}

static const char *
method_name(enum head_method m)
{
	return m == HEAD_GET ? "GET" : m == HEAD_HEAD ? "HEAD" : "-";
}

/* True, but for a fault of our own descriptor. */
static bool
send_answer(const struct link *out, struct buf *b, int64_t deadline,
    struct http_log *log, struct fault *f)
{
	enum link_end end = link_write(out, buf_str(b), deadline);

	log->bytes = b->n;
	log->cut = end != LINK_OK;
	return end != LINK_FAULT || fault_errno(f, "cannot write the answer");
}

/* The answer of that status, 200 if the metrics can be had. */
static bool
answer(const struct link *out, const struct http_site *site, int code,
    const struct head *h, struct str head, struct http_log *log,
    struct fault *f)
{
	int64_t time = HTTP_ANSWER_TIME, from = stamp_ticks();
	struct http_body body = { 0 };
	struct buf b = { 0 };
	bool ok;

	if (h->timeout && h->timeout < time)
		time = h->timeout;
	if (code == 200)
		code = render(site, head, &body);
	else
		buf_printf(&body.bytes, "%s\n", status_of(code)->text);
	if (code != 200)
		buf_lit(&body.type, "text/plain; charset=utf-8");
	put_answer(&b, site, code, h->method, &body);
	free_body(&body);
	log->status = code;
	log->method = method_name(h->method);
	ok = send_answer(out, &b, from + time, log, f);
	buf_free(&b);
	return ok;
}

static bool
exchange(const struct link *in, const struct link *out,
    const struct http_site *site, struct http_log *log, struct fault *f)
{
	struct buf b = { 0 };
	struct head h = { 0 };
	enum link_end end = LINK_OK;
	bool ok = true;
	size_t n = 0;
	int code;

	code = read_head(in, &b, &n, &end);
	if (end == LINK_FAULT)
		ok = fault_errno(f, "cannot read the request");
	if (str_starts(buf_str(&b), STR("HEAD ")))
		h.method = HEAD_HEAD;
	if (code == 200)
		code = head_parse(str_of(b.p, n), &h);
	if (code == 200)
		code = choose(site, &h);
	if (code)
		ok = answer(out, site, code, &h, str_of(b.p, n), log, f);
	buf_free(&b);
	return ok;
}

bool
http_path_valid(struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] <= ' ' || path.p[i] > '~' || path.p[i] == '?' ||
		    path.p[i] == '#')
			return false;
	}
	return str_starts(path, STR("/"));
}

bool
http_serve(const struct link *in, const struct link *out,
    const struct http_site *site, struct http_log *log, struct fault *f)
{
	struct sigaction ignore = { 0 }, old;
	bool ok;

	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, &old);
	*log = (struct http_log){ .method = "-" };
	ok = exchange(in, out, site, log, f);
	link_finish(out, stamp_ticks() + HTTP_DRAIN_TIME);
	sigaction(SIGPIPE, &old, NULL);
	return ok;
}
