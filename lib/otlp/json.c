/*
 * The generic walk from a protobuf-c message to jansson's tree. The mapping is
 * protobuf's JSON one with OTLP's exceptions; nothing here knows a signal.
 */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "otlp/json.h"

enum {
	KEY_MAX = 64,		/* bytes of a field's name */
	EXACT_DIGITS = 17,	/* that any double survives */
};

/* Integers up to here are doubles exactly. */
#define EXACT_MAX 9007199254740992.0

struct walk {
	int digits;		/* that the doubles met so far need */
};

static json_t *message(struct walk *w, const ProtobufCMessage *m);

static json_t *
number(struct walk *w, double v)
{
	char text[40];

	if (isnan(v))
		return json_string("NaN");
	if (isinf(v))
		return json_string(v < 0 ? "-Infinity" : "Infinity");
	if (v == floor(v) && fabs(v) < EXACT_MAX && !(v == 0 && signbit(v)))
		return json_integer((json_int_t)v);
	for (; w->digits < EXACT_DIGITS; w->digits++) {
		snprintf(text, sizeof(text), "%.*g", w->digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	return json_real(v);
}

static json_t *
hex(const ProtobufCBinaryData *d)
{
	struct buf b = { 0 };
	json_t *j;

	for (size_t i = 0; i < d->len; i++)
		buf_printf(&b, "%02x", d->data[i]);
	j = json_stringn(b.n ? b.p : "", b.n);
	buf_free(&b);
	return j;
}

static json_t *
base64(const ProtobufCBinaryData *d)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buf b = { 0 };
	json_t *j;

	for (size_t i = 0; i < d->len; i += 3) {
		size_t left = d->len - i;
		unsigned long v = (unsigned long)d->data[i] << 16;

		v |= left > 1 ? (unsigned long)d->data[i + 1] << 8 : 0;
		v |= left > 2 ? (unsigned long)d->data[i + 2] : 0;
		buf_putc(&b, alphabet[v >> 18]);
		buf_putc(&b, alphabet[v >> 12 & 63]);
		buf_putc(&b, left > 1 ? alphabet[v >> 6 & 63] : '=');
		buf_putc(&b, left > 2 ? alphabet[v & 63] : '=');
	}
	j = json_stringn(b.n ? b.p : "", b.n);
	buf_free(&b);
	return j;
}

static bool
is_id(const char *name)
{
	return strcmp(name, "trace_id") == 0 || strcmp(name, "span_id") == 0 ||
	    strcmp(name, "parent_span_id") == 0;
}

static json_t *long_integer(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

static json_t *
long_integer(const char *fmt, ...)
{
	char text[24];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return json_string(text);
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
static json_t *
value(struct walk *w, const ProtobufCFieldDescriptor *d, const void *p)
{
	switch (d->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_ENUM:
		return json_integer(*(const int32_t *)p);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return json_integer(*(const uint32_t *)p);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return long_integer("%" PRId64, *(const int64_t *)p);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return long_integer("%" PRIu64, *(const uint64_t *)p);
	case PROTOBUF_C_TYPE_FLOAT:
		return number(w, (double)*(const float *)p);
	case PROTOBUF_C_TYPE_DOUBLE:
		return number(w, *(const double *)p);
	case PROTOBUF_C_TYPE_BOOL:
		return json_boolean(*(const protobuf_c_boolean *)p);
	case PROTOBUF_C_TYPE_STRING:
		return json_string(*(char *const *)p);
	case PROTOBUF_C_TYPE_BYTES:
		return is_id(d->name) ? hex(p) : base64(p);
	case PROTOBUF_C_TYPE_MESSAGE:
		return message(w, *(const ProtobufCMessage *const *)p);
	}
	return NULL;
}

static json_t *
list(struct walk *w, const ProtobufCFieldDescriptor *d, const char *first,
    size_t n)
{
	json_t *a = json_array();

	for (size_t i = 0; i < n; i++) {
		/* A NULL fails the array as a whole: jansson refuses it. */
		if (json_array_append_new(a,
		    value(w, d, first + i * width(d->type))) != 0) {
			json_decref(a);
			return NULL;
		}
	}
	return a;
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
static const char *
camel(const char *name, char key[KEY_MAX])
{
	size_t n = 0;

	for (; *name && n < KEY_MAX - 1; name++) {
		if (*name == '_' && name[1] >= 'a' && name[1] <= 'z')
			key[n++] = (char)(*++name - 'a' + 'A');
		else
			key[n++] = *name;
	}
	key[n] = '\0';
	return key;
}

static bool
field(struct walk *w, json_t *o, const ProtobufCFieldDescriptor *d,
    const char *m)
{
	const void *p = m + d->offset;
	char key[KEY_MAX];
	json_t *j;

	if (d->label == PROTOBUF_C_LABEL_REPEATED) {
		size_t n = *(const size_t *)(const void *)(m +
		    d->quantifier_offset);

		if (n == 0)
			return true;
		j = list(w, d, *(const char *const *)p, n);
	} else {
		if (!is_set(d, m))
			return true;
		j = value(w, d, p);
	}
	return json_object_set_new(o, camel(d->name, key), j) == 0;
}

static json_t *
message(struct walk *w, const ProtobufCMessage *m)
{
	const ProtobufCMessageDescriptor *d = m->descriptor;
	json_t *o = json_object();

	for (unsigned i = 0; i < d->n_fields; i++) {
		if (!field(w, o, &d->fields[i], (const char *)m)) {
			json_decref(o);
			return NULL;
		}
	}
	return o;
}

static int
put(const char *p, size_t n, void *b)
{
	buf_put(b, p, n);
	return 0;
}

bool
otlpjson_line(struct buf *b, const ProtobufCMessage *m, struct fault *f)
{
	/* 15 digits of a decimal always survive a double. */
	struct walk w = { 15 };
	json_t *j = message(&w, m);
	size_t flags = JSON_COMPACT | JSON_REAL_PRECISION((size_t)w.digits);
	bool ok = j && json_dump_callback(j, put, b, flags) == 0;

	json_decref(j);
	if (!ok)
		return fault(f, "%s: text that is not UTF-8",
		    m->descriptor->short_name);
	buf_putc(b, '\n');
	return true;
}
