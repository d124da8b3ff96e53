/*
 * A kernel's index of a text, compared with the reference's entry by entry.
 */
#ifndef KERNELS_COMPARE_H
#define KERNELS_COMPARE_H

#include <stdbool.h>

#include "json/scan.h"
#include "tests/kernels/reference.h"

/* A kernel under test. Zero all but the first two. */
struct subject {
	const char *name;
	const struct scan_kernel *kernel;
	struct scan reused;	/* keeps its arrays from text to text */
	uint64_t texts, bytes;	/* compared so far */
};

/*
 * Whether the kernel's index of p[0..n) is r; else what differs first is
 * written to `what`. The text is read where it lies. It is indexed twice:
 * into arrays as large as this text needs, so that a sanitizer sees what is
 * written behind them, and into old ones that hold other things.
 */
bool compare_text(struct subject *s, const struct reference *r,
    const char *p, size_t n, char what[200]);
void compare_free(struct subject *s);

#endif
