/*
 * Rules for the commands that take -r. What becomes of them is rules/recipe's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/rules.h"
#include "rules/recipe.h"

/* What was asked for so far. */
static struct recipe recipe;

/* It knows where packs are from the first use on. */
static struct recipe *
asked(const struct opts *o)
{
	if (!recipe.folders.folder[0])
		packs_folders(&recipe.folders, o->argv[0], getenv("PATH"));
	return &recipe;
}

void
cmd_rules_file(const struct opts *o, struct rules **r, const char *path)
{
	struct recipe *c = asked(o);
	struct fault f = { 0 };

	cmd_check(o, strcmp(path, "-") != 0 ||
	    recipe_input(c, STDIN_FILENO, &f), &f);
	recipe_add(c, RECIPE_FILE, path, r);
}

void
cmd_rules_text(const struct opts *o, struct rules **r, const char *text)
{
	recipe_add(asked(o), RECIPE_TEXT, text, r);
}

void
cmd_rules_define(const struct opts *o, struct rules **r, const char *text)
{
	recipe_add(asked(o), RECIPE_PARAM, text, r);
}

void
cmd_rules_list(const struct opts *o)
{
	struct buf b = { 0 };
	struct fault f = { 0 };

	cmd_check(o, packs_list(asked(o)->folders.folder, &b, &f), &f);
	cmd_answer(o, &b);
}

void
cmd_rules_apart(const struct opts *o)
{
	bool events = o->index >= o->argc;
	struct fault f = { 0 };

	for (int i = o->index; i < o->argc; i++)
		events |= strcmp(o->argv[i], "-") == 0;
	cmd_check(o, !recipe.has_input || !events || fault(&f, "standard "
	    "input cannot be both the rules (-r -) and what is read by them: "
	    "name a file for one"), &f);
}

/* False, and the errors on stderr, where there are any. */
static bool
finish(const struct opts *o, struct rules *r)
{
	struct buf b = { 0 };
	bool ok = recipe_finish(&recipe, r, &b);

	if (!ok) {
		fprintf(stderr, "%s: ", o->prog);
		fwrite(b.p, 1, b.n, stderr);
	}
	buf_free(&b);
	return ok;
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
	*r = recipe_again(asked(o));
	if (finish(o, *r))
		return true;
	rules_destroy(*r);
	return false;
}

const char *
cmd_rules_name(void)
{
	return recipe_name(&recipe);
}

void
cmd_rules_destroy(struct rules *r)
{
	rules_destroy(r);
	recipe_free(&recipe);
}
