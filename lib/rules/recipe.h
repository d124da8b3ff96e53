/*
 * What the rules of a run are made of: files, texts and params in the order in
 * which they were asked for, so that all of it can be read again.
 */
#ifndef RULES_RECIPE_H
#define RULES_RECIPE_H

#include "rules/packs.h"
#include "rules/rule.h"

enum { RECIPE_NAME_MAX = 255 };	/* bytes of recipe_name */

enum recipe_kind {
	RECIPE_FILE,		/* a path, a pack, or "-": recipe_input */
	RECIPE_TEXT,		/* the rules themselves */
	RECIPE_PARAM,		/* as rules_define has it */
};

/* One of them. */
struct recipe_part {
	enum recipe_kind kind;
	const char *arg;
};

/* Fill the first group; zero the rest; recipe_free. */
struct recipe {
	struct packs_folders folders;

	struct recipe_part *part;	/* the rest is its own */
	size_t nparts, cap;
	unsigned ntexts;	/* among those read so far */
	bool has_input;
	struct buf input;	/* what "-" is */
	struct rules_errors errors;	/* until recipe_finish */
	char name[RECIPE_NAME_MAX + 1];
};

/*
 * Adds arg, which outlives the recipe, to *r, which is made when NULL and
 * stays the caller's. In messages the texts are called -e, -e 2, -e 3 ...
 * What is wrong waits for recipe_finish.
 */
void recipe_add(struct recipe *c, enum recipe_kind kind, const char *arg,
    struct rules **r);
/* Reads what the file "-" is, once, before it is added. */
bool recipe_input(struct recipe *c, int fd, struct fault *f);
/* All that was added, once more, into new rules, which are the caller's. */
struct rules *recipe_again(struct recipe *c);
/*
 * The checks that need all of them (rules_finish). False, and words has every
 * error found so far, for people, where there are any.
 */
bool recipe_finish(struct recipe *c, struct rules *r, struct buf *words);

/*
 * What a pipeline with these rules is called: the base name of the first file
 * without ".rules"; "mlog" where there is none, or it is "-". Until the next
 * call.
 */
const char *recipe_name(struct recipe *c);

/* The rules that were made of it stay the caller's; they need the folders. */
void recipe_free(struct recipe *c);

#endif
