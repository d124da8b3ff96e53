/*
 * The only file that transfers by libcurl. It tries once: waiting and trying
 * again is push.c's.
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/stamp.h"
#include "otlp/answer.h"
#include "otlp/guard.h"
#include "otlp/post.h"

enum {
	TYPE_MAX = 128,		/* bytes of a Content-Type that are looked at */
};

struct post {
	CURL *curl;
	struct curl_slist *headers;
	const struct config *config;
	struct buf body;	/* of the answer */
	char error[CURL_ERROR_SIZE];

	/* Of the current attempt: what the guard saw. */
	bool opened;		/* a socket to an address that is allowed */
	enum guard_class refused;	/* GUARD_PUBLIC: none was */
	char address[INET6_ADDRSTRLEN];	/* the one refused */
};

static void
remember(struct post *p, enum guard_class class, const char *ip)
{
	size_t n = strlen(ip);

	p->refused = class;
	if (n >= sizeof(p->address))
		n = sizeof(p->address) - 1;
	memcpy(p->address, ip, n);
	p->address[n] = '\0';
}

static void
print_address(const struct sockaddr *sa, char *text, socklen_t n)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	text[0] = '\0';
	if (sa->sa_family == AF_INET) {
		memcpy(&v4, sa, sizeof(v4));
		inet_ntop(AF_INET, &v4.sin_addr, text, n);
	} else if (sa->sa_family == AF_INET6) {
		memcpy(&v6, sa, sizeof(v6));
		inet_ntop(AF_INET6, &v6.sin6_addr, text, n);
	}
}

/* Each resolved address comes by here before anything is sent to it. */
static curl_socket_t
open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct post *p = ctx;
	const struct sockaddr *sa = (const void *)&a->addr;
	enum guard_class class = guard_sockaddr(sa, (socklen_t)a->addrlen);
	char ip[INET6_ADDRSTRLEN];

	(void)purpose;
	if (!guard_allows(class, p->config->allow_private)) {
		print_address(sa, ip, sizeof(ip));
		remember(p, class, ip);
		return CURL_SOCKET_BAD;
	}
	p->opened = true;
	return socket(a->family, a->socktype, a->protocol);
}

/* And once more when it is known who is at the other end. */
static int
before_request(void *ctx, char *ip, char *own_ip, int port, int own_port)
{
	struct post *p = ctx;
	enum guard_class class = guard_text(ip);

	(void)own_ip;
	(void)port;
	(void)own_port;
	if (guard_allows(class, p->config->allow_private))
		return CURL_PREREQFUNC_OK;
	remember(p, class, ip);
	p->opened = false;
	return CURL_PREREQFUNC_ABORT;
}

/* Gets unpacked bytes; less than n back ends the transfer. */
static size_t
take_body(char *bytes, size_t one, size_t n, void *ctx)
{
	struct post *p = ctx;

	(void)one;
	if (p->body.n + n > ANSWER_MAX)
		return 0;
	buf_put(&p->body, bytes, n);
	return n;
}

static bool
add_header(struct post *p, const char *line)
{
	struct curl_slist *l = curl_slist_append(p->headers, line);

	if (l)
		p->headers = l;
	return l != NULL;
}

static bool
add_headers(struct post *p)
{
	const struct headers *h = &p->config->headers;
	bool ok = add_header(p, "Content-Type: application/x-protobuf") &&
	    add_header(p, "Expect:") && (!p->config->gzip ||
	    add_header(p, "Content-Encoding: gzip"));

	for (size_t i = 0; ok && i < h->n; i++)
		ok = add_header(p, h->line[i]);
	return ok;
}

static bool
set_protocols(CURL *c)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") ==
	    CURLE_OK;
#else
	return curl_easy_setopt(c, CURLOPT_PROTOCOLS,
	    (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS)) == CURLE_OK;
#endif
}

/* What keeps the transfer to the one address and form that was asked for. */
static bool
set_bounds(CURL *c, long timeout)
{
	return set_protocols(c) &&
	    !curl_easy_setopt(c, CURLOPT_PROXY, "") &&
	    !curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
	    !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, timeout) &&
	    !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, timeout) &&
	    !curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE,
	    (curl_off_t)ANSWER_MAX) &&
	    !curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1) &&
	    !curl_easy_setopt(c, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
}

static bool
set_callbacks(CURL *c, struct post *p)
{
	return !curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION,
	    open_socket) &&
	    !curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, before_request) &&
	    !curl_easy_setopt(c, CURLOPT_PREREQDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, p->error);
}

static bool
set_request(CURL *c, const struct post *p, const char *agent)
{
	return !curl_easy_setopt(c, CURLOPT_URL, p->config->to.url) &&
	    !curl_easy_setopt(c, CURLOPT_POST, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_USERAGENT, agent) &&
	    !curl_easy_setopt(c, CURLOPT_HTTPHEADER, p->headers) &&
	    !curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
}

