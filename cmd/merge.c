/*
 * Loads the operands of --merge and --diff. How snapshots become one is
 * snapshot/merge.h's.
 */
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/merge.h"
#include "snapshot/merge.h"
#include "snapshot/snapfile.h"

static bool
load(const struct opts *o, struct merge_operand *part, struct snap *snap,
    size_t n, struct fault *f)
{
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		const char *path = o->index < o->argc ?
		    o->argv[o->index + (int)i] : "-";

		part[i] = (struct merge_operand){ strcmp(path, "-") == 0 ?
		    "standard input" : path, &snap[i] };
		ok = snapfile_load(path, &snap[i], f);
	}
	return ok;
}

void
cmd_merge(const struct opts *o, bool diff, struct snap *to)
{
	size_t n = o->index < o->argc ? (size_t)(o->argc - o->index) : 1;
	struct merge_operand *part = mem_new(n, sizeof(*part));
	struct snap *snap = mem_new(n, sizeof(*snap));
	struct fault f = { 0 };
	bool ok;

	if (diff && n != 2)
		ok = fault(&f, "--diff wants two snapshots: OLD NEW");
	else if (n > MERGE_MAX)
		ok = fault(&f, "more than %d snapshots", MERGE_MAX);
	else
		ok = load(o, part, snap, n, &f) && (diff ?
		    merge_diff(to, &part[0], &part[1], &f) :
		    merge(to, part, n, &f));
	cmd_check(o, ok, &f);
	for (size_t i = 0; i < n; i++)
		snap_free(&snap[i]);
	mem_free(snap);
	mem_free(part);
}
