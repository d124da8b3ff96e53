/*
 * Any bytes through every kernel that this processor can run: the index is
 * the byte-by-byte reference's, wherever the text lies.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/kernels/compare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
all_kernels(const char *p, size_t n)
{
	struct reference want = { 0 };
	char what[200];

	reference_index(&want, p, n);
	for (size_t i = 0; i < scan_nkernels; i++) {
		struct subject s = { .name = scan_kernels[i]->name,
			.kernel = scan_kernels[i] };

		if (!s.kernel->usable())
			continue;
		if (!compare_text(&s, &want, p, n, what)) {
			fprintf(stderr, "%s: %s\n", s.name, what);
			abort();
		}
		compare_free(&s);
	}
	reference_free(&want);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t at = size ? data[0] % SCAN_BLOCK : 0;
	/* Of its own size: what is read behind the text is found. */
	char *p = malloc(at + size + !size);

	if (!p)
		return 0;
	memset(p, '"', at);
	if (size)
		memcpy(p + at, data, size);
	all_kernels(p + at, size);
	free(p);
	return 0;
}
