/*
 * gRPC's frames, fields, statuses: those of the specification, and what a
 * stranger may send instead.
 */
#include "base/stamp.h"
#include "otlp/grpc.h"
#include "unit.h"

static void
frames(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool ok;
		const char *message;
	} rows[] = {
		{ "\0\0\0\0\0", 5, true, "" },
		{ "\0\0\0\0\3abc", 8, true, "abc" },
		{ "\0\0\0\0\3abcdef", 11, true, "abc" },
		{ "\0\0\0\0\3ab", 7, false, NULL },
		{ "\1\0\0\0\3abc", 8, false, NULL },
		{ "\0\0\0\0", 4, false, NULL },
		{ "", 0, false, NULL },
		{ "\0\377\377\377\377abc", 8, false, NULL },
	};
	struct buf b = { 0 };
	struct str m = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool ok = grpc_message(str_of(rows[i].bytes, rows[i].n), &m);

		CHECK_ROW(i, ok == rows[i].ok);
		if (ok && rows[i].message)
			CHECK_STR(m, rows[i].message);
	}
	grpc_frame(&b, true, 0x01020304);
	CHECK(str_eq(buf_str(&b), STR("\1\1\2\3\4")));
	buf_free(&b);
}

static void
fields(void)
{
	static const struct {
		const char *line;
		int status;
		const char *message;
		int64_t delay;
	} rows[] = {
		{ "grpc-status: 0\r\n", 0, "", -1 },
		{ "Grpc-Status:14", 14, "", -1 },
		{ "grpc-status: 014", 14, "", -1 },
		{ "grpc-status: x", GRPC_UNKNOWN, "", -1 },
		{ "grpc-status: -1", GRPC_UNKNOWN, "", -1 },
		{ "grpc-status: 99999999999999999999", GRPC_UNKNOWN, "", -1 },
		{ "grpc-status:", GRPC_UNKNOWN, "", -1 },
		{ "grpc-statu: 1", GRPC_NONE, "", -1 },
		{ "grpc-status", GRPC_NONE, "", -1 },
		{ "grpc-message: a%20b%c3%A9%", GRPC_NONE, "a b\xc3\xa9%",
		    -1 },
		{ "grpc-message: %zz%4", GRPC_NONE, "%zz%4", -1 },
		/* A RetryInfo of 1 s and 101 ns, with padding and without. */
		{ "grpc-status-details-bin: GjIKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xl"
		    "LnJwYy5SZXRyeUluZm8SBgoECAEQZQ==", GRPC_NONE, "",
		    STAMP_SEC + 101 },
		{ "grpc-status-details-bin: GjIKKHR5cGUuZ29vZ2xlYXBpcy5jb20vZ29vZ2xl"
		    "LnJwYy5SZXRyeUluZm8SBgoECAEQZQ", GRPC_NONE, "",
		    STAMP_SEC + 101 },
		{ "grpc-status-details-bin: !!!", GRPC_NONE, "", -1 },
		{ "grpc-status-details-bin: ////", GRPC_NONE, "", -1 },
		{ "grpc-status-details-bin:", GRPC_NONE, "", -1 },
	};
	struct grpc_answer g = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		grpc_reset(&g);
		grpc_field(&g, str_c(rows[i].line));
		CHECK_ROW(i, g.status == rows[i].status);
		CHECK_ROW(i, g.retry_delay == rows[i].delay);
		CHECK_STR(buf_str(&g.message), rows[i].message);
	}
	grpc_field(&g, STR("grpc-status: 3"));
	grpc_field(&g, STR("grpc-accept-encoding: identity, GZIP"));
	CHECK(g.status == 3 && g.takes_gzip);
	/* An answer anew: libcurl hands out the heads of earlier ones too. */
	grpc_field(&g, STR("HTTP/2 200 \r\n"));
	CHECK(g.status == GRPC_NONE && !g.takes_gzip);
	grpc_free(&g);
}

static void
statuses(void)
{
	static const bool retry[] = { false, true, false, false, true, false,
	    false, false, false, false, true, true, false, false, true, true,
	    false, false };
	static const struct {
		long http;
		enum grpc_code code;
	} rows[] = {
		{ 400, GRPC_INTERNAL }, { 401, GRPC_UNAUTHENTICATED },
		{ 403, GRPC_PERMISSION_DENIED }, { 404, GRPC_UNIMPLEMENTED },
		{ 429, GRPC_UNAVAILABLE }, { 431, GRPC_INTERNAL },
		{ 502, GRPC_UNAVAILABLE }, { 503, GRPC_UNAVAILABLE },
		{ 504, GRPC_UNAVAILABLE }, { 200, GRPC_UNKNOWN },
		{ 500, GRPC_UNKNOWN }, { 413, GRPC_UNKNOWN },
	};

	for (int i = 0; i < (int)(sizeof(retry) / sizeof(*retry)); i++) {
		CHECK_ROW((size_t)i, grpc_retryable(i, false) == retry[i]);
		CHECK_ROW((size_t)i, grpc_retryable(i, true) ==
		    (retry[i] || i == GRPC_RESOURCE_EXHAUSTED));
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		CHECK_ROW(i, grpc_of_http(rows[i].http) == rows[i].code);
	CHECK_STR(str_c(grpc_name(14)), "UNAVAILABLE");
	CHECK_STR(str_c(grpc_name(17)), "an unknown status");
	CHECK_STR(str_c(grpc_name(-1)), "an unknown status");
	CHECK(grpc_over_size(8, STR("grpc: Received Message Larger Than Max "
	    "(5 vs. 4)")));
	CHECK(grpc_over_size(8, STR("gRPC message exceeds maximum size 4")));
	CHECK(!grpc_over_size(8, STR("quota")));
	CHECK(!grpc_over_size(3, STR("larger than max")));
}

int
main(void)
{
	frames();
	fields();
	statuses();
	UNIT_END;
}
