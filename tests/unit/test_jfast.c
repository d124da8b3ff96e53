/*
 * The short road through a record's members (json/jfast.h) beside the exact
 * one: the same members, flags and errors for right texts, wrong ones, and
 * ones that are wrong by a byte or two.
 */
#include <stdlib.h>

#include "json/jfast.h"
#include "token.h"
#include "unit.h"

#define LONG_VALUE "{\"a long key\":\"a value longer than a block of the " \
	"scanner, and all plain but for the \\t here\",\"b\":[1,\"x\"]}"

static const char *const seed[] = {
	"{}", "{ }", "{\"a\":1}", "{\"a\": 1, \"b\": 2}", " {\"a\" : 1 } ",
	"{\"a\":\"x\",\"b\":\"\",\"\":null,\"c\":true,\"d\":false}",
	"{\"n\":0,\"n\":-0,\"n\":10,\"n\":1.5,\"n\":1e5,\"n\":-1.25E-10}",
	"{\"n\":12345678,\"n\":123456789,\"n\":1234.678,\"n\":0.000001}",
	"{\"n\":1732182671.471,\"n\":18446744073709551616,\"n\":1e400}",
	"{\"o\":{},\"o\":[],\"o\":{\"a\":[1,2,{\"b\":[]}]},\"o\":[[[]]]}",
	"{\"o\":{\"a\": {\"b\": [1, 2, \"x\", null]}}, \"p\": [ 1 , 2 ]}",
	"{\"s\":\"a\\\"b\\\\\",\"t\":\"\\u00e4\\ud83d\\ude80\\ud83d\\n\"}",
	"{\"s\":\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x9a\x80\",\"\xc3\xa4\":1}",
	"{\"s\":\"\xff\xc3\",\"t\":{\"\xe2\x82\":[\"\x80\"]},\"u\":\"ok\"}",
	"{\"n\":NaN,\"n\":Infinity,\"n\":-Infinity,\"o\":[NaN,-Infinity]}",
	LONG_VALUE,
	"{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":-}", "{\"a\":1e}",
	"{\"a\":nul}", "{\"a\":truex}", "{\"a\":}", "{\"a\"}", "{\"a\",1}",
	"{\"a\":1,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}", "{\"a\":[1,]}",
	"{\"a\":[,1]}", "{\"a\":{\"b\"}}", "{\"a\":{\"b\":1,}}", "{\"a\":[}",
	"{\"a\":\"\x01\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
	"{\"a\":1}{\"b\":2}", "{\"a\":[1}", "{\"a\":{]}", "{\"a\":1", "{\"a",
};
enum { NSEEDS = sizeof(seed) / sizeof(seed[0]), TEXT_MAX = 300 };

static unsigned long lcg = 1;

static unsigned
chance(unsigned below)
{
	lcg = lcg * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(lcg >> 33) % below;
}

/* Both roads, member by member. */
static bool
same_members(const struct scan *s, const char *p, size_t n, bool strict,
    bool settled)
{
	struct jread fast, exact;
	struct jtoken fkey, fvalue, ekey, evalue;
	bool more;

	jread_init(&fast, s, p, n);
	fast.strict = strict;
	exact = fast;
	if (jread_open(&fast, JREAD_OBJECT) !=
	    jread_open(&exact, JREAD_OBJECT))
		return false;
	if (settled)
		jfast_settle(&fast);
	do {
		more = jread_member(&fast, &fkey, &fvalue);
		if (more != jread_member_exact(&exact, &ekey, &evalue) ||
		    fast.error != exact.error ||
		    (fast.error && fast.error_at != exact.error_at))
			return false;
		if (more && (!same_token(&fkey, &ekey) ||
		    !same_token(&fvalue, &evalue) || fast.at != exact.at ||
		    fast.i != exact.i))
			return false;
	} while (more);
	return true;
}

static void
compare(struct scan *s, const char *text, size_t n)
{
	char *p = malloc(n ? n : 1);	/* so that a sanitizer sees its end */
	bool ok;

	memcpy(p, text, n);
	scan_index(s, p, n);
	ok = same_members(s, p, n, false, false) &&
	    same_members(s, p, n, false, true) &&
	    same_members(s, p, n, true, false) &&
	    same_members(s, p, n, true, true);
	CHECK(ok);
	if (!ok)
		fprintf(stderr, "\t%.*s\n", (int)n, p);
	free(p);
}

/* A byte or two of a seed changed, left out or put in. */
static size_t
mutate(char text[TEXT_MAX + 2])
{
	static const char bytes[] = "\"\\{}[]:, 019.-+eEntfaN\x01\xff\xc3\n";
	struct str s = str_c(seed[chance(NSEEDS)]);
	size_t n = s.n, at;

	memcpy(text, s.p, n);
	for (unsigned k = 0; k < 1 + chance(2) && n; k++) {
		at = chance((unsigned)n);
		switch (chance(3)) {
		case 0:
			memmove(text + at, text + at + 1, --n - at);
			break;
		case 1:
			memmove(text + at + 1, text + at, n++ - at);
			/* FALLTHROUGH */
		default:
			text[at] = bytes[chance(sizeof(bytes) - 1)];
		}
	}
	return n;
}

int
main(void)
{
	struct scan s = { 0 };
	char text[TEXT_MAX + 2];

	for (size_t i = 0; i < NSEEDS; i++)
		for (size_t n = 0; n <= strlen(seed[i]); n++)
			compare(&s, seed[i], n);
	for (unsigned i = 0; i < 200000; i++)
		compare(&s, text, mutate(text));
	scan_free(&s);
	UNIT_END;
}
