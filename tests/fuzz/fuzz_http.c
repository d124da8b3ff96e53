/*
 * The head of an HTTP request out of any bytes. What is accepted has a length
 * within the limits and a path within the head; a head that is cut anywhere
 * asks for more, or is refused by a limit.
 */
#include <stdlib.h>

#include "prom/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = str_of((const char *)data, size);
	struct head h = { 0 };
	size_t n = 0, less = 0;
	int code = head_length(in, &n);

	if (code != 0 && code != 200 && code != 414 && code != 431)
		abort();
	if (code != 200)
		return 0;
	if (n == 0 || n > size || n > HEAD_MAX)
		abort();
	for (size_t cut = 0; cut < n; cut += 1 + n / 16)
		if (head_length(str_of(in.p, cut), &less) == 200)
			abort();
	code = head_parse(str_of(in.p, n), &h);
	if (code != 200 && code != 400 && code != 501 && code != 505)
		abort();
	/* "http://host" asks for "/", which is no part of it. */
	if (code == 200 && h.path.n && !str_eq(h.path, STR("/")) &&
	    (h.path.p < in.p || h.path.p + h.path.n > in.p + n))
		abort();
	return 0;
}
