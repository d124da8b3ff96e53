/*
 * One text through all kernels under test.
 */
#ifndef KERNELS_CHECK_H
#define KERNELS_CHECK_H

#include "tests/kernels/compare.h"
#include "tests/kernels/room.h"

enum { CHECK_SUBJECTS_MAX = 16, CHECK_TEXT_MAX = 64 * 1024 };

struct check {
	struct subject subject[CHECK_SUBJECTS_MAX];
	size_t nsubjects;
	struct reference want;
	struct room room;	/* CHECK_TEXT_MAX bytes and more */
	const char *name;	/* of the case at hand, for messages */
	uint64_t seed;		/* of check_random; not 0 */
	bool quiet;
};

void check_init(struct check *c, uint64_t seed);
void check_free(struct check *c);
/* Adds a kernel under a name, or says on stdout that it cannot run. */
void check_add(struct check *c, const char *name,
    const struct scan_kernel *k);

/*
 * The text as it lies. The first kernel that differs, or touches what it must
 * not, is named with the text on stderr, and the program ends with 1.
 */
void check_text(struct check *c, const char *p, size_t n);
/* A copy that ends, and one that begins, at an inaccessible page. */
void check_edges(struct check *c, const char *p, size_t n);

/* A number below n, the same ones after the same seed. */
size_t check_random(struct check *c, size_t n);

#endif
