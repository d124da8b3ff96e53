/*
 * What the index of a text is, found one byte after the other. It shares no
 * code with lib/json/scan* and is not made fast: the kernels are compared with
 * it.
 */
#ifndef KERNELS_REFERENCE_H
#define KERNELS_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

/* The parts of struct scan, under their names, and room for `cap` bytes. */
struct reference {
	uint32_t *pos;
	char *mark;
	size_t npos;
	uint32_t *line_at, *line_npos;
	size_t nlines;
	uint64_t *special, *doubt, *loose;
	size_t nblocks;
	size_t runs;		/* of loose bytes */
	size_t cap;
};

/* Zeroed before the first use; what it held before is replaced. */
void reference_index(struct reference *r, const char *p, size_t n);
void reference_free(struct reference *r);

#endif
