/*
 * The inside of JSON strings: whether it is valid, and what it stands for.
 */
#ifndef JSON_JSTRING_H
#define JSON_JSTRING_H

#include "base/str.h"

struct jstring_error {
	size_t at;		/* offset of the wrong byte */
	const char *what;
};

/*
 * Checks escapes, control characters and UTF-8. What is found is added to
 * *flags (JREAD_ESCAPED, JREAD_BAD_UTF8, JREAD_SURROGATE); invalid UTF-8 is
 * an error only when strict.
 */
bool jstring_check(struct str inside, bool strict, unsigned *flags,
    struct jstring_error *e);

#endif
