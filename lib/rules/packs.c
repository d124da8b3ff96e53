/*
 * The folders of rule packs, and the list of these for people. It reads no
 * rules: what a pack says of itself is its first comment.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "rules/expr.h"
#include "rules/packs.h"
#include "rules/rule.h"

#define PACK_END STR(".rules")

/* The folder of the program that was run as prog, with its slash, or "". */
static struct str
program_folder(const char *prog, const char *search, struct buf *b)
{
	struct str path = str_c(search), dir, s = str_c(prog);

	if (str_chr(s, '/') < s.n) {
		buf_puts(b, s);
		while (b->p[b->n - 1] != '/')
			b->n--;
		return buf_str(b);
	}
	while (str_cut(&path, ':', &dir)) {
		buf_reset(b);
		buf_printf(b, "%.*s/", STR_ARG(dir));
		dir = buf_str(b);
		buf_puts(b, s);
		buf_putc(b, '\0');
		if (dir.n > 1 && access(b->p, X_OK) == 0) {
			b->n = dir.n;
			return buf_str(b);
		}
	}
	buf_reset(b);
	return buf_str(b);
}

void
packs_folders(struct packs_folders *p, const char *prog, const char *path)
{
	struct buf b = { 0 };
	struct str dir = program_folder(prog, path, &b);
	size_t second;

	*p = (struct packs_folders){ 0 };
	if (dir.n) {
		buf_printf(&p->text, "%.*spacks", STR_ARG(dir));
		buf_putc(&p->text, '\0');
		second = p->text.n;
		buf_printf(&p->text, "%.*s../share/mlog/packs", STR_ARG(dir));
		buf_putc(&p->text, '\0');
		p->folder[0] = p->text.p;
		p->folder[1] = p->text.p + second;
	}
	buf_free(&b);
}

void
packs_folders_free(struct packs_folders *p)
{
	buf_free(&p->text);
	*p = (struct packs_folders){ 0 };
}

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
