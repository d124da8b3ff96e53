/*
 * The first pass over JSON text: finds the bytes that matter in blocks of 64
 * (quotes, and outside of strings brackets, colons, commas; newlines frame
 * lines), so that the reader jumps from one to the next. It judges nothing.
 *
 * A raw newline always ends a string, so damage stays in its line.
 */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"

enum {
	SCAN_BLOCK = 64,		/* bytes classified at a time */
	SCAN_TEXT_MAX = 0x7fffffff,	/* bytes of one indexed text */
};

/* A newline: its offset, and how many of pos[] lie before it. */
struct scan_line {
	uint32_t at, npos;
};

/* The index of one text. Zeroed it is empty; scan_free releases it. */
struct scan {
	uint32_t *pos;		/* offsets, ascending */
	char *mark;		/* the bytes there */
	size_t npos;
	struct scan_line *line;	/* the newlines, ascending */
	size_t nlines;
	uint64_t *special;	/* one a block: bit i is set where its byte i
				 * is within a string (or is the newline that
				 * cuts it) and a backslash, < 0x20 or >= 0x80 */
	uint64_t *doubt;	/* those of special[], without the ones of
				 * escapes of one letter that are right */
	uint64_t *loose;	/* the same for the bytes outside of strings
				 * that are no entry, no newline and no space:
				 * those of numbers, say */
	size_t cap;		/* text bytes that there is room for */
};

/*
 * A way to do it. `index` fills a scan that has room for n bytes, from a text
 * that begins at the start of a line; it reads nothing outside of p[0..n).
 */
struct scan_kernel {
	const char *name;
	bool (*usable)(void);	/* whether this processor can */
	void (*index)(struct scan *s, const char *p, size_t n);
	size_t (*runs)(const struct scan *s, size_t from, size_t to);
};

/* All kernels of this build, best first; the portable one is last. */
extern const struct scan_kernel *const scan_kernels[];
extern const size_t scan_nkernels;

/*
 * Chooses the kernel for the process: the best usable one, or the one that
 * `name` (the variable MLOG_SCAN; NULL or "" for none) names. An unknown or
 * unusable name is a fault.
 */
bool scan_choose(const char *name, struct fault *f);

/* Indexes a text of at most SCAN_TEXT_MAX bytes, replacing what s held. */
void scan_index(struct scan *s, const char *p, size_t n);
void scan_free(struct scan *s);
/*
 * How many runs of loose bytes there are in the text's part from..to, which is
 * not empty.
 */
size_t scan_runs(const struct scan *s, size_t from, size_t to);

#endif
