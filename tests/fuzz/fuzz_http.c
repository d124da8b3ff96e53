/*
 * The head of an HTTP request out of any bytes. What is accepted has a length
 * within the limits and a path within the head; a head that is cut anywhere
 * asks for more, or is refused by a limit. What it then says of forms and
 * credentials is read too.
 */
#include <stdlib.h>

#include "prom/access.h"
#include "prom/form.h"
#include "prom/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a head that was taken says of forms and credentials. */
static void
use(struct str in, const struct head *h)
{
	static const char *const names[] = { "accept", "accept-encoding" };
	struct access_entry e = { .name = STR("x") };
	struct access a = { .entry = &e, .n = 1 };
	struct buf list[2] = { { 0 }, { 0 } }, type = { 0 };
	struct form form = { 0 };

	if (h->authorization.n && (h->authorization.p < in.p ||
	    h->authorization.p + h->authorization.n > in.p + in.n))
		abort();
	/* Nobody knows what has a digest of zeros. */
	if (access_find(&a, h->authorization))
		abort();
	for (int i = 0; i < 2; i++) {
		head_list(in, str_c(names[i]), &list[i]);
		if (list[i].n > in.n || str_chr(buf_str(&list[i]), '\n') <
		    list[i].n)
			abort();
	}
	form_negotiate(&form, buf_str(&list[0]), buf_str(&list[1]));
	form_type(&type, &form);
	if (type.n == 0 || str_chr(buf_str(&type), '\r') < type.n)
		abort();
	for (int i = 0; i < 2; i++)
		buf_free(&list[i]);
	buf_free(&type);
}

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
	if (code == 200)
		use(str_of(in.p, n), &h);
	return 0;
}
