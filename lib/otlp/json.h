/*
 * OTLP/JSON: any OTLP message as one line of JSON (protocols.md 2.2), which is
 * also the OTLP file format. It walks protobuf-c's descriptors, so a message
 * that is added to otlp.proto needs nothing here.
 */
#ifndef OTLP_JSON_H
#define OTLP_JSON_H

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"
#include "base/fault.h"

/*
 * Appends m and a newline. Keys are lowerCamelCase, 64-bit integers strings,
 * enums integers, NaN and infinities strings, trace and span ids hexadecimal,
 * other bytes base64; what is unset is left out. Fails only for text that is
 * not UTF-8; b is then as it was.
 */
bool otlpjson_line(struct buf *b, const ProtobufCMessage *m, struct fault *f);

#endif
