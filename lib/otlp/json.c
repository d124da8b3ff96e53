/*
 * The generic walk from a protobuf-c message to JSON. The mapping is protobuf's
 * JSON one with OTLP's exceptions; nothing here knows a signal. Strings and
 * reals are jansson's to write and to check; around them there is no tree,
 * whose objects would cost more than all else.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "otlp/json.h"

enum {
	SAFE_DIGITS = 15,	/* that always survive a double */
	EXACT_DIGITS = 17,	/* that any double survives */
};

/* Integers up to here are doubles exactly. */
#define EXACT_MAX 9007199254740992.0

static bool message(struct buf *b, const ProtobufCMessage *m);

static int
put(const char *p, size_t n, void *b)
{
	buf_put(b, p, n);
	return 0;
}

/* The value is given away; NULL is what jansson refused to make. */
static bool
put_scalar(struct buf *b, json_t *j, int digits)
{
	bool ok = j && json_dump_callback(j, put, b, JSON_ENCODE_ANY |
	    JSON_REAL_PRECISION((size_t)digits)) == 0;

	json_decref(j);
	return ok;
}

static bool
number(struct buf *b, double v)
{
	char text[40];
	int digits = SAFE_DIGITS;

	if (isnan(v) || isinf(v)) {
		buf_puts(b, str_c(isnan(v) ? "\"NaN\"" :
		    v < 0 ? "\"-Infinity\"" : "\"Infinity\""));
		return true;
	}
	if (v == floor(v) && fabs(v) < EXACT_MAX && !(v == 0 && signbit(v))) {
		num_put_int64(b, (int64_t)v);
		return true;
	}
	for (; digits < EXACT_DIGITS; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	return put_scalar(b, json_real(v), digits);
}

static void
hex(struct buf *b, const ProtobufCBinaryData *d)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < d->len; i++) {
		buf_putc(b, digits[d->data[i] >> 4]);
		buf_putc(b, digits[d->data[i] & 15]);
	}
}

static void
base64(struct buf *b, const ProtobufCBinaryData *d)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < d->len; i += 3) {
		size_t left = d->len - i;
		unsigned long v = (unsigned long)d->data[i] << 16;

		v |= left > 1 ? (unsigned long)d->data[i + 1] << 8 : 0;
		v |= left > 2 ? (unsigned long)d->data[i + 2] : 0;
		buf_putc(b, alphabet[v >> 18]);
		buf_putc(b, alphabet[v >> 12 & 63]);
		buf_putc(b, left > 1 ? alphabet[v >> 6 & 63] : '=');
		buf_putc(b, left > 2 ? alphabet[v & 63] : '=');
	}
}

static bool
is_id(const char *name)
{
	return strcmp(name, "trace_id") == 0 || strcmp(name, "span_id") == 0 ||
	    strcmp(name, "parent_span_id") == 0;
}

static void
bytes(struct buf *b, const char *name, const ProtobufCBinaryData *d)
{
	buf_putc(b, '"');
	if (is_id(name))
		hex(b, d);
	else
		base64(b, d);
	buf_putc(b, '"');
}

/* Bytes of one element of a field of that type, 0 for a type not in use. */
static size_t
width(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_ENUM:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return sizeof(uint32_t);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_FLOAT:
		return sizeof(float);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	}
	return 0;
}

/* The value of a field, or of one element of it, that p points at. */
static bool
value(struct buf *b, const ProtobufCFieldDescriptor *d, const void *p)
{
	switch (d->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_ENUM:
		num_put_int64(b, *(const int32_t *)p);
		return true;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		num_put_uint64(b, *(const uint32_t *)p);
		return true;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		buf_putc(b, '"');
		num_put_int64(b, *(const int64_t *)p);
		buf_putc(b, '"');
		return true;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		buf_putc(b, '"');
		num_put_uint64(b, *(const uint64_t *)p);
		buf_putc(b, '"');
		return true;
	case PROTOBUF_C_TYPE_FLOAT:
		return number(b, (double)*(const float *)p);
	case PROTOBUF_C_TYPE_DOUBLE:
		return number(b, *(const double *)p);
	case PROTOBUF_C_TYPE_BOOL:
		buf_puts(b, str_c(*(const protobuf_c_boolean *)p ? "true" :
		    "false"));
		return true;
	case PROTOBUF_C_TYPE_STRING:
		return put_scalar(b, json_string(*(char *const *)p), 0);
	case PROTOBUF_C_TYPE_BYTES:
		bytes(b, d->name, p);
		return true;
	case PROTOBUF_C_TYPE_MESSAGE:
		return message(b, *(const ProtobufCMessage *const *)p);
	}
	return false;
}

static bool
list(struct buf *b, const ProtobufCFieldDescriptor *d, const char *first,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_putc(b, i ? ',' : '[');
		if (!value(b, d, first + i * width(d->type)))
			return false;
	}
	buf_putc(b, ']');
	return true;
}

/* Whether a field of one value differs from what an absent one means. */
static bool
is_set(const ProtobufCFieldDescriptor *d, const char *m)
{
	static const char zero[sizeof(uint64_t)];
	const char *p = m + d->offset;
	const char *s;

	if (d->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
		return *(const uint32_t *)(const void *)(m +
		    d->quantifier_offset) == d->id;
	switch (d->type) {
	case PROTOBUF_C_TYPE_STRING:
		s = *(char *const *)(const void *)p;
		return s && *s;
	case PROTOBUF_C_TYPE_MESSAGE:
		return *(const void *const *)(const void *)p != NULL;
	case PROTOBUF_C_TYPE_BYTES:
		return ((const ProtobufCBinaryData *)(const void *)p)->len > 0;
	default:
		return memcmp(p, zero, width(d->type)) != 0;
	}
}

/* "as_double" is "asDouble". */
static void
camel(struct buf *b, const char *name)
{
	buf_putc(b, '"');
	for (; *name; name++) {
		if (*name == '_' && name[1] >= 'a' && name[1] <= 'z')
			buf_putc(b, (char)(*++name - 'a' + 'A'));
		else
			buf_putc(b, *name);
	}
	buf_lit(b, "\":");
}

/* How many elements, of a field that has no more than one 0 or 1. */
static size_t
count(const ProtobufCFieldDescriptor *d, const char *m)
{
	if (d->label == PROTOBUF_C_LABEL_REPEATED)
		return *(const size_t *)(const void *)(m +
		    d->quantifier_offset);
	return is_set(d, m);
}

static bool
field(struct buf *b, const ProtobufCFieldDescriptor *d, const char *m,
    size_t n)
{
	const void *p = m + d->offset;

	camel(b, d->name);
	if (d->label == PROTOBUF_C_LABEL_REPEATED)
		return list(b, d, *(const char *const *)p, n);
	return value(b, d, p);
}

static bool
message(struct buf *b, const ProtobufCMessage *m)
{
	const ProtobufCMessageDescriptor *d = m->descriptor;
	bool first = true;
	size_t n;

	buf_putc(b, '{');
	for (unsigned i = 0; i < d->n_fields; i++) {
		n = count(&d->fields[i], (const char *)m);
		if (n == 0)
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		if (!field(b, &d->fields[i], (const char *)m, n))
			return false;
	}
	buf_putc(b, '}');
	return true;
}

bool
otlpjson_line(struct buf *b, const ProtobufCMessage *m, struct fault *f)
{
	size_t before = b->n;

	if (!message(b, m)) {
		b->n = before;
		return fault(f, "%s: text that is not UTF-8",
		    m->descriptor->short_name);
	}
	buf_putc(b, '\n');
	return true;
}
