/*
 * The inside of JSON strings: whether it is valid, and what it stands for.
 */
#ifndef JSON_JSTRING_H
#define JSON_JSTRING_H

#include "json/scan.h"

struct jstring_error {
	size_t at;		/* offset in p of the wrong byte */
	const char *what;
};

/* Whether no bit is set from p[first] to p[last], of words a block each. */
static inline bool
jstring_none(const uint64_t *word, size_t first, size_t last)
{
	size_t a = first / SCAN_BLOCK, b = last / SCAN_BLOCK;
	uint64_t from = word[a] & ~UINT64_C(0) << first % SCAN_BLOCK;
	uint64_t to = word[b] & UINT64_MAX >> (SCAN_BLOCK - 1 -
	    last % SCAN_BLOCK);
	/* Whether it is one block or two is chance: no branch asks. */
	uint64_t two = 0 - (uint64_t)(a != b);
	uint64_t bits = (from & to) | ((from | to) & two);

	while (++a < b)
		bits |= word[a];
	return !bits;
}

/*
 * Whether the scan of p found nothing special between the quotes at `open`
 * and `close`: no escapes, control characters or bytes >= 0x80.
 */
static inline bool
jstring_plain(const struct scan *s, size_t open, size_t close)
{
	return jstring_none(s->special, open, close);
}

/*
 * Checks escapes, control characters and UTF-8 of the string between the
 * quotes p[open] and p[close]. What is found is added to *flags
 * (JREAD_ESCAPED, JREAD_BAD_UTF8, JREAD_SURROGATE); invalid UTF-8 is an error
 * only when strict.
 */
bool jstring_check(const struct scan *s, const char *p, size_t open,
    size_t close, bool strict, unsigned *flags, struct jstring_error *e);

/*
 * The same for all strings in p[from..to) at once, which begins and ends
 * outside of any: true when all are right. Then all escapes lie between
 * *first and *last; *first is SIZE_MAX: there is none. False, and both as
 * they were, when there is anything else to be told of one.
 */
bool jstring_check_all(const struct scan *s, const char *p, size_t from,
    size_t to, size_t *first, size_t *last);

#endif
