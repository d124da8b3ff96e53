/*
 * What the two halves of the lexer share. Nobody else includes this.
 */
#ifndef RULES_LEXCHAR_H
#define RULES_LEXCHAR_H

#include "rules/lex.h"

static inline bool
lex_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    str_is_digit(c);
}

/* The token is an error at p. */
void lex_fail(struct lex *l, const char *p, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Reads what stands between two marks (" or `), escapes resolved as in JSON
 * and by a backslash before the mark itself. l->p is behind the first mark,
 * and is left behind the second. False after lex_fail.
 */
bool lex_quoted(struct lex *l, char mark, struct str *text);

#endif
