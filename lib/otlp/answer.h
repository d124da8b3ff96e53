/*
 * What a collector says in the body of an answer. All of it is a stranger's
 * text: it is read within limits and cleaned before a user sees it.
 */
#ifndef OTLP_ANSWER_H
#define OTLP_ANSWER_H

#include <stdint.h>

#include "base/buf.h"

enum {
	ANSWER_MAX = 4 * 1024 * 1024,	/* bytes of a body, unpacked */
	ANSWER_TEXT_MAX = 300,		/* bytes of it that are shown */
};

/*
 * The body of a 2xx answer: how many items were refused, and the words for it
 * (cleaned; appended to text). An empty or unreadable body, or one that is
 * neither protobuf nor JSON, means that all was taken.
 */
uint64_t answer_rejected(struct str type, struct str body, struct buf *text);

/*
 * The body of an answer that refuses, in words: the message of a
 * google.rpc.Status in protobuf or JSON, else the first line of plain text.
 * Appends nothing when there is none.
 */
void answer_reason(struct str type, struct str body, struct buf *text);

/*
 * Appends s in at most ANSWER_TEXT_MAX bytes of valid UTF-8, with spaces for
 * control characters (a terminal obeys them; C1 ones and the bidirectional
 * controls too).
 */
void answer_clean(struct buf *b, struct str s);

#endif
