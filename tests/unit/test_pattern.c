/*
 * Patterns against texts that are not ASCII, and not UTF-8: the code of the
 * JIT gives what the interpreter gives.
 */
#include <stdio.h>

#include "base/buf.h"
#include "rules/pattern.h"
#include "unit.h"

static const char *const classes[] = {
	"\\S", "\\s", "\\w", "\\W", "\\d", "\\D", "\\h", "\\H", "\\v", "\\V",
	"\\N", "\\R", "\\X", ".", "[^ ]", "[^a]", "[^\\s]", "[\\S]", "[\\D]",
	"[\\W]", "[^\\W]", "[^\\d]", "[\\w\\s]", "[a-z]", "[^a-z]", "\\p{L}",
	"\\P{L}", "\\p{Lu}", "[[:alpha:]]", "[[:^alpha:]]", "[^[:space:]]",
	"[[:punct:]]", "\\b.", "\\B.", "\xc3\xa7", "[\xc3\xa0-\xc3\xbf]",
	"[^\xc3\xa7]", "(?:\\S|\\s)", "(?=\\S).", "(?<=\\W)\\S",
};

/* What stands before and behind a class. */
static const char *const frames[][2] = {
	{ "", "" }, { "^", "" }, { "", "$" }, { "^", "+$" }, { "^(", "*)$" },
	{ "x", "y" }, { "(", "+)\\z" }, { "(", "+?)y" }, { "(?i)", "" },
	{ "(?s)", "{2}" }, { "a(", "*)b" },
};

static const char *const subjects[] = {
	"\xc3\xa7", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "a", "1", " ", "",
	"\xc2\xa0", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\x83", "\xc3\x87",
	"x\xc3\xa7y", "\xc3\xa7\xc3\xa7", "a\xe6\x97\xa5\xe6\x9c\xac" "b",
	"gr\xc3\xbc\xc3\x9f dich", "e\xcc\x81", "\xd9\xa3", "x y", "a\nb",
	"GET /caf\xc3\xa9?x=\xc3\xbc HTTP/1.1", "\xef\xbf\xbd",
	/* No UTF-8. */
	"\xff", "\xc3", "a\xff" "b", "\xc3\xa7\xff\xc3\xa7", "x\xed\xa0\x80y",
	"\xc3\xa7\xe2\x82",
};

enum { CLASSES = sizeof(classes) / sizeof(*classes),
	FRAMES = sizeof(frames) / sizeof(*frames),
	SUBJECTS = sizeof(subjects) / sizeof(*subjects) };

static struct pattern *
made(const char *re)
{
	struct pattern_error e;
	struct pattern *p = pattern_new(str_c(re), &e);

	if (!CHECK(p != NULL))
		fprintf(stderr, "/%s/: %s\n", re, e.text);
	return p;
}

/* What a subject gives: found or not, the match and its first group. */
static void
put_match(struct buf *b, const struct pattern *p, struct matcher *m,
    struct str s)
{
	char room[1024];
	size_t n = sizeof(room);
	enum pattern_result found = pattern_match(p, m, s);

	buf_reset(b);
	buf_printf(b, "%d", found);
	for (unsigned g = 0; found == PATTERN_YES && g <= pattern_groups(p);
	    g++)
		buf_printf(b, " <%.*s>", STR_ARG(matcher_group(m, s, g)));
	if (pattern_replace(p, m, s, STR("<$0>"), room, &n) == PATTERN_YES)
		buf_puts(b, str_of(room, n));
}

static size_t
compare(const char *re, struct matcher *m)
{
	static const char slow[] = "(*NO_JIT)";
	char text[128];
	struct pattern *jit, *plain;
	struct buf a = { 0 }, b = { 0 };
	size_t found = 0;

	snprintf(text, sizeof(text), "%s%s", slow, re);
	jit = made(re);
	plain = made(text);
	for (size_t i = 0; jit && plain && i < SUBJECTS; i++) {
		put_match(&a, jit, m, str_c(subjects[i]));
		put_match(&b, plain, m, str_c(subjects[i]));
		if (!CHECK(str_eq(buf_str(&a), buf_str(&b))))
			fprintf(stderr, "/%s/ on %zu: %.*s, not %.*s\n", re,
			    i, STR_ARG(buf_str(&a)), STR_ARG(buf_str(&b)));
		found += a.p[0] == '0' + PATTERN_YES;
	}
	pattern_destroy(jit);
	pattern_destroy(plain);
	buf_free(&a);
	buf_free(&b);
	return found;
}

static void
test_interpreter(void)
{
	struct matcher *m = matcher_new();
	char re[64];
	size_t found = 0;

	for (size_t i = 0; i < CLASSES; i++)
		for (size_t k = 0; k < FRAMES; k++) {
			snprintf(re, sizeof(re), "%s%s%s", frames[k][0],
			    classes[i], frames[k][1]);
			found += compare(re, m);
		}
	CHECK(found > CLASSES * FRAMES * SUBJECTS / 5);
	matcher_destroy(m);
}

/* What PCRE2's pages say of them; \w, \d, \s and \b are of ASCII. */
static void
test_rows(void)
{
	static const struct {
		const char *re, *subject;
		bool yes;
	} rows[] = {
		{ "^\\S+$", "\xc3\xa7", true },
		{ "^\\W$", "\xe2\x82\xac", true },
		{ "^\\D$", "\xf0\x9f\x98\x80", true },
		{ "^[^ ]$", "\xc3\xa7", true },
		{ "^.$", "\xc3\xa7", true },
		{ "^..$", "\xc3\xa7", false },
		{ "\\w", "\xc3\xa7", false },
		{ "\\d", "\xd9\xa3", false },
		{ "\\s", "\xc2\xa0", false },
		{ "^\\p{L}+$", "\xc3\xa7\xe6\x97\xa5", true },
		{ "(?i)^\xc3\x87$", "\xc3\xa7", true },
		{ "(*UCP)^\\w$", "\xc3\xa7", true },
		{ "^GET \\S+ HTTP", "GET /caf\xc3\xa9 HTTP/1.1", true },
		{ "\\S", "\xff", false },
		{ ".", "\xc3", false },
		{ "a", "\xff" "a", true },
		{ "a.b", "a\xff" "b", false },
		{ "\xc3\xa7$", "\xff\xc3\xa7", true },
	};
	struct matcher *m = matcher_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pattern *p = made(rows[i].re);

		if (p)
			unit_row(CHECK_INT(pattern_match(p, m,
			    str_c(rows[i].subject)), rows[i].yes ?
			    PATTERN_YES : PATTERN_NO), i);
		pattern_destroy(p);
	}
	matcher_destroy(m);
}

int
main(void)
{
	test_interpreter();
	test_rows();
	UNIT_END;
}
