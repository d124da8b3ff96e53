/*
 * The form of a spooled batch. Where such files lie is spool.c's.
 */
#include <inttypes.h>

#include "base/hash.h"
#include "base/num.h"
#include "otlp/spoolfile.h"

#define MAGIC "mlog-spool 1 "

enum { HASH_DIGITS = 16 };

/* The checksum is of the line in front of it, too. */
static uint64_t
checksum(struct str head, struct str body)
{
	struct hash_state *h = hash_new();
	uint64_t v;

	hash_add(h, head);
	hash_add(h, body);
	v = hash_value(h);
	hash_destroy(h);
	return v;
}

void
spoolfile_put(struct buf *to, const struct batch *b)
{
	size_t from = to->n;
	uint64_t sum;

	buf_printf(to, MAGIC "%s %zu %zu ", batch_kinds[b->signal].name,
	    b->items, b->body.n);
	sum = checksum(str_of(to->p + from, to->n - from), b->body);
	buf_printf(to, "%016" PRIx64 "\n", sum);
	buf_puts(to, b->body);
}

bool
spoolfile_signal(struct str name, enum batch_signal *s)
{
	for (int i = 0; i < BATCH_NSIGNALS; i++) {
		if (str_eq(name, str_c(batch_kinds[i].name))) {
			*s = (enum batch_signal)i;
			return true;
		}
	}
	return false;
}

/* "logs 512 81234 " */
static bool
read_fields(struct batch *b, struct str s)
{
	struct str name, items, length;
	uint64_t n, bytes;

	if (!str_cut(&s, ' ', &name) || !str_cut(&s, ' ', &items) ||
	    !str_cut(&s, ' ', &length) || s.n)
		return false;
	if (!spoolfile_signal(name, &b->signal) || !num_uint64(items, &n) ||
	    !num_uint64(length, &bytes) || n == 0 || n > SIZE_MAX ||
	    bytes != b->body.n)
		return false;
	b->items = (size_t)n;
	return true;
}

bool
spoolfile_get(struct batch *b, struct str file, struct fault *f)
{
	size_t end = str_chr(file, '\n');
	struct str head = str_of(file.p, end), sum;
	struct buf want = { 0 };
	bool ok;

	if (end == file.n || end > SPOOLFILE_HEAD_MAX ||
	    !str_starts(head, STR(MAGIC)) ||
	    end < sizeof(MAGIC) + HASH_DIGITS)
		return fault(f, "no spooled batch, or of another version");
	sum = str_from(head, head.n - HASH_DIGITS);
	head.n -= HASH_DIGITS;
	b->body = str_from(file, end + 1);
	if (!read_fields(b, str_from(head, sizeof(MAGIC) - 1)))
		return fault(f, "cut short, or its first line is damaged");
	buf_printf(&want, "%016" PRIx64, checksum(head, b->body));
	ok = str_eq(sum, buf_str(&want));
	buf_free(&want);
	return ok || fault(f, "the checksum does not fit");
}
