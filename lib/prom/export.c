/*
 * The forms in one place: who wants an exposition does not know how it is
 * made.
 */
#include <unistd.h>

#include "base/io.h"
#include "base/io_pack.h"
#include "base/replace.h"
#include "prom/export.h"
#include "prom/openmetrics.h"
#include "prom/protobuf.h"
#include "prom/text.h"

static void (*const writers[FORM_NKINDS])(struct buf *b, const struct snap *s,
    const struct form *form) = {
	[FORM_TEXT] = text_write,
	[FORM_OPENMETRICS] = openmetrics_write,
	[FORM_PROTOBUF] = protobuf_write,
};

bool
export_render(struct buf *b, const struct snap *s, const struct form *form,
    struct fault *f)
{
	struct buf plain = { 0 };
	bool ok;

	if (!form->gzip) {
		writers[form->kind](b, s, form);
		return true;
	}
	writers[form->kind](&plain, s, form);
	ok = io_pack(b, buf_str(&plain), IO_PACK_FAST, f);
	buf_free(&plain);
	return ok;
}

struct stream {
	struct out out;
	struct fault *f;
	bool ok;
};

static void
drain(struct buf *b, void *arg)
{
	struct stream *s = arg;

	s->ok = s->ok && out_room(&s->out, s->f);
	if (!s->ok)
		buf_reset(b);
}

/* A pipe takes it while it is made: half of the memory is not needed. */
static bool
to_stdout(const struct snap *s, const struct form *form, struct fault *f)
{
	struct stream to = { .f = f, .ok = true };
	struct form flowing = *form;

	out_init(&to.out, STDOUT_FILENO, "standard output");
	if (!form->gzip) {
		flowing.drain = drain;
		flowing.arg = &to;
	}
	to.ok = export_render(&to.out.buf, s, &flowing, f) && to.ok;
	if (to.ok)
		return out_close(&to.out, f);
	buf_free(&to.out.buf);
	return false;
}

bool
export_file(const struct snap *s, const struct form *form, const char *path,
    struct fault *f)
{
	struct buf text = { 0 };
	bool ok;

	if (!path || strcmp(path, "-") == 0)
		return to_stdout(s, form, f);
	ok = export_render(&text, s, form, f);
	ok = ok && replace_output(path, buf_str(&text), f);
	buf_free(&text);
	return ok;
}
