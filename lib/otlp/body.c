/*
 * The forms of a request. How they are sent is post.c's.
 */
#include "base/io_pack.h"
#include "otlp/body.h"
#include "otlp/grpc.h"

static bool
put_json(struct buf *b, const struct config *c, struct str request,
    struct fault *f)
{
	if (!batch_json(c->signal, request, b, f))
		return false;
	/* The newline is of the file's form, not of a body. */
	b->n--;
	return true;
}

static bool
make_http(struct body *k, bool gzip, struct fault *f)
{
	if (!gzip)
		return true;
	if (!io_pack(&k->room, k->bytes, IO_PACK_SMALL, f))
		return false;
	k->bytes = buf_str(&k->room);
	return true;
}

static bool
make_grpc(struct body *k, bool gzip, struct fault *f)
{
	size_t n;

	grpc_frame(&k->room, gzip, k->bytes.n);
	if (!gzip) {
		buf_puts(&k->room, k->bytes);
	} else {
		struct buf head = { 0 };

		if (!io_pack(&k->room, k->bytes, IO_PACK_SMALL, f))
			return false;
		n = k->room.n - GRPC_FRAME;
		grpc_frame(&head, true, n);
		memcpy(k->room.p, head.p, GRPC_FRAME);
		buf_free(&head);
	}
	k->bytes = buf_str(&k->room);
	return true;
}

bool
body_make(struct body *k, const struct config *c, struct str request,
    bool gzip, struct fault *f)
{
	buf_reset(&k->room);
	buf_reset(&k->spare);
	k->bytes = request;
	if (c->form == CONFIG_HTTP_JSON) {
		if (!put_json(&k->spare, c, request, f))
			return false;
		k->bytes = buf_str(&k->spare);
	}
	k->plain = k->bytes.n;
	return c->form == CONFIG_GRPC ? make_grpc(k, gzip, f) :
	    make_http(k, gzip, f);
}

void
body_free(struct body *k)
{
	buf_free(&k->room);
	buf_free(&k->spare);
}
