/*
 * What the end of a gRPC call means, from its status, or without one from
 * HTTP's and from how the stream ended (protocols.md 2.3, 2.4).
 */
#include <string.h>

#include "otlp/answer.h"
#include "otlp/post_inner.h"

/*
 * A stream that was reset: what libcurl says has HTTP/2's name of the code.
 * CANCEL, REFUSED_STREAM and NO_ERROR are worth a second try.
 */
static enum post_result
of_reset(const struct post *p, struct post_answer *a)
{
	static const struct {
		const char *code;
		enum grpc_code status;
	} rows[] = {
		{ "ENHANCE_YOUR_CALM", GRPC_RESOURCE_EXHAUSTED },
		{ "INADEQUATE_SECURITY", GRPC_PERMISSION_DENIED },
		{ "PROTOCOL_ERROR", GRPC_INTERNAL },
		{ "INTERNAL_ERROR", GRPC_INTERNAL },
		{ "FLOW_CONTROL_ERROR", GRPC_INTERNAL },
		{ "SETTINGS_TIMEOUT", GRPC_INTERNAL },
		{ "STREAM_CLOSED", GRPC_INTERNAL },
		{ "FRAME_SIZE_ERROR", GRPC_INTERNAL },
		{ "COMPRESSION_ERROR", GRPC_INTERNAL },
		{ "CONNECT_ERROR", GRPC_INTERNAL },
		{ "HTTP_1_1_REQUIRED", GRPC_INTERNAL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!strstr(p->error, rows[i].code))
			continue;
		buf_printf(&a->text, "gRPC %s: stream reset by %s",
		    grpc_name((int)rows[i].status), rows[i].code);
		return POST_REFUSED;
	}
	return post_unanswered(p, CURLE_HTTP2_STREAM, a);
}

static enum post_result
of_http(const struct post *p, long status, struct post_answer *a)
{
	enum grpc_code code = grpc_of_http(status);

	buf_printf(&a->text, "HTTP %ld without a grpc-status, taken as %s",
	    status, grpc_name((int)code));
	a->retry_after = post_retry_after(p);
	return grpc_retryable((int)code, false) ? POST_LATER : POST_REFUSED;
}

static enum post_result
without_status(const struct post *p, CURLcode rc, struct post_answer *a)
{
	long status = 0, version = 0;

	curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(p->curl, CURLINFO_HTTP_VERSION, &version);
	if (status && version != CURL_HTTP_VERSION_2_0) {
		buf_lit(&a->text, "the server speaks no HTTP/2, which gRPC "
		    "needs; is this the port of OTLP/HTTP (4318)?");
		return POST_FAULT;
	}
	if (rc == CURLE_WRITE_ERROR || rc == CURLE_FILESIZE_EXCEEDED) {
		buf_printf(&a->text, "an answer of more than %d bytes",
		    ANSWER_MAX);
		return POST_REFUSED;
	}
	if (rc == CURLE_HTTP2_STREAM && (status == 0 || status == 200))
		return of_reset(p, a);
	if (status && (rc == CURLE_OK || status != 200))
		return of_http(p, status, a);
	return post_unanswered(p, rc, a);
}

static enum post_result
taken(const struct post *p, struct post_answer *a)
{
	struct str message;

	if (grpc_message(buf_str(&p->body), &message))
		a->rejected = answer_rejected(STR("application/x-protobuf"),
		    message, &a->text);
	return POST_DONE;
}

static enum post_result
with_status(const struct post *p, struct post_answer *a)
{
	const struct grpc_answer *g = &p->grpc;
	struct str words = buf_str(&g->message);

	buf_printf(&a->text, "gRPC %s%s", grpc_name(g->status),
	    words.n ? ": " : "");
	answer_clean(&a->text, words);
	if (g->status == GRPC_UNIMPLEMENTED && p->gzip && !g->takes_gzip)
		return POST_PLAIN;
	if (grpc_over_size(g->status, words))
		return POST_TOO_LARGE;
	if (!grpc_retryable(g->status, g->retry_delay >= 0))
		return POST_REFUSED;
	a->retry_after = g->retry_delay > 0 ? g->retry_delay :
	    post_retry_after(p);
	return POST_LATER;
}

/* A status that came counts, whatever libcurl says of the stream's end. */
enum post_result
post_grpc_result(struct post *p, CURLcode rc, struct post_answer *a)
{
	if (p->grpc.status == GRPC_NONE)
		return without_status(p, rc, a);
	return p->grpc.status == GRPC_OK ? taken(p, a) : with_status(p, a);
}
