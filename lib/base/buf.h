/*
 * A growing buffer of bytes. A zeroed one is a valid empty one; the owner
 * calls buf_free. The bytes move when it grows: keep offsets, not pointers.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <string.h>

#include "base/str.h"

struct buf {
	char *p;
	size_t n;		/* bytes in use */
	size_t cap;
};

/* Makes room for n more bytes and returns where they go; b->n stays. */
char *buf_room_slow(struct buf *b, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_free(struct buf *b);

static inline char *
buf_room(struct buf *b, size_t n)
{
	return b->cap - b->n >= n && b->p ? b->p + b->n : buf_room_slow(b, n);
}

static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	char *to = buf_room(b, n);

	if (n)
		memcpy(to, p, n);
	b->n += n;
}

static inline void
buf_puts(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

static inline void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

/* A string literal. */
#define buf_lit(b, lit) buf_put(b, "" lit, sizeof(lit) - 1)

static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

static inline void
buf_reset(struct buf *b)
{
	b->n = 0;
}

#endif
