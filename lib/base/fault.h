/*
 * What went wrong, in words for the user. Functions of lib/ that can fail
 * return bool and take a struct fault last; cmd/ prints it.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

enum {
	FAULT_TEXT_MAX = 1024,	/* bytes kept of a message, the rest is cut */
};

/* The exit codes of all commands (architecture.md). */
enum {
	EXIT_OK = 0,		/* all done */
	EXIT_REFUSED = 1,	/* done, something was refused */
	EXIT_FAULT = 2,		/* usage, rules, configuration, I/O */
	EXIT_AGAIN = 75,	/* try again later (EX_TEMPFAIL) */
};

struct fault {
	char text[FAULT_TEXT_MAX];
	bool again;		/* passing: the exit code is 75, not 2 */
	bool pipe;		/* the reader has gone (EPIPE): end silently */
};

/*
 * Each sets the message and returns false, so that a caller can write
 * `return fault(f, ...)`. f may be NULL when nobody wants the words.
 */
bool fault(struct fault *f, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same with ": " and strerror(errno) after it. */
bool fault_errno(struct fault *f, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Puts "words: " in front of the message that is there. Returns false. */
bool fault_within(struct fault *f, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
