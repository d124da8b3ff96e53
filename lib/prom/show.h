/*
 * What is shown, and how: from operands and options to a snapshot in one of
 * its forms. Both the responder and the files begin here.
 */
#ifndef PROM_SHOW_H
#define PROM_SHOW_H

#include "prom/form.h"
#include "prom/gather.h"
#include "snapshot/select.h"

struct show {
	struct gather gather;
	struct form form;
	struct select *select;	/* the series wanted, NULL: all; not owned */
};

/* What cannot be shown, or not in that file (NULL, "-": on stdout). */
bool show_check(const struct show *sh, const char *path, struct fault *f);

/* As gather has it, and of what that finds the series of the selection. */
bool show_load(const struct show *sh, struct snap *s, const char **reason,
    struct fault *why, struct fault *f);

/* The same to a file, as export_file has it. */
bool show_file(const struct show *sh, const char *path, struct fault *why,
    struct fault *f);

#endif
