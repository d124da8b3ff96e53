/*
 * The options of a handle of libcurl, set once. What is sent with it, and
 * what comes back, is post.c's.
 */
#include "base/stamp.h"
#include "otlp/answer.h"
#include "otlp/post_inner.h"

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

/* A line of the head, or of the trailers behind the body. */
static size_t
take_field(char *bytes, size_t one, size_t n, void *ctx)
{
	struct post *p = ctx;

	(void)one;
	grpc_field(&p->grpc, str_of(bytes, n));
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
add_grpc_headers(struct post *p)
{
	int64_t ms = p->config->timeout / (STAMP_SEC / 1000);
	struct buf b = { 0 };
	bool ok;

	buf_printf(&b, "grpc-timeout: %lldm", (long long)(ms > 0 ? ms : 1));
	buf_putc(&b, '\0');
	/* Answers are a few bytes: there is no use in packing them. */
	ok = add_header(p, "Content-Type: application/grpc") &&
	    add_header(p, "TE: trailers") && add_header(p, "Accept:") &&
	    add_header(p, "grpc-accept-encoding: identity") &&
	    (!p->gzip || add_header(p, "grpc-encoding: gzip")) &&
	    (p->config->timeout == 0 || add_header(p, b.p));
	buf_free(&b);
	return ok;
}

static bool
add_http_headers(struct post *p)
{
	return add_header(p, p->config->form == CONFIG_HTTP_JSON ?
	    "Content-Type: application/json" :
	    "Content-Type: application/x-protobuf") &&
	    (!p->gzip || add_header(p, "Content-Encoding: gzip"));
}

bool
post_set_headers(struct post *p)
{
	const struct headers *h = &p->config->headers;
	bool ok;

	curl_slist_free_all(p->headers);
	p->headers = NULL;
	ok = add_header(p, "Expect:") && (p->config->form == CONFIG_GRPC ?
	    add_grpc_headers(p) : add_http_headers(p));
	for (size_t i = 0; ok && i < h->n; i++)
		ok = add_header(p, h->line[i]);
	return ok && !curl_easy_setopt(p->curl, CURLOPT_HTTPHEADER,
	    p->headers);
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

/* Milliseconds; 0 only where no limit is asked for. */
static long
timeout_of(const struct config *c)
{
	int64_t ms = c->timeout / (STAMP_SEC / 1000);

	return c->timeout == 0 ? 0 : ms > 0 ? (long)ms : 1;
}

/* What keeps the transfer to the one address and form that was asked for. */
static bool
set_bounds(CURL *c, const struct config *s)
{
	return set_protocols(c) &&
	    !curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
	    !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, timeout_of(s)) &&
	    !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, timeout_of(s)) &&
	    !curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE,
	    (curl_off_t)ANSWER_MAX) &&
	    !curl_easy_setopt(c, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
}

/* "" keeps libcurl from the environment's proxy; our fields, which may be
 * secrets, are for the collector behind it only. */
static bool
set_proxy(CURL *c, const struct config *s)
{
	bool tunnel = s->via.url && (s->to.tls || s->form == CONFIG_GRPC);

	return !curl_easy_setopt(c, CURLOPT_PROXY,
	    s->via.url ? s->via.url : "") &&
	    /* Of a URL without one; libcurl's own would be 1080. */
	    !curl_easy_setopt(c, CURLOPT_PROXYPORT,
	    s->via.tls ? 443L : 80L) &&
	    !curl_easy_setopt(c, CURLOPT_NOPROXY, "") &&
	    !curl_easy_setopt(c, CURLOPT_HTTPPROXYTUNNEL,
	    tunnel ? 1L : 0L) &&
	    !curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_HEADEROPT,
	    (long)CURLHEADER_SEPARATE);
}

/*
 * gRPC is HTTP/2 alone: by prior knowledge on http, by ALPN on https. libcurl
 * 7.88 fails with the second request of a connection without TLS, so each has
 * its own there.
 */
static bool
set_version(CURL *c, const struct post *p)
{
	const struct config *s = p->config;

	if (s->form != CONFIG_GRPC)
		return !curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
		    (long)CURL_HTTP_VERSION_1_1) &&
		    !curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
	return !curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE) &&
	    !curl_easy_setopt(c, CURLOPT_FORBID_REUSE, s->to.tls ? 0L : 1L) &&
	    !curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_field) &&
	    !curl_easy_setopt(c, CURLOPT_HEADERDATA, p);
}

static bool
set_callbacks(CURL *c, struct post *p)
{
	return !curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION,
	    post_open_socket) &&
	    !curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_PREREQFUNCTION,
	    post_before_request) &&
	    !curl_easy_setopt(c, CURLOPT_PREREQDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEDATA, p) &&
	    !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, p->error);
}

/* A passphrase nobody is asked for: without a terminal it would be read from
 * standard input, which is the input. */
static bool
set_certificates(CURL *c, const struct config *s)
{
	return !curl_easy_setopt(c, CURLOPT_KEYPASSWD, "") && (!s->cacert ||
	    !curl_easy_setopt(c, CURLOPT_CAINFO, s->cacert)) &&
	    (!s->cert || !curl_easy_setopt(c, CURLOPT_SSLCERT, s->cert)) &&
	    (!s->key || !curl_easy_setopt(c, CURLOPT_SSLKEY, s->key));
}

bool
post_setup(struct post *p, const char *agent)
{
	CURL *c = p->curl;

	return set_bounds(c, p->config) && set_proxy(c, p->config) &&
	    set_version(c, p) && set_callbacks(c, p) &&
	    set_certificates(c, p->config) && post_set_headers(p) &&
	    !curl_easy_setopt(c, CURLOPT_URL, p->config->to.url) &&
	    !curl_easy_setopt(c, CURLOPT_POST, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_USERAGENT, agent);
}