static bool
set_certificates(CURL *c, const struct config *s)
{
	return (!s->cacert ||
	    !curl_easy_setopt(c, CURLOPT_CAINFO, s->cacert)) &&
	    (!s->cert || !curl_easy_setopt(c, CURLOPT_SSLCERT, s->cert)) &&
	    (!s->key || !curl_easy_setopt(c, CURLOPT_SSLKEY, s->key));
}

struct post *
post_new(const struct config *c, const char *agent, struct fault *f)
{
	struct post *p = mem_new(1, sizeof(*p));
	/* Milliseconds, and not 0, which would be no limit. */
	int64_t ms = c->timeout / (STAMP_SEC / 1000);
	long timeout = c->timeout == 0 ? 0 : ms > 0 ? (long)ms : 1;

	p->config = c;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
	    (p->curl = curl_easy_init()) && add_headers(p) &&
	    set_bounds(p->curl, timeout) && set_callbacks(p->curl, p) &&
	    set_request(p->curl, p, agent) && set_certificates(p->curl, c))
		return p;
	post_destroy(p);
	fault(f, "libcurl does not start");
	return NULL;
}

void
post_destroy(struct post *p)
{
	if (!p)
		return;
	curl_easy_cleanup(p->curl);
	curl_slist_free_all(p->headers);
	buf_free(&p->body);
	mem_free(p);
}

/* What no second try can mend. */
static bool
is_setup(CURLcode rc)
{
	switch (rc) {
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_FAILED_INIT:
	case CURLE_URL_MALFORMAT:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_NOT_BUILT_IN:
	case CURLE_ABORTED_BY_CALLBACK:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_SSL_ENGINE_SETFAILED:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CRL_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return true;
	default:
		return false;
	}
}

/*
 * Whether the head of the answer counts, although its body may have been too
 * large or packed wrongly.
 */
static bool
is_answered(CURLcode rc)
{
	return rc == CURLE_OK || rc == CURLE_WRITE_ERROR ||
	    rc == CURLE_BAD_CONTENT_ENCODING || rc == CURLE_FILESIZE_EXCEEDED;
}

static enum post_result
unanswered(const struct post *p, CURLcode rc, struct post_answer *a)
{
	const char *words = p->error[0] ? p->error : curl_easy_strerror(rc);

	if (p->refused != GUARD_PUBLIC && !p->opened) {
		buf_printf(&a->text, "%s is a %s address", p->address,
		    guard_name(p->refused));
		if (guard_allows(p->refused, true))
			buf_lit(&a->text, ", which --allow-private (or "
			    "MLOG_OTLP_ALLOW_PRIVATE=true) allows");
		return POST_FAULT;
	}
	answer_clean(&a->text, str_c(words));
	if (rc == CURLE_UNSUPPORTED_PROTOCOL || rc == CURLE_WEIRD_SERVER_REPLY)
		buf_lit(&a->text, "; is this an OTLP/HTTP port (4318)?");
	return is_setup(rc) ? POST_FAULT : POST_LATER;
}

static enum post_result
judge(long status)
{
	if (status >= 200 && status < 300)
		return POST_DONE;
	if (status == 413)
		return POST_TOO_LARGE;
	if (status == 429 || status == 502 || status == 503 || status == 504)
		return POST_LATER;
	return POST_REFUSED;
}

static void
read_refusal(const struct post *p, long status, struct str type,
    struct post_answer *a)
{
	curl_off_t seconds = 0;
	struct buf reason = { 0 };

	if (status >= 300 && status < 400)
		buf_lit(&reason, "redirects are not followed");
	else
		answer_reason(type, buf_str(&p->body), &reason);
	buf_printf(&a->text, "HTTP %ld%s", status, reason.n ? ": " : "");
	buf_puts(&a->text, buf_str(&reason));
	buf_free(&reason);
	curl_easy_getinfo(p->curl, CURLINFO_RETRY_AFTER, &seconds);
	if (seconds > 0)
		a->retry_after = (seconds < 86400 ? seconds : 86400) *
		    STAMP_SEC;
}

static enum post_result
answered(const struct post *p, struct post_answer *a)
{
	char *type = NULL;
	long status = 0;
	struct str t;

	curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(p->curl, CURLINFO_CONTENT_TYPE, &type);
	t = str_c(type);
	t.n = t.n < TYPE_MAX ? t.n : TYPE_MAX;
	if (judge(status) == POST_DONE)
		a->rejected = answer_rejected(t, buf_str(&p->body), &a->text);
	else
		read_refusal(p, status, t, a);
	return judge(status);
}

enum post_result
post_send(struct post *p, struct str body, struct post_answer *a)
{
	CURLcode rc;
	enum post_result r;

	buf_reset(&a->text);
	a->rejected = 0;
	a->retry_after = 0;
	p->opened = false;
	p->refused = GUARD_PUBLIC;
	p->error[0] = '\0';
	buf_reset(&p->body);
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)body.n);
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, body.n ? body.p : "");
	rc = curl_easy_perform(p->curl);
	r = is_answered(rc) ? answered(p, a) : unanswered(p, rc, a);
	/* Only this call's body may be pointed at. */
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, NULL);
	return r;
}
