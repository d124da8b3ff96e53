/*
 * Where an exposition goes that nobody asked for over HTTP.
 */
#include <unistd.h>

#include "base/io.h"
#include "base/replace.h"
#include "prom/export.h"
#include "prom/text.h"

enum {
	EXPORT_MODE = 0644,	/* the collector runs as another user */
};

bool
export_text(const struct source *src, const char *path, struct fault *f)
{
	struct snap snap = { 0 };
	struct out out;
	bool ok;

	if (!source_load(src, &snap, NULL, f))
		return false;
	out_init(&out, STDOUT_FILENO, "standard output");
	text_write(&out.buf, &snap);
	snap_free(&snap);
	if (!path || strcmp(path, "-") == 0)
		return out_close(&out, f);
	ok = replace_file(path, buf_str(&out.buf), EXPORT_MODE, false, f);
	buf_free(&out.buf);
	return ok;
}
