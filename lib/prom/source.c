/*
 * Loading with an age limit. The age is that of the instant which the
 * snapshot describes, not of its file: a copy made now is no fresher.
 */
#include <errno.h>
#include <sys/stat.h>

#include "prom/source.h"
#include "snapshot/snapfile.h"

static bool
missing(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) < 0 &&
	    errno == ENOENT;
}

static bool
too_old(const struct source *src, const struct snap *s)
{
	return src->max_age && (s->time == STAMP_NONE ||
	    s->time < src->now - src->max_age);
}

static bool
fault_age(const struct source *src, const struct snap *s, struct fault *f)
{
	const char *name = strcmp(src->path, "-") == 0 ? "standard input" :
	    src->path;
	struct buf b = { 0 };

	if (s->time == STAMP_NONE)
		return fault(f, "%s: the snapshot has no time", name);
	stamp_put(&b, s->time);
	fault(f, "%s: the snapshot is of %.*s, older than the limit", name,
	    STR_ARG(buf_str(&b)));
	buf_free(&b);
	return false;
}

bool
source_load(const struct source *src, struct snap *s, const char **reason,
    struct fault *f)
{
	const char *why = NULL;

	if (!snapfile_load(src->path, s, f)) {
		why = missing(src->path) ? "the snapshot is missing" :
		    "the snapshot cannot be read";
	} else if (too_old(src, s)) {
		why = "the snapshot is too old";
		fault_age(src, s, f);
		snap_free(s);
	}
	if (reason)
		*reason = why;
	return !why;
}
