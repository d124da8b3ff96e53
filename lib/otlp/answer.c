/*
 * Reading of bodies. What follows from them is decided in push.c.
 */
#include <jansson.h>

#include "base/num.h"
#include "json/utf8.h"
#include "otlp.pb-c.h"
#include "otlp/answer.h"

/*
 * U+0080 to U+009F, U+200E U+200F, U+2028 to U+202E, U+2066 to U+2069, of
 * which p is the n bytes long spelling.
 */
static bool
is_control(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;

	if (n == 1)
		return u[0] < 0x20 || u[0] == 0x7f;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	if (n != 3 || u[0] != 0xe2)
		return false;
	if (u[1] == 0x80)
		return u[2] == 0x8e || u[2] == 0x8f ||
		    (u[2] >= 0xa8 && u[2] <= 0xae);
	return u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9;
}

void
answer_clean(struct buf *b, struct str s)
{
	size_t from = b->n, n;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i += n) {
		n = utf8_span(s.p + i, s.n - i);
		if (b->n - from + 4 > ANSWER_TEXT_MAX - 3) {
			buf_lit(b, "...");
			return;
		}
		if (n && !is_control(s.p + i, n)) {
			buf_put(b, s.p + i, n);
			continue;
		}
		if (n == 0)
			n = utf8_bad_span(s.p + i, s.n - i);
		buf_putc(b, ' ');
	}
}

static bool
is_type(struct str type, struct str want)
{
	struct str head;

	return str_cut(&type, ';', &head) && str_ieq(str_trim(head), want);
}

static bool
is_protobuf(struct str type)
{
	return is_type(type, STR("application/x-protobuf")) ||
	    is_type(type, STR("application/protobuf"));
}

static bool
is_json(struct str type)
{
	return is_type(type, STR("application/json"));
}

static uint64_t
rejected_in_protobuf(struct str body, struct buf *text)
{
	Otlp__ExportServiceResponse *r;
	uint64_t n = 0;

	r = otlp__export_service_response__unpack(NULL, body.n,
	    (const uint8_t *)body.p);
	if (!r)
		return 0;
	if (r->partial_success) {
		if (r->partial_success->rejected > 0)
			n = (uint64_t)r->partial_success->rejected;
		answer_clean(text, str_c(r->partial_success->error_message));
	}
	otlp__export_service_response__free_unpacked(r, NULL);
	return n;
}

/* A 64-bit number is a string in OTLP/JSON, and may be a bare one. */
static uint64_t
count_of(const json_t *j)
{
	int64_t n = 0;

	if (json_is_integer(j))
		n = json_integer_value(j);
	else if (json_is_string(j))
		num_int64(str_c(json_string_value(j)), &n);
	return n > 0 ? (uint64_t)n : 0;
}

static uint64_t
rejected_in_json(struct str body, struct buf *text)
{
	static const char *const keys[] = { "rejectedDataPoints",
	    "rejectedLogRecords", "rejectedSpans" };
	json_t *j = json_loadb(body.p, body.n, 0, NULL);
	const json_t *p = json_object_get(j, "partialSuccess");
	uint64_t n = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !n; i++)
		n = count_of(json_object_get(p, keys[i]));
	answer_clean(text, str_c(json_string_value(json_object_get(p,
	    "errorMessage"))));
	json_decref(j);
	return n;
}

uint64_t
answer_rejected(struct str type, struct str body, struct buf *text)
{
	if (body.n == 0)
		return 0;
	if (is_protobuf(type))
		return rejected_in_protobuf(body, text);
	return is_json(type) ? rejected_in_json(body, text) : 0;
}

static void
put_status(struct str body, struct buf *text)
{
	Otlp__Status *s;

	s = otlp__status__unpack(NULL, body.n, (const uint8_t *)body.p);
	if (!s)
		return;
	answer_clean(text, str_c(s->message));
	otlp__status__free_unpacked(s, NULL);
}

static void
put_json(struct str body, struct buf *text)
{
	json_t *j = json_loadb(body.p, body.n, 0, NULL);

	answer_clean(text, str_c(json_string_value(json_object_get(j,
	    "message"))));
	json_decref(j);
}

void
answer_reason(struct str type, struct str body, struct buf *text)
{
	struct str line;

	body = body.n ? body : STR("");
	if (is_protobuf(type))
		put_status(body, text);
	else if (is_json(type))
		put_json(body, text);
	else if (is_type(type, STR("text/plain"))) {
		body = str_trim(body);
		if (str_cut(&body, '\n', &line))
			answer_clean(text, line);
	}
}
