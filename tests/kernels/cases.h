/*
 * The texts that the kernels are compared on.
 */
#ifndef KERNELS_CASES_H
#define KERNELS_CASES_H

#include "tests/kernels/check.h"

/* Texts made up for what can go wrong in a block and at its edges. */
void cases_made(struct check *c);

/* A file, whole, and some of its lines: at all alignments, behind 0 to 63
 * other bytes, and cut at every byte. */
void cases_file(struct check *c, const char *p, size_t n);

/* One piece of a text, damaged at random, somewhere between the guards. */
void cases_damaged(struct check *c, const char *p, size_t n);

#endif
