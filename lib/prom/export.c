/*
 * The forms in one place: who wants an exposition does not know how it is
 * made.
 */
#include "base/replace.h"
#include "prom/export.h"
#include "prom/openmetrics.h"
#include "prom/pack.h"
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
	ok = pack_gzip(b, buf_str(&plain), f);
	buf_free(&plain);
	return ok;
}

bool
export_file(const struct snap *s, const struct form *form, const char *path,
    struct fault *f)
{
	struct buf text = { 0 };
	bool ok = export_render(&text, s, form, f);

	ok = ok && replace_output(path, buf_str(&text), f);
	buf_free(&text);
	return ok;
}
