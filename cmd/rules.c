/*
 * Rules for the commands that take -r.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "rules/packs.h"

/* Of all files together, until cmd_rules_finish. */
static struct rules_errors errors;

/* What the rules came from, in order: to read them again. */
static struct source {
	void (*add)(const struct opts *o, struct rules **r, const char *arg);
	const char *arg;
} *sources;
static size_t nsources, sources_cap;
static unsigned ntexts;		/* of -e, so far */

/* -r -: it can be read only once. */
static bool stdin_read;
static struct buf stdin_text;

static void
remember(void (*add)(const struct opts *, struct rules **, const char *),
    const char *arg)
{
	sources = mem_grow(sources, nsources, &sources_cap, sizeof(*sources));
	sources[nsources++] = (struct source){ add, arg };
}

/* The folder of the program that was run as prog, with its slash, or "". */
static struct str
program_folder(const char *prog, struct buf *b)
{
	struct str path = str_c(getenv("PATH")), dir, s = str_c(prog);

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

/* Beside the program, as in the build tree, and where it is installed. */
static const char *const *
pack_folders(const struct opts *o)
{
	static const char *folders[3];
	static struct buf text;
	struct buf b = { 0 };
	struct str dir = program_folder(o->argv[0], &b);

	if (!folders[0] && dir.n) {
		size_t second;

		buf_printf(&text, "%.*spacks", STR_ARG(dir));
		buf_putc(&text, '\0');
		second = text.n;
		buf_printf(&text, "%.*s../share/mlog/packs", STR_ARG(dir));
		buf_putc(&text, '\0');
		folders[0] = text.p;
		folders[1] = text.p + second;
	}
	buf_free(&b);
	return folders;
}

static struct rules *
made(const struct opts *o, struct rules **r)
{
	if (!*r) {
		*r = rules_new();
		(*r)->packs = pack_folders(o);
	}
	return *r;
}

static void
read_stdin(const struct opts *o)
{
	struct fault f = { 0 };

	cmd_check(o, !stdin_read || fault(&f, "-r -: standard input has been "
	    "read already"), &f);
	cmd_check(o, io_slurp_fd(STDIN_FILENO, "standard input",
	    RULES_FILE_MAX, &stdin_text, &f), &f);
	stdin_read = true;
}

static void
add_file(const struct opts *o, struct rules **r, const char *path)
{
	if (strcmp(path, "-") == 0)
		rules_load_text(made(o, r), STR("-"), buf_str(&stdin_text),
		    &errors);
	else
		rules_load_file(made(o, r), path, &errors);
}

static void
add_text(const struct opts *o, struct rules **r, const char *text)
{
	struct buf name = { 0 };

	buf_lit(&name, "-e");
	if (++ntexts > 1)
		buf_printf(&name, " %u", ntexts);
	rules_load_text(made(o, r), buf_str(&name), str_c(text), &errors);
	buf_free(&name);
}

static void
add_param(const struct opts *o, struct rules **r, const char *text)
{
	rules_define(made(o, r), str_c(text));
}

void
cmd_rules_file(const struct opts *o, struct rules **r, const char *path)
{
	if (strcmp(path, "-") == 0)
		read_stdin(o);
	remember(add_file, path);
	add_file(o, r, path);
}

void
cmd_rules_list(const struct opts *o)
{
	struct buf b = { 0 };
	struct fault f = { 0 };

	cmd_check(o, packs_list(pack_folders(o), &b, &f), &f);
	cmd_answer(o, &b);
}

void
cmd_rules_text(const struct opts *o, struct rules **r, const char *text)
{
	remember(add_text, text);
	add_text(o, r, text);
}

void
cmd_rules_define(const struct opts *o, struct rules **r, const char *text)
{
	remember(add_param, text);
	add_param(o, r, text);
}

/* False, and the errors on stderr, where there are any. */
static bool
finish(const struct opts *o, struct rules *r)
{
	struct buf b = { 0 };
	bool ok = rules_finish(r, &errors);

	if (!ok) {
		rules_errors_put(&b, &errors);
		fprintf(stderr, "%s: ", o->prog);
		fwrite(b.p, 1, b.n, stderr);
		buf_free(&b);
	}
	rules_errors_free(&errors);
	return ok;
}

void
cmd_rules_apart(const struct opts *o)
{
	bool events = o->index >= o->argc;
	struct fault f = { 0 };

	for (int i = o->index; i < o->argc; i++)
		events |= strcmp(o->argv[i], "-") == 0;
	cmd_check(o, !stdin_read || !events || fault(&f, "standard input "
	    "cannot be both the rules (-r -) and what is read by them: name "
	    "a file for one"), &f);
}

void
cmd_rules_finish(const struct opts *o, struct rules *r)
{
	if (!finish(o, r))
		exit(EXIT_FAULT);
}

bool
cmd_rules_again(const struct opts *o, struct rules **r)
{
	*r = NULL;
	made(o, r);
	ntexts = 0;
	for (size_t i = 0; i < nsources; i++)
		sources[i].add(o, r, sources[i].arg);
	if (finish(o, *r))
		return true;
	rules_destroy(*r);
	return false;
}

const char *
cmd_rules_name(const char *path)
{
	static char name[256];
	struct str base = path && strcmp(path, "-") != 0 ? str_c(path) :
	    STR("mlog");

	for (size_t i = str_chr(base, '/'); i < base.n;
	    i = str_chr(base, '/'))
		base = str_from(base, i + 1);
	if (base.n > 6 && str_ends(base, STR(".rules")))
		base.n -= 6;
	snprintf(name, sizeof(name), "%.*s", STR_ARG(base));
	return name;
}
