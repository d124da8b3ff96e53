/*
 * No byte in a header's name or value can split the head of a request: all
 * 256 in each, at the start, in the middle and at the end.
 */
#include "otlp/answer.h"
#include "otlp/env.h"
#include "otlp/headers.h"
#include "otlp/push.h"
#include "unit.h"

static bool
is_token_byte(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') ||
	    (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static void
check_names(void)
{
	for (int c = 0; c < 256; c++) {
		char name[] = "abc";

		for (size_t at = 0; at < 3; at++) {
			struct headers h = { 0 };
			struct arena a = { 0 };
			struct fault f;
			char was = name[at];

			name[at] = (char)c;
			CHECK_ROW((size_t)c, headers_add(&h, &a,
			    str_of(name, 3), STR("v"), &f) ==
			    is_token_byte(c));
			CHECK(h.n == (is_token_byte(c) ? 1 : 0));
			name[at] = was;
			arena_free(&a);
		}
	}
}

static void
check_values(void)
{
	for (int c = 0; c < 256; c++) {
		bool good = c == '\t' || (c >= 0x20 && c != 0x7f);
		char value[] = "abc";

		for (size_t at = 0; at < 3; at++) {
			struct headers h = { 0 };
			struct arena a = { 0 };
			struct fault f;
			char was = value[at];

			value[at] = (char)c;
			CHECK_ROW((size_t)c, headers_add(&h, &a, STR("n"),
			    str_of(value, 3), &f) == good);
			if (good) {
				CHECK(strlen(h.line[0]) == 6);
				CHECK(memcmp(h.line[0] + 3, value, 3) == 0);
			} else {
				CHECK(strstr(f.text, "bc") == NULL);
			}
			value[at] = was;
			arena_free(&a);
		}
	}
}

/* The same bytes by the environment, percent-encoded. */
static void
check_encoded(void)
{
	for (int c = 0; c < 256; c++) {
		bool good = c == '\t' || (c >= 0x20 && c != 0x7f);
		struct headers h = { 0 };
		struct arena a = { 0 };
		char list[32];

		snprintf(list, sizeof(list), "n=a%%%02xb", (unsigned)c);
		headers_list(&h, &a, "VARIABLE", str_c(list), NULL);
		CHECK_ROW((size_t)c, h.n == (good ? 1 : 0));
		arena_free(&a);
	}
}

static void
check_refused(void)
{
	static const char *const names[] = {
		"", "host", "HOST", "Content-Length", "transfer-encoding",
		"Connection", "Content-Type", "Content-Encoding", "Expect",
		"TE", "Upgrade", "Trailer", "Keep-Alive",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct headers h = { 0 };
		struct arena a = { 0 };
		struct fault f = { 0 };

		CHECK_ROW(i, !headers_add(&h, &a, str_c(names[i]), STR("v"),
		    &f));
		CHECK(f.text[0] && h.n == 0);
		arena_free(&a);
	}
}

static void
check_limits(void)
{
	static char big[HEADERS_LINE_MAX + 1];
	struct headers h = { 0 };
	struct arena a = { 0 };
	struct fault f;

	memset(big, 'x', sizeof(big));
	CHECK(!headers_add(&h, &a, STR("n"), str_of(big, sizeof(big)), &f));
	CHECK(!headers_add(&h, &a, str_of(big, sizeof(big)), STR("v"), &f));
	for (int i = 0; i < HEADERS_MAX; i++)
		CHECK(headers_add(&h, &a, STR("n"), STR(""), &f));
	CHECK_STR(str_c(h.line[0]), "n;");
	CHECK(!headers_add(&h, &a, STR("n"), STR("v"), &f));
	CHECK(h.n == HEADERS_MAX);
	arena_free(&a);
}

static void
check_percent(void)
{
	static const char *const broken[] = {
		"%", "a%1", "%zz", "%%41", "%4 ",
	};
	struct buf b = { 0 };

	CHECK(env_percent(&b, STR("a%41%7a%25%00!+b")));
	CHECK(str_eq(buf_str(&b), STR("aAz%\0!+b")));
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		CHECK_ROW(i, !env_percent(&b, str_c(broken[i])));
	buf_free(&b);
}

/* A stranger's words cannot command a terminal. */
static void
check_clean(void)
{
	static char big[4096];
	struct buf b = { 0 };

	answer_clean(&b, STR("  a\x1b[0m\r\nb\x7f\xc2\x9bz\xe2\x80\xae!\xff "));
	CHECK_STR(buf_str(&b), "a [0m  b  z ! ");
	buf_reset(&b);
	memset(big, 'x', sizeof(big));
	answer_clean(&b, str_of(big, sizeof(big)));
	CHECK(b.n <= ANSWER_TEXT_MAX && str_ends(buf_str(&b), STR("...")));
	buf_free(&b);
}

static void
check_backoff(void)
{
	static const double base[] = { 1, 1.5, 2.25, 3.375, 5.0625, 7.59375,
	    11.390625, 17.0859375, 25.62890625, 30, 30 };
	uint64_t seed = 1;

	for (unsigned i = 0; i < sizeof(base) / sizeof(*base); i++) {
		for (int k = 0; k < 1000; k++) {
			double s = (double)push_backoff(i + 1,
			    unit_random(&seed)) / 1e9;

			CHECK_ROW(i, s >= base[i] * 0.7499 &&
			    s <= base[i] * 1.2501);
		}
	}
	CHECK(push_backoff(1000000, 0) <= INT64_C(30000000000));
}

int
main(void)
{
	check_names();
	check_values();
	check_encoded();
	check_refused();
	check_limits();
	check_percent();
	check_clean();
	check_backoff();
	UNIT_END;
}
