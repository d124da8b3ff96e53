/*
 * Growth and formatted appending of struct buf; the rest is in the header.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/mem.h"

char *
buf_room_slow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;

	while (cap - b->n < n)
		cap = cap > cap * 2 ? b->n + n : cap * 2;
	b->p = mem_resize(b->p, cap, 1);
	b->cap = cap;
	return b->p + b->n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0) {
		vsnprintf(buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt,
		    again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_free(struct buf *b)
{
	mem_free(b->p);
	*b = (struct buf){ 0 };
}
