/*
 * The words of a rules file (mlog-rules.5, "Grammar notes"). One token is
 * read ahead. What a slash means, and how far a metric's name goes, only the
 * grammar knows: it asks for the token to be read again.
 */
#ifndef RULES_LEX_H
#define RULES_LEX_H

#include "rules/errors.h"

enum lex_kind {
	LEX_END,		/* of the statement */
	LEX_ERROR,		/* the error has been added */
	LEX_WORD,		/* a plain name: a word of the language or a
				 * field, as the grammar will have it */
	LEX_PATH,		/* a field with dots or backquotes */
	LEX_NUMBER,
	LEX_UNITS,		/* a number with letters behind it: 10m */
	LEX_STRING,
	LEX_PATTERN,		/* only from lex_pattern */
	LEX_NAME,		/* only from lex_name */
	LEX_EQ, LEX_NE, LEX_LT, LEX_LE, LEX_GT, LEX_GE,
	LEX_MATCHES, LEX_MATCHES_NOT,
	LEX_ASSIGN, LEX_PLUS, LEX_MINUS, LEX_STAR, LEX_SLASH, LEX_PERCENT,
	LEX_OPEN, LEX_CLOSE, LEX_COMMA,
	LEX_OPEN_SQUARE, LEX_CLOSE_SQUARE, LEX_OPEN_CURLY, LEX_CLOSE_CURLY
};

struct lex_token {
	enum lex_kind kind;
	struct str raw;		/* as it is written */
	struct str text;	/* string: without escapes; pattern: what is
				 * between the slashes; else raw */
	double num;
	const struct str *part;	/* word and path: its parts */
	size_t nparts;
};

/* Fill in source, end (where reading begins), arena and errors, and free
 * words at the end. */
struct lex {
	const struct rules_source *source;
	const char *p;		/* behind the token */
	const char *end;	/* of the statement */
	struct lex_token token;
	const char *before;	/* end of the token before it */
	struct buf words;	/* the tokens that have been passed, one
				 * space where there was any between */
	struct arena *arena;	/* for texts and parts */
	struct rules_errors *errors;
};

/*
 * Goes to the next statement and reads its first token; false when there is
 * none. A statement ends before the next line that begins in column 1 and is
 * neither blank nor a comment.
 */
bool lex_statement(struct lex *l);
void lex_next(struct lex *l);
/* The token at hand, a slash, as the beginning of a pattern. */
void lex_pattern(struct lex *l);
/* As lex_next, but letters, digits, '_', ':' and '.' are one LEX_NAME. */
void lex_name(struct lex *l);
/* Whether the token at hand is this word. */
bool lex_is(const struct lex *l, const char *word);
/* The place of the token at hand; the end's is behind the last one. */
struct rules_place lex_place(const struct lex *l);

#endif
