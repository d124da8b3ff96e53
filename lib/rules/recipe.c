/*
 * The list of what rules are made of. How one of them is read is include.c's
 * and rulefile.c's.
 */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "base/mem.h"
#include "rules/recipe.h"

static void
read_text(struct recipe *c, const char *text, struct rules *r)
{
	struct buf name = { 0 };

	buf_lit(&name, "-e");
	if (++c->ntexts > 1)
		buf_printf(&name, " %u", c->ntexts);
	rules_load_text(r, buf_str(&name), str_c(text), &c->errors);
	buf_free(&name);
}

static void
read_part(struct recipe *c, const struct recipe_part *p, struct rules *r)
{
	switch (p->kind) {
	case RECIPE_FILE:
		if (strcmp(p->arg, "-") == 0)
			rules_load_text(r, STR("-"), buf_str(&c->input),
			    &c->errors);
		else
			rules_load_file(r, p->arg, &c->errors);
		break;
	case RECIPE_TEXT:
		read_text(c, p->arg, r);
		break;
	case RECIPE_PARAM:
		rules_define(r, str_c(p->arg));
		break;
	}
}

static struct rules *
made(const struct recipe *c)
{
	struct rules *r = rules_new();

	r->packs = c->folders.folder;
	return r;
}

void
recipe_add(struct recipe *c, enum recipe_kind kind, const char *arg,
    struct rules **r)
{
	if (!*r)
		*r = made(c);
	c->part = mem_grow(c->part, c->nparts, &c->cap, sizeof(*c->part));
	c->part[c->nparts] = (struct recipe_part){ kind, arg };
	read_part(c, &c->part[c->nparts++], *r);
}

bool
recipe_input(struct recipe *c, int fd, struct fault *f)
{
	if (c->has_input)
		return fault(f, "-r -: standard input has been read already");
	c->has_input = true;
	return io_slurp_fd(fd, "standard input", RULES_FILE_MAX, &c->input, f);
}

struct rules *
recipe_again(struct recipe *c)
{
	struct rules *r = made(c);

	c->ntexts = 0;
	for (size_t i = 0; i < c->nparts; i++)
		read_part(c, &c->part[i], r);
	return r;
}

bool
recipe_finish(struct recipe *c, struct rules *r, struct buf *words)
{
	bool ok = rules_finish(r, &c->errors);

	if (!ok)
		rules_errors_put(words, &c->errors);
	rules_errors_free(&c->errors);
	return ok;
}

/* The path of the first file. */
static struct str
first_file(const struct recipe *c)
{
	for (size_t i = 0; i < c->nparts; i++)
		if (c->part[i].kind == RECIPE_FILE)
			return strcmp(c->part[i].arg, "-") != 0 ?
			    str_c(c->part[i].arg) : STR("mlog");
	return STR("mlog");
}

const char *
recipe_name(struct recipe *c)
{
	struct str base = first_file(c);

	for (size_t i = str_chr(base, '/'); i < base.n;
	    i = str_chr(base, '/'))
		base = str_from(base, i + 1);
	if (base.n > 6 && str_ends(base, STR(".rules")))
		base.n -= 6;
	snprintf(c->name, sizeof(c->name), "%.*s", STR_ARG(base));
	return c->name;
}

void
recipe_free(struct recipe *c)
{
	packs_folders_free(&c->folders);
	mem_free(c->part);
	buf_free(&c->input);
	rules_errors_free(&c->errors);
	*c = (struct recipe){ 0 };
}
