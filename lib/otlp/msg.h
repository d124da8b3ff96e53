/*
 * What every signal needs to make OTLP messages: structs in an arena, text
 * that is valid, attributes, the encoding. Messages are protobuf-c's; those
 * made here are never given to its free functions.
 */
#ifndef OTLP_MSG_H
#define OTLP_MSG_H

#include "base/arena.h"
#include "base/buf.h"
#include "otlp.pb-c.h"
#include "snapshot/snap.h"

/* An empty message of that kind; the arena owns it. */
void *msg_new(struct arena *a, const ProtobufCMessageDescriptor *d);

/*
 * A NUL-terminated copy in valid UTF-8, as protobuf asks of a string: a
 * receiver may refuse a whole request for one bad byte. U+FFFD stands for
 * what is invalid, and for NUL.
 */
char *msg_text(struct arena *a, struct str s);

/* An attribute whose value is a string; and an array of them. */
Otlp__KeyValue *msg_attribute(struct arena *a, struct str key,
    struct str value);
Otlp__KeyValue **msg_attributes(struct arena *a, const struct snap_label *l,
    size_t n);

Otlp__Resource *msg_resource(struct arena *a, const struct snap_label *l,
    size_t n);
/* The scope of all that mlog sends: name "mlog" and its version. */
Otlp__InstrumentationScope *msg_scope(struct arena *a, const char *version);

/* Appends the encoded message. */
void msg_encode(struct buf *b, const ProtobufCMessage *m);

#endif
