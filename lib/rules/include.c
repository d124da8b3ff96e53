/*
 * Files of rules, and files in them: what a name means, and that none is read
 * within itself. What a text means is rulefile.c's.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "rules/parse.h"

/* A file that was read, or is being read. */
struct rules_included {
	dev_t dev;
	ino_t ino;
	bool open;
};

/* A pack's name has neither dots nor slashes: what has them is a path. */
static bool
is_pack(struct str name)
{
	return name.n && str_chr(name, '/') == name.n &&
	    str_chr(name, '.') == name.n;
}

static bool
find_pack(const struct rules *r, struct str name, struct buf *path)
{
	for (size_t i = 0; r->packs && r->packs[i]; i++) {
		buf_reset(path);
		buf_printf(path, "%s/%.*s.rules", r->packs[i], STR_ARG(name));
		buf_putc(path, '\0');
		if (access(path->p, R_OK) == 0)
			return true;
	}
	buf_reset(path);
	return false;
}

/* The path of what `from` means by a name, NUL-terminated. */
static void
resolve(const struct rules *r, const struct rules_source *from,
    struct str name, struct buf *path)
{
	struct str dir = from ? from->name : STR("");

	if (is_pack(name) && find_pack(r, name, path))
		return;
	while (dir.n && dir.p[dir.n - 1] != '/')
		dir.n--;
	if (!str_starts(name, STR("/")))
		buf_puts(path, dir);
	buf_puts(path, name);
	buf_putc(path, '\0');
}

static struct rules_included *
find_file(const struct rules *r, const struct stat *st)
{
	for (size_t i = 0; i < r->nincluded; i++)
		if (r->included[i].dev == st->st_dev &&
		    r->included[i].ino == st->st_ino)
			return &r->included[i];
	return NULL;
}

static size_t
enter_file(struct rules *r, const struct stat *st)
{
	struct rules_included *f = find_file(r, st);

	if (!f) {
		r->included = mem_grow(r->included, r->nincluded,
		    &r->included_cap, sizeof(*r->included));
		f = &r->included[r->nincluded++];
		*f = (struct rules_included){ st->st_dev, st->st_ino, false };
	}
	f->open = true;
	return (size_t)(f - r->included);
}

/* Reads the file at path; `at` is where that was asked for. */
static bool
read_file(struct rules *r, const char *path, const struct stat *st,
    struct rules_place at, struct rules_errors *errors)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	size_t index;
	bool ok;

	if (io_slurp(path, RULES_FILE_MAX, &b, &f)) {
		index = enter_file(r, st);
		r->depth++;
		ok = rules_load_text(r, str_c(path), buf_str(&b), errors);
		r->depth--;
		r->included[index].open = false;
	} else {
		ok = errors_add(errors, at, "%s", f.text);
	}
	buf_free(&b);
	return ok;
}

static bool
load(struct rules *r, const struct rules_source *from, struct str name,
    struct rules_place at, struct rules_errors *errors)
{
	const struct rules_included *seen;
	struct fault f = { 0 };
	struct buf path = { 0 };
	struct stat st;
	bool ok;

	resolve(r, from, name, &path);
	if (stat(path.p, &st) < 0) {
		fault_errno(&f, "%s", path.p);
		ok = errors_add(errors, at, "%s", f.text);
		if (is_pack(name) && r->packs)
			errors_hint(errors, "there is no pack of that name "
			    "either");
	} else if (from && (seen = find_file(r, &st)) != NULL) {
		ok = !seen->open || errors_add(errors, at,
		    "\"%.*s\" includes itself", STR_ARG(errors_name(name)));
	} else {
		ok = read_file(r, path.p, &st, at, errors);
	}
	buf_free(&path);
	return ok;
}

bool
rules_load_file(struct rules *r, const char *path,
    struct rules_errors *errors)
{
	return load(r, NULL, str_c(path), (struct rules_place){ NULL, NULL },
	    errors);
}

bool
parse_include(struct parser *ps)
{
	struct rules_place at;
	struct str name;

	lex_next(&ps->lex);
	at = lex_place(&ps->lex);
	if (!parse_string(ps, &name, "a file's name in double quotes"))
		return false;
	if (ps->lex.token.kind != LEX_END)
		return parse_unexpected(ps, "the end of the statement");
	if (!name.n || memchr(name.p, '\0', name.n))
		return errors_add(ps->errors, at, "no file has such a name");
	if (ps->rules->depth >= RULES_INCLUDE_MAX)
		return errors_add(ps->errors, at, "files include each other "
		    "more than %d deep", RULES_INCLUDE_MAX);
	return load(ps->rules, errors_source(ps->lex.source), name, at,
	    ps->errors);
}
