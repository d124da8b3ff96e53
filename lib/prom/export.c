/*
 * Where an exposition goes that nobody asked for over HTTP.
 */
#include "base/replace.h"
#include "prom/export.h"
#include "prom/text.h"

bool
export_text(const struct source *src, const char *path, struct fault *f)
{
	struct snap snap = { 0 };
	struct buf text = { 0 };
	bool ok;

	if (!source_load(src, &snap, NULL, f))
		return false;
	text_write(&text, &snap);
	snap_free(&snap);
	ok = replace_output(path, buf_str(&text), f);
	buf_free(&text);
	return ok;
}
