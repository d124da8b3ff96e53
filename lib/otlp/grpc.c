/*
 * Reading of gRPC's fields, all of it a stranger's text: what is broken is
 * taken as if it were not there.
 */
#include "base/num.h"
#include "base/stamp.h"
#include "otlp/env.h"
#include "otlp/grpc.h"
#include "rpc.pb-c.h"

enum {
	DETAILS_MAX = 64 * 1024,	/* bytes of grpc-status-details-bin */
	DELAY_MAX = 86400,		/* s of a RetryInfo that are kept */
};

static const char *const names[] = {
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
	"NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
	"OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
	"DATA_LOSS", "UNAUTHENTICATED",
};

const char *
grpc_name(int status)
{
	if (status < 0 || (size_t)status >= sizeof(names) / sizeof(*names))
		return "an unknown status";
	return names[status];
}

enum grpc_code
grpc_of_http(long status)
{
	switch (status) {
	case 400: return GRPC_INTERNAL;
	case 401: return GRPC_UNAUTHENTICATED;
	case 403: return GRPC_PERMISSION_DENIED;
	case 404: return GRPC_UNIMPLEMENTED;
	case 431: return GRPC_INTERNAL;
	case 429: case 502: case 503: case 504: return GRPC_UNAVAILABLE;
	default: return GRPC_UNKNOWN;
	}
}

bool
grpc_retryable(int status, bool retry_info)
{
	switch (status) {
	case GRPC_CANCELLED:
	case GRPC_DEADLINE_EXCEEDED:
	case GRPC_ABORTED:
	case GRPC_OUT_OF_RANGE:
	case GRPC_UNAVAILABLE:
	case GRPC_DATA_LOSS:
		return true;
	case GRPC_RESOURCE_EXHAUSTED:
		return retry_info;
	default:
		return false;
	}
}

static bool
has_words(struct str s, struct str words)
{
	for (; s.n >= words.n; s = str_from(s, 1)) {
		if (str_ieq(str_of(s.p, words.n), words))
			return true;
	}
	return false;
}

/* The code alone means a quota as well; servers agree on these words only. */
bool
grpc_over_size(int status, struct str message)
{
	return status == GRPC_RESOURCE_EXHAUSTED &&
	    (has_words(message, STR("larger than max")) ||
	    has_words(message, STR("exceeds maximum size")));
}

void
grpc_reset(struct grpc_answer *g)
{
	g->status = GRPC_NONE;
	buf_reset(&g->message);
	g->retry_delay = -1;
	g->takes_gzip = false;
}

void
grpc_free(struct grpc_answer *g)
{
	buf_free(&g->message);
}

/* A broken escape stands as it is (PROTOCOL-HTTP2.md of gRPC). */
static void
read_message(struct grpc_answer *g, struct str text)
{
	buf_reset(&g->message);
	if (text.n > GRPC_MESSAGE_MAX)
		text.n = GRPC_MESSAGE_MAX;
	for (; text.n; text = str_from(text, 1)) {
		size_t n = text.n < 3 ? text.n : 3;

		if (text.p[0] == '%' &&
		    env_percent(&g->message, str_of(text.p, n)))
			text = str_from(text, n - 1);
		else
			buf_putc(&g->message, text.p[0]);
	}
}

static void
read_delay(struct grpc_answer *g, const Rpc__Any *any)
{
	Rpc__RetryInfo *info;
	int64_t s;

	if (!str_ends(str_c(any->type_url), STR("google.rpc.RetryInfo")))
		return;
	info = rpc__retry_info__unpack(NULL, any->value.len,
	    any->value.data);
	if (!info)
		return;
	g->retry_delay = 0;
	if (info->retry_delay && (s = info->retry_delay->seconds) >= 0) {
		g->retry_delay = (s < DELAY_MAX ? s : DELAY_MAX) * STAMP_SEC;
		if (info->retry_delay->nanos > 0 && s < DELAY_MAX)
			g->retry_delay += info->retry_delay->nanos;
	}
	rpc__retry_info__free_unpacked(info, NULL);
}

static int
digit64(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* With or without its padding. */
static bool
decode64(struct buf *b, struct str s)
{
	uint32_t bits = 0;
	unsigned have = 0;
	int d;

	while (s.n && s.p[s.n - 1] == '=')
		s.n--;
	for (; s.n; s = str_from(s, 1)) {
		if ((d = digit64(s.p[0])) < 0)
			return false;
		bits = bits << 6 | (uint32_t)d;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_putc(b, (char)(bits >> have & 0xff));
		}
	}
	return true;
}

static void
read_details(struct grpc_answer *g, struct str text)
{
	struct buf b = { 0 };
	Rpc__Details *d = NULL;

	if (text.n <= DETAILS_MAX && decode64(&b, text) && b.n)
		d = rpc__details__unpack(NULL, b.n, (const uint8_t *)b.p);
	for (size_t i = 0; d && i < d->n_details; i++)
		read_delay(g, d->details[i]);
	if (d)
		rpc__details__free_unpacked(d, NULL);
	buf_free(&b);
}

static void
read_encodings(struct grpc_answer *g, struct str list)
{
	struct str one;

	while (str_cut(&list, ',', &one)) {
		if (str_ieq(str_trim(one), STR("gzip")))
			g->takes_gzip = true;
	}
}

static void
read_status(struct grpc_answer *g, struct str text)
{
	uint64_t v;

	/* What is no number is a status all the same, and no success. */
	g->status = num_uint64(text, &v) && v <= 999 ? (int)v : GRPC_UNKNOWN;
}

void
grpc_field(struct grpc_answer *g, struct str line)
{
	size_t colon = str_chr(line, ':');
	struct str name, value;

	if (str_starts(line, STR("HTTP/"))) {
		grpc_reset(g);
		return;
	}
	if (colon == line.n)
		return;
	name = str_of(line.p, colon);
	value = str_trim(str_from(line, colon + 1));
	if (str_ieq(name, STR("grpc-status")))
		read_status(g, value);
	else if (str_ieq(name, STR("grpc-message")))
		read_message(g, value);
	else if (str_ieq(name, STR("grpc-status-details-bin")))
		read_details(g, value);
	else if (str_ieq(name, STR("grpc-accept-encoding")))
		read_encodings(g, value);
}

void
grpc_frame(struct buf *b, bool compressed, size_t n)
{
	buf_putc(b, compressed ? 1 : 0);
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(b, (char)(n >> shift & 0xff));
}

bool
grpc_message(struct str body, struct str *message)
{
	const unsigned char *u = (const unsigned char *)body.p;
	size_t n;

	if (body.n < GRPC_FRAME || u[0] != 0)
		return false;
	n = (size_t)u[1] << 24 | (size_t)u[2] << 16 | (size_t)u[3] << 8 |
	    u[4];
	if (n > body.n - GRPC_FRAME)
		return false;
	*message = str_of(body.p + GRPC_FRAME, n);
	return true;
}
