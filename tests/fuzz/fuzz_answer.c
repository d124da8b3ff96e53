/*
 * A collector's answer out of any bytes, as each type it may claim to be: the
 * words for the user are short, and hold nothing that a terminal obeys.
 */
#include <stdlib.h>

#include "otlp/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct buf *text)
{
	if (text->n > ANSWER_TEXT_MAX)
		abort();
	for (size_t i = 0; i < text->n; i++)
		if ((unsigned char)text->p[i] < 0x20 || text->p[i] == 0x7f)
			abort();
	buf_reset(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {
		"application/x-protobuf", "application/json", "text/plain",
		"",
	};
	struct str body = str_of((const char *)data, size);
	struct buf text = { 0 };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		answer_rejected(str_c(types[i]), body, &text);
		check(&text);
		answer_reason(str_c(types[i]), body, &text);
		check(&text);
	}
	buf_free(&text);
	return 0;
}
