/*
 * Cuts rules into statements and tokens. It knows no keyword: which words
 * mean something is for the grammar to say. Strings and patterns are read in
 * lextext.c.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/num.h"
#include "event/fields.h"
#include "rules/lexchar.h"

static struct rules_place
place(const struct lex *l, const char *p)
{
	return (struct rules_place){ l->source, p };
}

struct rules_place
lex_place(const struct lex *l)
{
	return place(l, l->token.raw.p);
}

void
lex_fail(struct lex *l, const char *p, const char *fmt, ...)
{
	char text[RULES_MESSAGE_MAX];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	errors_add(l->errors, place(l, p), "%s", text);
	l->token.kind = LEX_ERROR;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
line_end(const char *p, const char *end)
{
	const char *q = memchr(p, '\n', (size_t)(end - p));

	return q ? q + 1 : end;
}

/* Whether the line at p holds only white space or a comment. */
static bool
is_blank(const char *p, const char *end)
{
	while (p < end && *p != '\n' && is_space(*p))
		p++;
	return p == end || *p == '\n' || *p == '#';
}

bool
lex_statement(struct lex *l)
{
	const char *p = l->end;
	const char *end = l->source->text.p + l->source->text.n;

	while (p < end && is_blank(p, end))
		p = line_end(p, end);
	if (p == end)
		return false;
	if (is_space(*p)) {
		errors_add(l->errors, place(l, p),
		    "a statement begins in the first column");
		errors_hint(l->errors, "a line with white space before it "
		    "goes on with the statement above");
	}
	l->p = l->before = p;
	l->token = (struct lex_token){ .raw = str_of(p, 0) };
	buf_reset(&l->words);
	do
		p = line_end(p, end);
	while (p < end && (is_space(*p) || is_blank(p, end)));
	l->end = p;
	lex_next(l);
	return true;
}

static void
skip_space(struct lex *l)
{
	while (l->p < l->end) {
		if (*l->p == '#')
			l->p = line_end(l->p, l->end);
		else if (is_space(*l->p))
			l->p++;
		else
			break;
	}
}

static char
peek(const struct lex *l, size_t i)
{
	return (size_t)(l->end - l->p) > i ? l->p[i] : '\0';
}

static void
skip_name(struct lex *l)
{
	while (lex_is_name(peek(l, 0)))
		l->p++;
}

static bool
path_part(struct lex *l, struct str *part)
{
	const char *from = l->p;

	if (peek(l, 0) == '`') {
		l->p++;
		l->token.kind = LEX_PATH;
		return lex_quoted(l, '`', part);
	}
	skip_name(l);
	*part = str_of(from, (size_t)(l->p - from));
	return true;
}

/* A field's dots must be followed by a part at once: "a." is an error. */
static void
path(struct lex *l)
{
	struct str part[FIELDS_DEPTH_MAX], *copy;
	size_t n = 0;

	l->token.kind = LEX_WORD;
	for (;;) {
		if (n == FIELDS_DEPTH_MAX) {
			lex_fail(l, l->token.raw.p,
			    "a field has at most %d parts", FIELDS_DEPTH_MAX);
			return;
		}
		if (!path_part(l, &part[n++]))
			return;
		if (peek(l, 0) != '.' ||
		    !(lex_is_name(peek(l, 1)) || peek(l, 1) == '`'))
			break;
		l->token.kind = LEX_PATH;
		l->p++;
	}
	copy = arena_new(l->arena, n, sizeof(*copy));
	memcpy(copy, part, n * sizeof(*copy));
	l->token.part = copy;
	l->token.nparts = n;
}

static void
skip_digits(struct lex *l)
{
	while (str_is_digit(peek(l, 0)))
		l->p++;
}

static void
number(struct lex *l)
{
	const char *from = l->p;
	size_t sign;

	l->token.kind = LEX_NUMBER;
	skip_digits(l);
	if (peek(l, 0) == '.' && str_is_digit(peek(l, 1))) {
		l->p++;
		skip_digits(l);
	}
	sign = peek(l, 1) == '+' || peek(l, 1) == '-';
	if ((peek(l, 0) | 0x20) == 'e' && str_is_digit(peek(l, 1 + sign))) {
		l->p += 1 + sign;
		skip_digits(l);
	}
	num_double(str_of(from, (size_t)(l->p - from)), &l->token.num);
	if (!isfinite(l->token.num))
		lex_fail(l, from, "the number is out of range");
	if (lex_is_name(peek(l, 0)) || peek(l, 0) == '.') {
		l->token.kind = LEX_UNITS;
		while (lex_is_name(peek(l, 0)) || peek(l, 0) == '.')
			l->p++;
	}
}

