/*
 * One transfer by libcurl, and the reading of HTTP's answers to it. It tries
 * once: waiting and trying again is push.c's.
 */
#include <string.h>

#include "base/mem.h"
#include "base/stamp.h"
#include "otlp/answer.h"
#include "otlp/post_inner.h"

enum {
	TYPE_MAX = 128,		/* bytes of a Content-Type that are looked at */
	RETRY_AFTER_MAX = 86400,	/* s that a collector may ask for */
};

/* These versions drop "TE: trailers" on HTTP/2, without which no server
 * answers (curl 8.12.0 to 8.13.0). */
static bool
does_grpc(struct fault *f)
{
	const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);

	if (!(v->features & CURL_VERSION_HTTP2))
		return fault(f, "libcurl %s has no HTTP/2, which gRPC needs",
		    v->version);
	if (v->version_num >= 0x080c00 && v->version_num < 0x080e00)
		return fault(f, "libcurl %s cannot do gRPC; 8.14 can",
		    v->version);
	return true;
}

struct post *
post_new(const struct config *c, const char *agent, struct fault *f)
{
	struct post *p;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		fault(f, "libcurl does not start");
		return NULL;
	}
	if (c->form == CONFIG_GRPC && !does_grpc(f))
		return NULL;
	p = mem_new(1, sizeof(*p));
	p->config = c;
	p->gzip = c->gzip;
	if ((p->curl = curl_easy_init()) && post_setup(p, agent))
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
	grpc_free(&p->grpc);
	mem_free(p);
}

bool
post_gzip(const struct post *p)
{
	return p->gzip;
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

/* What a server that speaks something else looks like. */
static bool
is_wrong_port(const struct post *p, CURLcode rc)
{
	if (rc == CURLE_UNSUPPORTED_PROTOCOL || rc == CURLE_WEIRD_SERVER_REPLY)
		return true;
	return p->config->form == CONFIG_GRPC &&
	    (rc == CURLE_GOT_NOTHING || rc == CURLE_HTTP2);
}

/* A proxy that will not connect, whoever asks: 429 and 408 it means for now. */
static bool
is_proxy_refusal(const struct post *p)
{
	long status = 0;

	return p->config->via.url &&
	    !curl_easy_getinfo(p->curl, CURLINFO_HTTP_CONNECTCODE, &status) &&
	    status >= 400 && status < 500 && status != 408 && status != 429;
}

/* TLS spoken to a server that does not. */
static bool
is_plain_port(const struct post *p, CURLcode rc)
{
	return rc == CURLE_SSL_CONNECT_ERROR &&
	    strstr(p->error, "wrong version number");
}

enum post_result
post_unanswered(const struct post *p, CURLcode rc, struct post_answer *a)
{
	const char *words = p->error[0] ? p->error : curl_easy_strerror(rc);

	if (post_guarded(p, &a->text))
		return POST_FAULT;
	answer_clean(&a->text, str_c(words));
	if (is_proxy_refusal(p))
		return POST_FAULT;
	if (is_plain_port(p, rc))
		buf_lit(&a->text, "; is this a port of http, without TLS?");
	if (!is_wrong_port(p, rc))
		return is_setup(rc) ? POST_FAULT : POST_LATER;
	if (p->config->form == CONFIG_GRPC)
		buf_lit(&a->text, "; is this gRPC's port (4317), or the one "
		    "of OTLP/HTTP (4318)?");
	else
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

int64_t
post_retry_after(const struct post *p)
{
	curl_off_t s = 0;

	curl_easy_getinfo(p->curl, CURLINFO_RETRY_AFTER, &s);
	if (s <= 0)
		return 0;
	return (s < RETRY_AFTER_MAX ? s : RETRY_AFTER_MAX) * STAMP_SEC;
}

static void
read_refusal(const struct post *p, long status, struct str type,
    struct post_answer *a)
{
	struct buf reason = { 0 };

	if (status >= 300 && status < 400)
		buf_lit(&reason, "redirects are not followed");
	else
		answer_reason(type, buf_str(&p->body), &reason);
	buf_printf(&a->text, "HTTP %ld%s", status, reason.n ? ": " : "");
	buf_puts(&a->text, buf_str(&reason));
	buf_free(&reason);
	a->retry_after = post_retry_after(p);
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

static void
begin(struct post *p, struct post_answer *a)
{
	buf_reset(&a->text);
	a->rejected = 0;
	a->retry_after = 0;
	p->opened = false;
	p->refused = GUARD_PUBLIC;
	p->error[0] = '\0';
	buf_reset(&p->body);
	grpc_reset(&p->grpc);
}

enum post_result
post_send(struct post *p, struct str body, struct post_answer *a)
{
	enum post_result r;
	CURLcode rc;

	begin(p, a);
	if (p->config->via.url && !post_may_ask(p))
		return post_unanswered(p, CURLE_COULDNT_CONNECT, a);
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)body.n);
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, body.n ? body.p : "");
	rc = curl_easy_perform(p->curl);
	/* Only this call's body may be pointed at. */
	curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, NULL);
	if (p->config->form == CONFIG_GRPC)
		r = post_grpc_result(p, rc, a);
	else
		r = is_answered(rc) ? answered(p, a) :
		    post_unanswered(p, rc, a);
	if (r == POST_PLAIN) {
		p->gzip = false;
		if (!post_set_headers(p))
			r = POST_FAULT;
	}
	return r;
}
