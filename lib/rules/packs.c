/*
 * The list of rule packs, for people. It reads no rules: what a pack says of
 * itself is its first comment.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "rules/expr.h"
#include "rules/packs.h"
#include "rules/rule.h"

#define PACK_END STR(".rules")

static int
is_pack(const struct dirent *d)
{
	struct str name = str_c(d->d_name);

	return name.n > PACK_END.n && name.p[0] != '.' &&
	    str_ends(name, PACK_END);
}

/* Whether one of the folders before `until` has a file of that name. */
static bool
is_hidden(const char *const *folders, size_t until, const char *name)
{
	struct buf path = { 0 };
	bool found = false;

	for (size_t i = 0; i < until && !found; i++) {
		buf_reset(&path);
		buf_printf(&path, "%s/%s", folders[i], name);
		buf_putc(&path, '\0');
		found = access(path.p, R_OK) == 0;
	}
	buf_free(&path);
	return found;
}

/* The first sentence of a comment that the text begins with, or "". */
static struct str
first_words(struct str text)
{
	struct str line;

	if (!str_cut(&text, '\n', &line) || !str_starts(line, STR("#")))
		return STR("");
	line = str_from(line, 1);
	while (str_starts(line, STR(" ")))
		line = str_from(line, 1);
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '.' && (i + 1 == line.n ||
		    line.p[i + 1] == ' '))
			line.n = i;
	return line;
}

static bool
put_pack(const char *folder, const char *name, struct buf *out,
    struct fault *f)
{
	struct buf path = { 0 }, text = { 0 };
	struct str words, base = str_c(name);
	bool ok;

	base.n -= PACK_END.n;
	buf_printf(&path, "%s/%s", folder, name);
	buf_putc(&path, '\0');
	ok = io_slurp(path.p, RULES_FILE_MAX, &text, f);
	if (ok) {
		words = first_words(buf_str(&text));
		buf_printf(out, "%-10.*s %.*s\n", STR_ARG(base),
		    STR_ARG(words));
	}
	buf_free(&path);
	buf_free(&text);
	return ok;
}

static bool
put_folder(const char *const *folders, size_t i, struct buf *out,
    struct fault *f)
{
	struct dirent **entry;
	int n = scandir(folders[i], &entry, is_pack, alphasort);
	bool ok = true;

	if (n < 0)
		return true;
	for (int k = 0; k < n; k++) {
		if (ok && !is_hidden(folders, i, entry[k]->d_name))
			ok = put_pack(folders[i], entry[k]->d_name, out, f);
		free(entry[k]);
	}
	free(entry);
	return ok;
}

bool
packs_list(const char *const *folders, struct buf *out, struct fault *f)
{
	size_t before = out->n;

	for (size_t i = 0; folders[i]; i++)
		if (!put_folder(folders, i, out, f))
			return false;
	return out->n > before || fault(f, "there are no rule packs beside "
	    "the program or in ../share/mlog/packs");
}