static const struct {
	char text[3];
	enum lex_kind kind;
} marks[] = {
	/* Those of two characters come first. */
	{ "==", LEX_EQ }, { "!=", LEX_NE }, { "<=", LEX_LE }, { ">=", LEX_GE },
	{ "!~", LEX_MATCHES_NOT }, { "<", LEX_LT }, { ">", LEX_GT },
	{ "~", LEX_MATCHES }, { "=", LEX_ASSIGN }, { "+", LEX_PLUS },
	{ "-", LEX_MINUS }, { "*", LEX_STAR }, { "/", LEX_SLASH },
	{ "%", LEX_PERCENT }, { "(", LEX_OPEN }, { ")", LEX_CLOSE },
	{ ",", LEX_COMMA }, { "[", LEX_OPEN_SQUARE },
	{ "]", LEX_CLOSE_SQUARE }, { "{", LEX_OPEN_CURLY },
	{ "}", LEX_CLOSE_CURLY },
};

static void
stray(struct lex *l)
{
	unsigned char c = (unsigned char)*l->p;
	const char *from = l->p++;

	while ((peek(l, 0) & 0xc0) == 0x80)
		l->p++;
	if (c < 0x20 || c == 0x7f)
		lex_fail(l, from, "unexpected control character 0x%02x", c);
	else
		lex_fail(l, from, "unexpected character \"%.*s\"",
		    (int)(l->p - from), from);
	if (c == '\'')
		errors_hint(l->errors, "texts stand in double quotes");
	else if (c == '&' || c == '|' || c == '!')
		errors_hint(l->errors, "conditions have the words and, or, "
		    "not");
	else if (c == '@' || c == '$' || c >= 0x80)
		errors_hint(l->errors,
		    "such a field's name stands in backquotes");
}

static void
mark(struct lex *l)
{
	struct str rest = str_of(l->p, (size_t)(l->end - l->p));

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_starts(rest, str_c(marks[i].text))) {
			l->token.kind = marks[i].kind;
			l->p += strlen(marks[i].text);
			return;
		}
	stray(l);
}

static void
set_raw(struct lex *l, const char *from)
{
	l->token.raw = str_of(from, (size_t)(l->p - from));
	if (l->token.kind != LEX_STRING && l->token.kind != LEX_PATTERN)
		l->token.text = l->token.raw;
}

/* The token at hand is settled: it joins the words. */
static void
pass(struct lex *l)
{
	struct str raw = l->token.raw;

	if (!raw.n)
		return;
	if (l->words.n && raw.p != l->before)
		buf_putc(&l->words, ' ');
	buf_puts(&l->words, raw);
	l->before = raw.p + raw.n;
}

/* False at the end of the statement. */
static bool
begin(struct lex *l)
{
	pass(l);
	skip_space(l);
	l->token = (struct lex_token){ .kind = LEX_END,
	    .raw = str_of(l->p == l->end ? l->before : l->p, 0) };
	return l->p < l->end;
}

void
lex_next(struct lex *l)
{
	const char *from;

	if (!begin(l))
		return;
	from = l->p;
	if (*from == '"') {
		l->p++;
		l->token.kind = LEX_STRING;
		lex_quoted(l, '"', &l->token.text);
	} else if (str_is_digit(*from)) {
		number(l);
	} else if (lex_is_name(*from) || *from == '`') {
		path(l);
	} else {
		mark(l);
	}
	set_raw(l, from);
}

static bool
is_metric(char c)
{
	return lex_is_name(c) || c == ':' || c == '.';
}

void
lex_name(struct lex *l)
{
	const char *from;

	if (!begin(l))
		return;
	from = l->p;
	while (is_metric(peek(l, 0)))
		l->p++;
	if (l->p == from) {
		lex_next(l);
		return;
	}
	l->token.kind = LEX_NAME;
	set_raw(l, from);
}

bool
lex_is(const struct lex *l, const char *word)
{
	return l->token.kind == LEX_WORD &&
	    str_eq(l->token.raw, str_c(word));
}
