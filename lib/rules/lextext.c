/*
 * The texts of a rules file: strings, backquoted names and patterns. What a
 * pattern means is left to pattern.c.
 */
#include <stdint.h>

#include "json/utf8.h"
#include "rules/lexchar.h"

static int
hex_digit(char c)
{
	if (str_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
hex4(const char *p, const char *end, uint32_t *v)
{
	*v = 0;
	if (end - p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		int d = hex_digit(p[i]);

		if (d < 0)
			return false;
		*v = *v << 4 | (uint32_t)d;
	}
	return true;
}

/* l->p is behind "\u"; a pair of surrogates is one character. */
static bool
unicode(struct lex *l, struct buf *b)
{
	const char *from = l->p - 2;
	uint32_t c, low;

	if (!hex4(l->p, l->end, &c)) {
		lex_fail(l, from, "\\u needs four hexadecimal digits");
		return false;
	}
	l->p += 4;
	if (c >= 0xd800 && c < 0xdc00 && l->end - l->p > 2 &&
	    l->p[0] == '\\' && l->p[1] == 'u' &&
	    hex4(l->p + 2, l->end, &low) && low >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		l->p += 6;
	}
	if (c >= 0xd800 && c < 0xe000) {
		lex_fail(l, from, "half a surrogate pair is no character");
		return false;
	}
	utf8_put(b, c);
	return true;
}

static bool
escape(struct lex *l, char mark, struct buf *b)
{
	static const char from[] = "\"\\/nrtbf", to[] = "\"\\/\n\r\t\b\f";
	const char *at = l->p - 1, *q;
	char c = l->p < l->end ? *l->p++ : '\0';

	if (c == 'u')
		return unicode(l, b);
	q = c ? strchr(from, c) : NULL;
	if (q || c == mark) {
		buf_putc(b, q ? to[q - from] : mark);
		return true;
	}
	lex_fail(l, at, "unknown escape in a text");
	errors_hint(l->errors, "write \\\\ for a backslash");
	return false;
}

static bool
quoted(struct lex *l, char mark, struct buf *b)
{
	const char *from = l->p - 1;

	while (l->p < l->end && *l->p != mark && *l->p != '\n') {
		char c = *l->p++;

		if (c != '\\')
			buf_putc(b, c);
		else if (!escape(l, mark, b))
			return false;
	}
	if (l->p == l->end || *l->p == '\n') {
		lex_fail(l, from, "%s is not ended on its line",
		    mark == '"' ? "a text" : "a name in backquotes");
		return false;
	}
	l->p++;
	return true;
}

bool
lex_quoted(struct lex *l, char mark, struct str *text)
{
	struct buf b = { 0 };
	bool ok = quoted(l, mark, &b);

	if (ok)
		*text = arena_str(l->arena, buf_str(&b));
	buf_free(&b);
	return ok;
}

/*
 * Behind the "[" of a set: to behind its "]". As in PCRE2 a "]" in the first
 * place is a member, and [:alpha:] is one.
 */
static const char *
skip_set(const char *p, const char *end)
{
	if (p < end && *p == '^')
		p++;
	if (p < end && *p == ']')
		p++;
	for (; p < end && *p != ']' && *p != '\n'; p++) {
		if (*p == '\\' && p + 1 < end && p[1] != '\n') {
			p++;
		} else if (*p == '[' && p + 1 < end && p[1] == ':') {
			const char *q = p + 2;

			while (q < end && *q >= '^' && *q <= 'z')
				q++;
			if (q + 1 < end && q[0] == ':' && q[1] == ']')
				p = q + 1;
		}
	}
	return p < end && *p == ']' ? p + 1 : p;
}

void
lex_pattern(struct lex *l)
{
	const char *from = l->token.raw.p, *p = from + 1;

	while (p < l->end && *p != '/' && *p != '\n') {
		if (*p == '[')
			p = skip_set(p + 1, l->end);
		else if (*p == '\\' && p + 1 < l->end && p[1] != '\n')
			p += 2;
		else
			p++;
	}
	if (p == l->end || *p == '\n') {
		lex_fail(l, from, "a pattern is not ended on its line");
		l->p = p;
		return;
	}
	l->p = p + 1;
	l->token.kind = LEX_PATTERN;
	l->token.raw = str_of(from, (size_t)(l->p - from));
	l->token.text = arena_str(l->arena,
	    str_of(from + 1, (size_t)(p - from - 1)));
	if (l->p < l->end && lex_is_name(*l->p)) {
		lex_fail(l, l->p, "letters directly behind a pattern");
		errors_hint(l->errors,
		    "options stand in the pattern, as in /(?i)ok/");
	}
}
