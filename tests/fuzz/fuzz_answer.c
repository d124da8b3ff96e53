/*
 * A collector's answer out of any bytes, as each type it may claim to be, and
 * as the fields and the message of gRPC: the words for the user are short,
 * and hold nothing that a terminal obeys. And a file of the spool.
 */
#include <stdlib.h>

#include "otlp/answer.h"
#include "otlp/grpc.h"
#include "otlp/spoolfile.h"

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

static void
grpc(struct str body, struct buf *text)
{
	struct grpc_answer g = { 0 };
	struct str rest = body, line;

	grpc_reset(&g);
	while (str_cut(&rest, '\n', &line))
		grpc_field(&g, line);
	if (g.message.n > GRPC_MESSAGE_MAX || g.retry_delay < -1)
		abort();
	answer_clean(text, buf_str(&g.message));
	check(text);
	if (grpc_message(body, &line)) {
		if (line.n > body.n)
			abort();
		answer_rejected(STR("application/x-protobuf"), line, text);
		check(text);
	}
	grpc_free(&g);
}

/* What is taken for a batch is written as it was read. */
static void
spooled(struct str file)
{
	struct buf again = { 0 };
	struct batch b;

	if (!spoolfile_get(&b, file, NULL))
		return;
	spoolfile_put(&again, &b);
	if (!str_eq(buf_str(&again), file))
		abort();
	buf_free(&again);
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
	grpc(body, &text);
	spooled(body);
	buf_free(&text);
	return 0;
}
