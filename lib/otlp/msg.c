/*
 * Messages in an arena. What a signal puts into them is in its own file
 * (metrics.c).
 */
#include "json/utf8.h"
#include "otlp/msg.h"

void *
msg_new(struct arena *a, const ProtobufCMessageDescriptor *d)
{
	void *m = arena_new(a, 1, d->sizeof_message);

	protobuf_c_message_init(d, m);
	return m;
}

static bool
is_clean(struct str s)
{
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		if (s.p[i] == '\0' || (n = utf8_span(s.p + i, s.n - i)) == 0)
			return false;
	}
	return true;
}

static void
put_clean(struct buf *b, struct str s)
{
	size_t n;

	for (size_t i = 0; i < s.n; i += n) {
		n = utf8_span(s.p + i, s.n - i);
		if (n && s.p[i] != '\0') {
			buf_put(b, s.p + i, n);
			continue;
		}
		if (n == 0)
			n = utf8_bad_span(s.p + i, s.n - i);
		buf_lit(b, UTF8_REPLACEMENT);
	}
}

char *
msg_text(struct arena *a, struct str s)
{
	struct buf b = { 0 };
	char *copy;

	if (is_clean(s)) {
		copy = arena_new(a, s.n + 1, 1);
		if (s.n)
			memcpy(copy, s.p, s.n);
		return copy;
	}
	put_clean(&b, s);
	copy = arena_new(a, b.n + 1, 1);
	memcpy(copy, b.p, b.n);
	buf_free(&b);
	return copy;
}

Otlp__KeyValue *
msg_attribute(struct arena *a, struct str key, struct str value)
{
	Otlp__KeyValue *kv = msg_new(a, &otlp__key_value__descriptor);

	kv->key = msg_text(a, key);
	kv->value = msg_new(a, &otlp__any_value__descriptor);
	kv->value->value_case = OTLP__ANY_VALUE__VALUE_STRING_VALUE;
	kv->value->string_value = msg_text(a, value);
	return kv;
}

Otlp__KeyValue **
msg_attributes(struct arena *a, const struct snap_label *l, size_t n)
{
	Otlp__KeyValue **kv = arena_new(a, n, sizeof(*kv));

	for (size_t i = 0; i < n; i++)
		kv[i] = msg_attribute(a, l[i].name, l[i].value);
	return kv;
}

Otlp__Resource *
msg_resource(struct arena *a, const struct snap_label *l, size_t n)
{
	Otlp__Resource *r = msg_new(a, &otlp__resource__descriptor);

	r->n_attributes = n;
	r->attributes = msg_attributes(a, l, n);
	return r;
}

Otlp__InstrumentationScope *
msg_scope(struct arena *a, const char *version)
{
	Otlp__InstrumentationScope *s;

	s = msg_new(a, &otlp__instrumentation_scope__descriptor);
	s->name = msg_text(a, STR("mlog"));
	s->version = msg_text(a, str_c(version));
	return s;
}

void
msg_encode(struct buf *b, const ProtobufCMessage *m)
{
	size_t n = protobuf_c_message_get_packed_size(m);

	b->n += protobuf_c_message_pack(m, (uint8_t *)buf_room(b, n));
}
