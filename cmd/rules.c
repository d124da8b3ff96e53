/*
 * Rules for the commands that take -r.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/rules.h"

/* Of all files together, until cmd_rules_finish. */
static struct rules_errors errors;

void
cmd_rules_file(struct rules **r, const char *path)
{
	if (!*r)
		*r = rules_new();
	rules_load_file(*r, path, &errors);
}

void
cmd_rules_text(struct rules **r, const char *text)
{
	if (!*r)
		*r = rules_new();
	rules_load_text(*r, STR("-e"), str_c(text), &errors);
}

void
cmd_rules_finish(const struct opts *o, struct rules *r)
{
	struct buf b = { 0 };

	if (!rules_finish(r, &errors)) {
		rules_errors_put(&b, &errors);
		fprintf(stderr, "%s: ", o->prog);
		fwrite(b.p, 1, b.n, stderr);
		exit(EXIT_FAULT);
	}
	rules_errors_free(&errors);
}

const char *
cmd_rules_name(const char *path)
{
	static char name[256];
	struct str base = path ? str_c(path) : STR("mlog");

	for (size_t i = str_chr(base, '/'); i < base.n;
	    i = str_chr(base, '/'))
		base = str_from(base, i + 1);
	if (base.n > 6 && str_ends(base, STR(".rules")))
		base.n -= 6;
	snprintf(name, sizeof(name), "%.*s", STR_ARG(base));
	return name;
}
