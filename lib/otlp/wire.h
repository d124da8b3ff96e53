/*
 * Protobuf's wire format, written as it comes (protocols.md 1): for what is
 * made a million times, where a tree of messages would cost more than all
 * else. Integers in the fewest bytes, as every encoder writes them.
 */
#ifndef OTLP_WIRE_H
#define OTLP_WIRE_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

enum wire_type {
	WIRE_VARINT = 0,
	WIRE_FIXED64 = 1,
	WIRE_BYTES = 2,
	WIRE_FIXED32 = 5,
};

enum { WIRE_VARINT_MAX = 10 };	/* bytes of the longest varint */

/* Bytes of v as a varint. */
static inline size_t
wire_size(uint64_t v)
{
	size_t n = 1;

	while (v >>= 7)
		n++;
	return n;
}

/* Bytes of a field of n bytes below 16, with its tag and length. */
static inline size_t
wire_nested(size_t n)
{
	return 1 + wire_size(n) + n;
}

static inline void
wire_varint(struct buf *b, uint64_t v)
{
	char *p = buf_room(b, WIRE_VARINT_MAX);

	for (; v >= 0x80; v >>= 7)
		*p++ = (char)(v | 0x80);
	*p++ = (char)v;
	b->n = (size_t)(p - b->p);
}

static inline void
wire_tag(struct buf *b, unsigned field, enum wire_type type)
{
	wire_varint(b, (uint64_t)field << 3 | type);
}

static inline void
wire_uint(struct buf *b, unsigned field, uint64_t v)
{
	wire_tag(b, field, WIRE_VARINT);
	wire_varint(b, v);
}

/* A sint32: small ones of either sign are short. */
static inline void
wire_sint(struct buf *b, unsigned field, int32_t v)
{
	wire_uint(b, field, (uint32_t)v << 1 ^ (v < 0 ? UINT32_MAX : 0));
}

static inline void
wire_raw64(struct buf *b, uint64_t v)
{
	char *p = buf_room(b, 8);

	for (int i = 0; i < 8; i++)
		p[i] = (char)(v >> 8 * i);
	b->n += 8;
}

static inline void
wire_fixed64(struct buf *b, unsigned field, uint64_t v)
{
	wire_tag(b, field, WIRE_FIXED64);
	wire_raw64(b, v);
}

static inline void
wire_fixed32(struct buf *b, unsigned field, uint32_t v)
{
	wire_tag(b, field, WIRE_FIXED32);
	for (int i = 0; i < 4; i++)
		buf_putc(b, (char)(v >> 8 * i));
}

static inline uint64_t
wire_bits(double v)
{
	uint64_t u;

	memcpy(&u, &v, sizeof(u));
	return u;
}

static inline void
wire_double(struct buf *b, unsigned field, double v)
{
	wire_fixed64(b, field, wire_bits(v));
}

static inline void
wire_bytes(struct buf *b, unsigned field, struct str s)
{
	wire_tag(b, field, WIRE_BYTES);
	wire_varint(b, s.n);
	buf_puts(b, s);
}

/*
 * A message in a field, whose length is known when it ends: what wire_open
 * returns goes to wire_close, and what was appended between is the message.
 */
static inline size_t
wire_open(struct buf *b, unsigned field)
{
	wire_tag(b, field, WIRE_BYTES);
	buf_room(b, 2);
	b->n += 2;
	return b->n;
}

void wire_close(struct buf *b, size_t at);

/*
 * A string field whose text is made valid for protobuf: a receiver may refuse
 * a whole request for one bad byte. U+FFFD stands for what is not UTF-8, and
 * for NUL, at which many a reader would end the text.
 */
void wire_text(struct buf *b, unsigned field, struct str s);

/* One field as it lies in a message. */
struct wire_field {
	unsigned number;
	enum wire_type type;
	struct str raw;		/* tag and all */
	struct str bytes;	/* WIRE_BYTES: what is in it */
};

/* Cuts the next field off *rest; false at the end, and for what is no field:
 * then *rest is not empty. */
bool wire_next(struct str *rest, struct wire_field *f);

#endif
