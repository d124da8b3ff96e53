/*
 * The order of things: gather, select, write.
 */
#include "prom/export.h"
#include "prom/show.h"

bool
show_check(const struct show *sh, const char *path, struct fault *f)
{
	bool plain = sh->form.kind == FORM_TEXT &&
	    sh->form.names == NAMES_UNDERSCORES;

	if (sh->gather.n > GATHER_MAX)
		return fault(f, "more than %d snapshots", GATHER_MAX);
	return plain || !path || !str_ends(str_c(path), STR(".prom")) ||
	    fault(f, "the textfile collector reads neither another form nor "
	    "names in UTF-8");
}

bool
show_load(const struct show *sh, struct snap *s, const char **reason,
    struct fault *why, struct fault *f)
{
	if (!gather(&sh->gather, s, reason, why, f))
		return false;
	if (sh->select)
		select_apply(sh->select, s);
	return true;
}

bool
show_file(const struct show *sh, const char *path, struct fault *why,
    struct fault *f)
{
	struct snap snap = { 0 };
	bool ok;

	if (!show_load(sh, &snap, NULL, why, f))
		return false;
	ok = export_file(&snap, &sh->form, path, f);
	snap_free(&snap);
	return ok;
}
