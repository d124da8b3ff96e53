/*
 * The responder: what is served under which conditions. Not for HTTP itself.
 */
#include <stdlib.h>

#include "prom/peer.h"
#include "prom/respond.h"
#include "prom/text.h"

bool
respond_env(bool *disabled, struct fault *f)
{
	struct str v = str_c(getenv("MLOG_PROM_ENABLED"));

	if (str_ieq(v, STR("false")))
		*disabled = true;
	else if (v.n && !str_ieq(v, STR("true")))
		return fault(f, "MLOG_PROM_ENABLED is neither true nor false");
	return true;
}

bool
respond_check(const struct responder *r, struct fault *f)
{
	if (strcmp(r->source.path, "-") == 0)
		return fault(f, "--serve needs a snapshot file, since stdin "
		    "is the request");
	if (r->path && !http_path_valid(str_c(r->path)))
		return fault(f, "--path \"%s\" is no path: '/' and printable "
		    "ASCII without '?' and '#'", r->path);
	return true;
}

static void
render(struct buf *b, const void *snap)
{
	text_write(b, snap, &(const struct form){ 0 });
}

bool
respond(const struct responder *r, struct http_log *log, struct fault *why,
    struct fault *f)
{
	struct snap snap = { 0 };
	struct http_site site = {
		.path = str_c(r->path ? r->path : "/metrics"),
		.disabled = r->disabled, .now = r->source.now,
		.type = TEXT_TYPE, .render = render, .arg = &snap,
	};
	int in, out;
	bool ok;

	if (!peer_find(&in, &out, f))
		return false;
	if (!r->disabled)
		source_load(&r->source, &snap, &site.reason, why);
	ok = http_serve(in, out, &site, log, f);
	snap_free(&snap);
	return ok;
}
